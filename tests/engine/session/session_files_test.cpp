// Saving a session and taking it up again.

#include <catch2/catch_test_macros.hpp>

#include "math/error.h"
#include "session/session.h"
#include "support/compare.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

SessionOptions options(CellKind cell = CellKind::lstm) {
  SessionOptions o;
  o.shape = {.cell = cell, .E = 3, .H = 8, .L = 2};
  o.training = {.batch = 4, .window = 10, .optimizer = {.rate = 0.01}};
  o.seed = 7;
  return o;
}

const std::string text = babble(1000, 1);

Session fresh(const SessionOptions& o = options()) { return Session(o, bytes_of(text)); }
Session loaded(std::span<const std::uint8_t> file, const std::string& its_text, const SessionOptions& o = options()) {
  return Session(o, bytes_of(its_text), file);
}
std::vector<float> train(Session& session, std::uint64_t steps) {
  while (session.step() < steps) session.advance();
  return session.take_losses();
}
std::span<const float> parameters(Session& s) { return s.model().parameters().all(); }

/// The file once more, with one entry of its metadata changed.
std::vector<std::uint8_t> with(std::span<const std::uint8_t> file, Session& session, const std::string& key, const std::string& value) {
  const SafetensorsFile read(file);
  Metadata metadata = read.metadata();
  metadata[key] = value;
  auto tensors = to_pytorch(session.model());
  for (auto& [name, array] : session.trainer().arrays())
    if (name != "parameters") tensors.push_back({"training." + name, {static_cast<Index>(array.size())}, {array.begin(), array.end()}});
  return write_safetensors(tensors, metadata);
}

}  // namespace

TEST_CASE("Twenty steps have the bits of ten, saving, loading, and ten", "[session]") {
  for (const auto kind : {OptimizerKind::adam, OptimizerKind::sgd})
    for (const auto cell : {CellKind::lstm, CellKind::gru, CellKind::rnn}) {
      SessionOptions o = options(cell);
      o.training.optimizer = {.kind = kind, .rate = 0.01, .momentum = 0.9};
      auto whole = fresh(o), first = fresh(o);
      train(whole, 10);
      const auto expected = train(whole, 20);
      train(first, 10);
      const auto file = first.save(Contents::training, {});
      auto second = loaded(file, text, o);
      CHECK(second.step() == 10);
      CHECK(same_bits(expected, train(second, 20)));
      CHECK(same_bits(parameters(whole), parameters(second)));
      CHECK(same_bits(expected, train(first, 20)));  // saving disturbs nothing
    }
}

TEST_CASE("A session taken back to a saved state repeats what it did", "[session]") {
  auto session = fresh();
  train(session, 7);
  const auto file = session.save(Contents::training, {});
  const auto once = train(session, 30);
  session.restore(file);
  CHECK(session.step() == 7);
  CHECK(same_bits(once, train(session, 30)));
}

TEST_CASE("Saving in the middle of a step finishes it first", "[session]") {
  auto session = fresh(), straight = fresh();
  train(session, 5);
  session.advance();
  const auto file = session.save(Contents::training, {});
  CHECK(session.step() == 6);
  CHECK(session.take_losses().size() == 1);
  train(straight, 6);
  const auto other = straight.save(Contents::training, {});
  CHECK(file == other);
}

TEST_CASE("A file of weights alone begins training anew, with no trace of what was before", "[session]") {
  auto session = fresh();
  const auto initial = session.save(Contents::weights, {});
  const auto first = train(session, 15);
  session.restore(initial);
  CHECK(session.step() == 0);
  CHECK(same_bits(first, train(session, 15)));
}

TEST_CASE("A file of weights alone goes on counting where its model stood", "[session]") {
  auto session = fresh();
  train(session, 15);
  const auto file = session.save(Contents::weights, {});
  auto other = loaded(file, text);
  CHECK(other.step() == 15);
  train(other, 16);
  CHECK(other.step() == 16);
}

TEST_CASE("A file carries its vocabulary, its step and what was added", "[session]") {
  auto session = fresh();
  train(session, 3);
  const auto file = session.save(Contents::weights, {{"settings", "{\"a\":1}"}});
  const SafetensorsFile read(file);
  CHECK(read.metadata().at("vocabulary") == session.tokens().stored());
  CHECK(read.metadata().at("step") == "3");
  CHECK(read.metadata().at("settings") == "{\"a\":1}");
  CHECK(read.metadata().at("format") == "pt");
  CHECK(!read.has("training.state"));
}

TEST_CASE("A model loaded without text writes the same, and says that it cannot be trained", "[session]") {
  auto session = fresh();
  train(session, 20);
  const auto file = session.save(Contents::training, {});
  auto reader = loaded(file, "");
  CHECK(reader.step() == 20);
  CHECK(same_bits(parameters(session), parameters(reader)));
  CHECK(reader.train_tokens() == 0);
  try {
    reader.advance();
    FAIL("not refused");
  } catch (const Error& error) {
    CHECK(error.code == "no-text");
  }
  auto sample = [](Session& s) {
    Sampler<float> sampler(std::make_unique<TextSteps<float>>(s.model(), s.encode_known(bytes_of("the "), "prompt"), 1), 40, {}, 3);
    while (!sampler.advance()) continue;
    return s.decode(sampler.written());
  };
  CHECK(sample(session) == sample(reader));
  const auto again = reader.save(Contents::training, {});
  CHECK(SafetensorsFile(again).metadata().at("step") == "20");
  CHECK(!SafetensorsFile(again).has("training.state"));
}

TEST_CASE("A refused file leaves the session as it was", "[session]") {
  auto session = fresh(), other = fresh(options()), wide = [] {
    SessionOptions o = options();
    o.shape.H = 9;
    return fresh(o);
  }();
  train(session, 5), train(wide, 5);
  const auto good = session.save(Contents::training, {});
  const std::vector<float> before(parameters(session).begin(), parameters(session).end());
  const auto misfit = wide.save(Contents::training, {});
  CHECK_THROWS_AS(session.restore(misfit), Error);
  for (std::size_t n = 0; n < good.size(); n += 97)
    REQUIRE_THROWS_AS(session.restore(std::span(good).first(n)), Error);
  CHECK(same_bits(before, parameters(session)));
  train(other, 5);
  CHECK(same_bits(train(session, 12), train(other, 12)));
}

TEST_CASE("A file that claims absurd counters neither hangs nor reads beyond the text", "[session]") {
  auto session = fresh();
  train(session, 5);
  const auto file = session.save(Contents::training, {});
  for (const char* absurd : {"9007199254740992", "4294967295", "2147483648"})
    for (const char* key : {"window", "step", "updates"}) {
      INFO(key << " " << absurd);
      auto other = fresh();
      other.restore(with(file, session, key, absurd));
      const auto from = other.step();
      while (other.take_losses().size() < 1) other.advance();
      CHECK(other.step() == from + 1);
    }
  for (const char* none : {"18446744073709551615", "9007199254740993", "-1", "x", "", " 5", "5 ", "5.0", "99999999999999999999999"})
    for (const char* key : {"window", "step", "updates"}) {
      INFO(key << " " << none);
      auto other = fresh();
      CHECK_THROWS_AS(other.restore(with(file, session, key, none)), Error);
    }
}

TEST_CASE("Another batch, window or text drops the place in the text and keeps the moments", "[session]") {
  auto session = fresh();
  train(session, 5);
  const auto file = session.save(Contents::training, {});
  const SafetensorsFile read(file);
  auto check = [&](const SessionOptions& o, const std::string& its_text) {
    auto other = loaded(file, its_text, o);
    CHECK(other.step() == 5);
    CHECK(other.trainer().counters().updates == 5);
    CHECK(other.trainer().counters().window == 0);
    for (auto& [name, array] : other.trainer().arrays()) {
      if (name == "state") CHECK(std::ranges::all_of(array, [](float x) { return x == 0; }));
      if (name.starts_with("moments")) CHECK(same_bits(array, read.read("training." + name, {static_cast<Index>(array.size())})));
    }
    train(other, 6);
  };
  auto narrow = options(), short_window = options();
  narrow.training.batch = 3;
  short_window.training.window = 9;
  check(narrow, text);
  check(short_window, text);
  check(options(), text.substr(0, 200));
  check(options(), " " + text.substr(1));
}

TEST_CASE("Another rate goes on from the moments; another optimiser begins with none, at the same place", "[session]") {
  auto session = fresh();
  train(session, 5);
  const auto file = session.save(Contents::training, {});
  const auto goes_on = [&](const OptimizerOptions& optimizer) {
    auto o = options();
    o.training.optimizer = optimizer;
    auto other = loaded(file, text, o);
    CHECK(other.step() == 5);
    CHECK(other.trainer().counters().window == 5);
    return other;
  };
  for (const auto kind : {OptimizerKind::adam, OptimizerKind::adamw})
    CHECK(goes_on({.kind = kind, .rate = 0.5}).trainer().counters().updates == 5);
  for (const auto kind : {OptimizerKind::sgd, OptimizerKind::rmsprop}) {
    auto other = goes_on({.kind = kind, .rate = 0.5});
    CHECK(other.trainer().counters().updates == 0);
    for (auto& [name, array] : other.trainer().arrays())
      if (name.starts_with("moments")) CHECK(std::ranges::all_of(array, [](float x) { return x == 0; }));
    const auto expected = train(session, session.step() + 1);
    CHECK(train(other, 6).size() == 1);
    session.restore(file);
  }
}

TEST_CASE("The weights in a file of training are those under PyTorch's names, and no others", "[session]") {
  auto session = fresh();
  train(session, 5);
  const auto file = session.save(Contents::training, {});
  const SafetensorsFile read(file);
  for (const auto& [name, place] : read.tensors())
    CHECK((name.starts_with("training.moments.") || name == "training.state" || !name.starts_with("training.")));
  auto edited = fresh();
  edited.model().parameters().zero();
  auto tensors = to_pytorch(edited.model());
  for (const auto& [name, place] : read.tensors())
    if (name.starts_with("training.")) tensors.push_back({name, place.shape, read.read(name, place.shape)});
  auto other = loaded(write_safetensors(tensors, read.metadata()), text);
  CHECK(std::ranges::all_of(parameters(other), [](float x) { return x == 0; }));
  CHECK(other.trainer().counters().updates == 5);
}

TEST_CASE("A file whose settings claim a model of any size is refused before there is one", "[session]") {
  auto session = fresh();
  const auto file = session.save(Contents::weights, {});
  auto o = options();
  o.shape.H = 1 << 30;
  CHECK_THROWS_AS(loaded(file, text, o), Error);
  CHECK_THROWS_AS(loaded(file, "", o), Error);
}

TEST_CASE("A model of words goes into a file and comes back", "[session]") {
  auto o = options();
  o.tokens.kind = TokenKind::words;
  Session session(o, bytes_of(text));
  train(session, 5);
  auto again = loaded(session.save(Contents::training, {}), text, o);
  CHECK(again.tokens().stored() == session.tokens().stored());
  CHECK(train(again, 5) == train(session, 5));
}

TEST_CASE("A vocabulary with a character twice, or with none, is refused", "[session]") {
  auto session = fresh();
  for (const auto& vocabulary : {session.tokens().stored() + "t", std::string("aa"), std::string()})
    CHECK_THROWS_AS(loaded(with(session.save(Contents::training, {}), session, "vocabulary", vocabulary), text), Error);
}
