#include "session/trained_session.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "math/error.h"

namespace unrolled {

namespace {

constexpr size_t most_losses_kept = 4096;
constexpr std::uint64_t most_steps = std::uint64_t{1} << 53;  // what JavaScript still counts

/// 0 where the file does not say.
std::uint64_t number(const Metadata& metadata, const std::string& key) {
  const auto found = metadata.find(key);
  if (found == metadata.end()) return 0;
  std::uint64_t n = 0;
  const char* end = found->second.data() + found->second.size();
  const auto [at, problem] = std::from_chars(found->second.data(), end, n);
  if (at != end || problem != std::errc{} || n > most_steps)
    throw Error("bad-file", "bytes", "its metadata “" + key + "” is not a whole number");
  return n;
}

/// A file may claim any window; the modulus that `seek` takes would make a negative one of those beyond 2^31.
Trainer<float>::Counters counters_of(const Metadata& metadata) {
  constexpr std::uint64_t most = std::numeric_limits<std::int32_t>::max();
  const std::uint64_t step = number(metadata, "step");
  return {step, std::min(step, number(metadata, "updates")), static_cast<Index>(std::min(number(metadata, "window"), most))};
}

/// AdamW's moments are Adam's.
const char* moments_of(OptimizerKind kind) {
  return kind == OptimizerKind::sgd ? "sgd" : kind == OptimizerKind::rmsprop ? "rmsprop" : "adam";
}

}  // namespace

std::string value_of(const Metadata& metadata, const char* key) {
  const auto found = metadata.find(key);
  return found == metadata.end() ? "" : found->second;
}

std::span<const std::uint8_t> octets(const std::string& s) {
  return {reinterpret_cast<const std::uint8_t*>(s.data()), s.size()};
}

void TrainedSession::start(std::unique_ptr<Trainer<float>> trainer, OptimizerKind optimizer, std::string stream) {
  trainer_ = std::move(trainer);
  losses_.reserve(most_losses_kept);
  optimizer_ = moments_of(optimizer);
  stream_ = std::move(stream);
}

Index TrainedSession::parameters() {
  Index n = 0;
  for (const auto& e : trained().parameters().entries()) n += e.rows * e.cols;
  return n;
}

Trainer<float>& TrainedSession::trainer() {
  if (!trainer_) throw Error("no-text", "text", "the model has no text to train on");
  return *trainer_;
}

bool TrainedSession::advance() {
  if (trainer().advance() != Finished::step) return false;
  keep_loss();
  return true;
}

std::vector<Trainer<float>::GradientNorm> TrainedSession::gradient_norms() {
  finish_step();
  return trainer().gradient_norms();
}

void TrainedSession::finish_step() {
  if (trainer().finish_step() == Finished::step) keep_loss();
}

void TrainedSession::keep_loss() {
  if (losses_.size() == most_losses_kept) losses_.erase(losses_.begin());
  losses_.push_back(static_cast<float>(trainer_->loss()));
}

std::vector<float> TrainedSession::take_losses() {
  std::vector<float> taken(losses_);
  losses_.clear();
  return taken;
}

std::vector<std::uint8_t> TrainedSession::save(Contents contents, Metadata metadata) {
  metadata["format"] = "pt";
  describe(metadata);
  std::vector<NamedTensor> tensors;
  if (contents == Contents::training && trainer_) {
    finish_step();
    metadata["updates"] = std::to_string(trainer_->counters().updates);
    metadata["window"] = std::to_string(trainer_->counters().window);
    metadata["optimizer"] = optimizer_;
    metadata["stream"] = stream_;
    for (const auto& [name, values] : trainer_->arrays()) {
      if (name == "parameters") continue;  // the weights, which stand there under PyTorch's names
      tensors.push_back({"training." + name, {static_cast<Index>(values.size())}, {values.begin(), values.end()}});
    }
  }
  metadata["step"] = std::to_string(step());
  auto weights = to_pytorch(trained());
  tensors.insert(tensors.begin(), std::make_move_iterator(weights.begin()), std::make_move_iterator(weights.end()));
  return write_safetensors(tensors, metadata);
}

void TrainedSession::restore(const SafetensorsFile& file) {
  auto counters = counters_of(file.metadata());
  if (!trainer_) {
    from_pytorch(file, trained());
    step_ = counters.step;
    return;
  }
  const bool same_optimizer = value_of(file.metadata(), "optimizer") == optimizer_;
  const bool same_stream = value_of(file.metadata(), "stream") == stream_;
  std::vector<std::pair<std::span<float>, std::vector<float>>> all;  // read before anything is changed
  for (const auto& [name, array] : trainer_->arrays()) {
    if (name == "parameters") continue;
    const bool resumes = name == "state" ? same_stream : same_optimizer;
    all.emplace_back(array, resumes ? file.read("training." + name, {static_cast<Index>(array.size())})
                                    : std::vector<float>(array.size()));
  }
  from_pytorch(file, trained());
  for (const auto& [array, values] : all) std::ranges::copy(values, array.begin());
  if (!same_optimizer) counters.updates = 0;
  if (!same_stream) counters.window = 0;
  trainer_->resume(counters);
}

}  // namespace unrolled
