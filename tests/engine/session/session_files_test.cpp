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
  const SafetensorsFile read(file);
  Session session(o, bytes_of(its_text), bytes_of(read.metadata().at("vocabulary")));
  session.restore(file);
  return session;
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
    tensors.push_back({"training." + name, {static_cast<Index>(array.size())}, {array.begin(), array.end()}});
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
  CHECK(read.metadata().at("vocabulary") == session.vocabulary_text());
  CHECK(read.metadata().at("step") == "3");
  CHECK(read.metadata().at("settings") == "{\"a\":1}");
  CHECK(read.metadata().at("format") == "pt");
  CHECK(!read.has("training.parameters"));
}

TEST_CASE("A model loaded without text writes the same, and says that it cannot be trained", "[session]") {
  auto session = fresh();
  train(session, 20);
  const auto file = session.save(Contents::training, {});
  auto reader = loaded(file, "");
  CHECK(reader.step() == 20);
  CHECK(same_bits(parameters(session), parameters(reader)));
  CHECK(reader.train_characters() == 0);
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
  CHECK(!SafetensorsFile(again).has("training.parameters"));
}

TEST_CASE("A refused file leaves the session as it was", "[session]") {
  auto session = fresh(), other = fresh(options()), wide = [] {
    SessionOptions o = options();
    o.training.batch = 5;  // same weights, another carried state
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
  for (const char* absurd : {"18446744073709551615", "9223372036854775808", "4294967295", "2147483648", "-1", "x", "",
                             "99999999999999999999999"})
    for (const char* key : {"window", "step", "updates"}) {
      INFO(key << " " << absurd);
      auto other = fresh();
      other.restore(with(file, session, key, absurd));
      const auto from = other.step();
      while (other.take_losses().size() < 1) other.advance();
      CHECK(other.step() == from + 1);
    }
}

TEST_CASE("A model without any character is refused", "[session]") {
  auto make = [](const std::string& its_text) { Session(options(), bytes_of(its_text), {}); };
  CHECK_THROWS_AS(make(""), Error);
  CHECK_THROWS_AS(make(text), Error);
}
