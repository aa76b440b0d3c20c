#include "fuzz/take_file.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "fuzz/models.h"
#include "math/error.h"

namespace unrolled::fuzz {

namespace {

void promise(bool kept, const char* what) {
  if (!kept) throw std::logic_error(what);
}

/// Runs `f`; false when it refuses with one of the codes it may have.
template <class F>
bool accepted(F&& f, std::initializer_list<std::string_view> codes) {
  try {
    f();
    return true;
  } catch (const Error& error) {
    promise(std::ranges::find(codes, error.code) != codes.end(), "an error of another code");
    promise(is_utf8(bytes_of(error.what())), "a sentence that is not UTF-8");
    promise(std::string_view(error.what()).size() < 400, "a sentence longer than any reader's patience");
    return false;
  }
}

bool finite(std::span<const float> values) {
  return std::ranges::all_of(values, [](float x) { return std::isfinite(x); });
}

void read_all(const SafetensorsFile& file, std::uint64_t size) {
  std::uint64_t bytes = 0;
  for (const auto& tensor : file.tensors()) {
    const auto& name = tensor.first;
    const auto& place = tensor.second;
    bytes += place.end - place.begin;
    std::uint64_t numbers = 1;
    for (const Index d : place.shape) numbers *= static_cast<std::uint64_t>(d);
    accepted([&] {
      const auto values = file.read(name, place.shape);
      promise(values.size() == numbers, "another count of numbers than the shape says");
      promise(finite(values), "an infinity was given out");
    }, {"bad-file"});
    auto longer = place.shape;
    longer.push_back(1);
    promise(!accepted([&] { file.read(name, longer); }, {"bad-file"}), "a tensor was given out in another shape");
  }
  promise(bytes <= size, "tensors larger than their file");
}

/// Two steps, saved, and taken up again.
void train_on(Session& session) {
  const auto until = session.step() + 2;
  if (!accepted([&] { while (session.step() < until) session.advance(); }, {"diverged"})) return;
  const auto saved = session.save(Contents::training, {});
  // Finite numbers may have become so large that a moment is infinite; that is the next step's to tell.
  accepted([&] { session.restore(saved); promise(session.step() == until, "steps were lost"); }, {"bad-file"});
}

}  // namespace

Taken take_file(std::span<const std::uint8_t> bytes) {
  SessionOptions options;
  const bool opened = accepted([&] {
    const SafetensorsFile file(bytes);
    read_all(file, bytes.size());
    options = options_for(file);
  }, {"bad-file"});
  if (!opened) return Taken::refused;

  const auto restored = [&](std::string_view text, auto&& use) {
    return accepted([&] {
      Session session(options, bytes_of(text), bytes);
      promise(finite(session.model().parameters().all()), "a model with an infinity");
      use(session);
    }, {"bad-file"});
  };
  const bool reads = restored("", [](Session& session) {
    const std::vector<Id> prompt{session.tokens().start()};
    Sampler<float> sampler(std::make_unique<TextSteps<float>>(session.model(), prompt, 1), 2, {}, 1);
    while (!sampler.advance()) continue;
    promise(sampler.written().size() == 2, "fewer characters than asked for");
  });
  const bool trains = restored(learned_text, [](Session& session) { train_on(session); });
  promise(reads || !trains, "a file that trains but cannot be read");
  return reads ? Taken::restored : Taken::opened;
}

}  // namespace unrolled::fuzz
