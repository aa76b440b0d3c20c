#include "session/session.h"

#include <catch2/catch_test_macros.hpp>
#include <optional>

#include "math/error.h"
#include "support/allocations.h"
#include "support/compare.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

SessionOptions small() {
  SessionOptions o;
  o.shape = {.cell = CellKind::lstm, .H = 8, .L = 1};
  o.training = {.batch = 4, .window = 10, .optimizer = {.rate = 0.01}};
  o.seed = 7;
  return o;
}

Session made(const SessionOptions& o, const std::string& text) { return Session(o, bytes_of(text)); }

std::optional<Error> refusal(const SessionOptions& o, const std::string& text) {
  try {
    made(o, text);
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

const SessionNotice* notice(const Session& session, const std::string& code) {
  for (const auto& n : session.notices())
    if (n.code == code) return &n;
  return nullptr;
}

std::vector<float> train(Session& session, std::uint64_t steps) {
  while (session.step() < steps) session.advance();
  return session.take_losses();
}

}  // namespace

TEST_CASE("A text that is too short names a length that is enough", "[session]") {
  for (const Index window : {1, 2, 10, 32, 1000})
    for (const double validation : {0.0, 0.1, 0.25, 0.5})
      for (const Index size : {0, 1, 2, 5}) {
        SessionOptions o = small();
        o.training.window = window, o.validation = validation;
        const std::string text = babble(size, 1);
        const auto error = refusal(o, text);
        INFO("window " << window << " validation " << validation << " characters " << size);
        if (!error) {
          CHECK(size > window);
          continue;
        }
        CHECK(error->code == "text-too-short");
        CHECK(error->field == "text");
        CHECK(error->details.at("characters") == std::to_string(size));
        const auto needed = static_cast<std::size_t>(std::stoul(error->details.at("needed")));
        CHECK(needed > text.size());
        for (const std::size_t enough : {needed, needed + 1, needed + 2, 2 * needed})
          CHECK(!refusal(o, babble(enough, 1)));
      }
}

TEST_CASE("A short text is read by fewer streams, and that is said", "[session]") {
  SessionOptions o = small();
  o.training.batch = 100, o.validation = 0;
  auto session = made(o, babble(75, 1));  // 74 predictions, windows of ten
  CHECK(session.batch() == 7);
  const auto* n = notice(session, "batch-reduced");
  REQUIRE(n);
  CHECK(n->details.at("batch") == 7);
  CHECK(n->details.at("asked") == 100);
  CHECK(train(session, 5).size() == 5);
  o.training.batch = 7;
  CHECK(!notice(made(o, babble(75, 1)), "batch-reduced"));
}

TEST_CASE("Characters beyond the vocabulary are counted", "[session]") {
  SessionOptions o = small();
  o.tokens.limit = 3;
  const std::string text = std::string(150, 'a') + std::string(100, 'b') + "cdefg" + std::string(45, 'a');
  auto session = made(o, text);
  const auto* n = notice(session, "rare-characters");
  REQUIRE(n);
  CHECK(n->details.at("kept") == 2);
  CHECK(n->details.at("rare") == 5);
  CHECK(n->details.at("share") == 5.0 / 300);
  CHECK(session.tokens().stored() == "ab");
  CHECK(!notice(made(small(), text), "rare-characters"));
}

TEST_CASE("A model of words learns words, writes them and names the ones it does not know", "[session]") {
  SessionOptions o = small();
  o.tokens = {TokenKind::words, 100, 2};
  std::string text;
  for (int k = 0; k < 200; ++k) text += k % 3 ? "the keeper saw the sea.\n" : "the sea saw him.\n";
  auto session = made(o, text + "fog");
  CHECK(session.tokens().size() == 9);
  CHECK(session.train_tokens() + session.validation_tokens() == 133 * 7 + 67 * 6 + 1);
  const auto* n = notice(session, "rare-words");
  REQUIRE(n);
  CHECK(n->details.at("rare") == 1);
  CHECK(train(session, 150).back() < 0.5);
  Sampler<float> sampler(std::make_unique<TextSteps<float>>(session.model(), session.encode_known(bytes_of("the keeper"), "prompt"), 1), 2,
                         {.temperature = 0}, 1);
  while (!sampler.advance()) continue;
  CHECK(session.decode(sampler.written()) == " saw the");
  try {
    session.encode_known(bytes_of("the fog saw him, fog"), "prompt");
    FAIL("not refused");
  } catch (const Error& error) {
    CHECK(error.details.at("words") == std::string(" fog\0,", 6));
  }
}

TEST_CASE("Validation is the tail of the text; a tail too short is none, and that is said", "[session]") {
  SessionOptions o = small();
  const auto session = made(o, babble(1000, 1));
  CHECK(session.train_tokens() == 900);
  CHECK(session.validation_tokens() == 100);
  CHECK(session.notices().empty());
  o.validation = 0.01;
  const auto none = made(o, babble(150, 1));
  CHECK(none.train_tokens() == 150);
  CHECK(none.validation_tokens() == 0);
  CHECK(notice(none, "no-validation"));
  o.validation = 0;
  CHECK(!notice(made(o, babble(150, 1)), "no-validation"));
}

TEST_CASE("The loss of every step can be taken once, the latest few thousand of them", "[session]") {
  SessionOptions o = small();
  o.shape.H = 1, o.training.batch = 1, o.training.window = 1;
  auto session = made(o, babble(100, 1));
  CHECK(train(session, 12).size() == 12);
  CHECK(session.take_losses().empty());
  const auto losses = train(session, 12 + 4100);
  CHECK(losses.size() == 4096);
  CHECK(losses.back() == static_cast<float>(session.trainer().loss()));
  while (session.step() < 9000) {
    session.advance();
    if (session.step() % 700 == 0 && !session.trainer().between_steps()) session.save(Contents::training, {});
  }
  CHECK(session.take_losses().size() == 4096);
}

TEST_CASE("The same seed gives the same bits, another seed others", "[session]") {
  SessionOptions o = small();
  auto one = made(o, babble(1000, 1)), two = made(o, babble(1000, 1));
  o.seed = 8;
  auto other = made(o, babble(1000, 1));
  const auto losses = train(one, 30);
  CHECK(same_bits(losses, train(two, 30)));
  CHECK(!same_bits(losses, train(other, 30)));
}

TEST_CASE("A step allocates nothing, the losses that are kept included", "[session]") {
  auto session = made(small(), babble(1000, 1));
  train(session, 2);
  const auto before = allocations();
  while (session.step() < 40) session.advance();
  CHECK(allocations() == before);
}

TEST_CASE("Training that diverges in its first steps returns to the initial weights", "[session]") {
  SessionOptions o = small();
  o.shape.cell = CellKind::rnn, o.shape.activation = Activation::identity;
  o.training.optimizer = {.kind = OptimizerKind::sgd, .rate = 1e20};
  o.training.clip = 0;
  auto session = made(o, babble(1000, 1)), fresh = made(o, babble(1000, 1));
  std::optional<Error> failure;
  try {
    train(session, 9);
  } catch (const Error& error) {
    failure = error;
  }
  REQUIRE(failure);
  CHECK(failure->code == "diverged");
  CHECK(failure->details.at("restored") == "0");
  CHECK(same_bits(session.model().parameters().all(), fresh.model().parameters().all()));
}

TEST_CASE("A prompt with unknown characters is refused, and each is named once", "[session]") {
  const auto session = made(small(), babble(1000, 1));
  try {
    session.encode_known(bytes_of("the \u4E2DX\u4E2D sea"), "prompt");
    FAIL("not refused");
  } catch (const Error& error) {
    CHECK(error.code == "unknown-characters");
    CHECK(error.field == "prompt");
    CHECK(error.details.at("characters") == "X\u4E2D");
  }
  const std::string known = "the sea";
  CHECK(session.decode(session.encode_known(bytes_of(known), "prompt")) == known);
  CHECK(session.decode(session.encode_known({}, "prompt")) == "\n");
  CHECK(session.decode(session.encode(bytes_of("seaX"))) == "sea\uFFFD");
}

TEST_CASE("Text of any kind trains: malformed bytes, NUL, a mark, many scripts", "[session]") {
  std::string text;
  for (int k = 0; k < 40; ++k) text += std::string("\xEF\xBB\xBF\r\n\0\xFF\xC3", 8) + "\u0645\u4E2D\U0001F469\u200D\U0001F52C";
  auto session = made(small(), text);
  CHECK(train(session, 3).size() == 3);
  CHECK(session.encode(bytes_of("\uFFFD")).front() != unknown_id);
}

TEST_CASE("A text of one single character trains", "[session]") {
  auto session = made(small(), std::string(300, 'a'));
  CHECK(session.tokens().size() == 2);
  CHECK(std::isfinite(train(session, 30).back()));
}

TEST_CASE("Parameters are counted without padding", "[session]") {
  auto session = made(small(), babble(1000, 1));
  const Index V = session.tokens().size(), H = 8;
  CHECK(session.parameters() == 4 * H * (V + H + 1) + H * V + V);
}

TEST_CASE("A session that helps computes shards for one with the same text, to the bits of one alone", "[session]") {
  SessionOptions o = small();
  o.training.batch = 8;
  const std::string text = babble(900, 1);
  Session alone = made(o, text), leader = made(o, text);
  o.role = Role::helps;
  Session helper = made(o, text);
  std::vector<float> state(helper.work().state_size());
  while (leader.step() < 12) {
    auto& trainer = leader.trainer();
    if (trainer.between_steps()) trainer.share_out(1);
    leader.advance();
    if (trainer.awaited() != 1) continue;
    std::ranges::copy(leader.model().parameters().all(), helper.model().parameters().all().begin());
    helper.model().changed();
    helper.work().begin(1, {trainer.step(), trainer.counters().window}, trainer.state(1));
    while (!helper.work().advance()) continue;
    helper.work().read_state(state);
    trainer.contribute(helper.work().gradients(), helper.work().loss_sum(), state);
  }
  CHECK(same_bits(leader.take_losses(), train(alone, 12)));
  CHECK(helper.step() == 0);
}

TEST_CASE("Baselines count what is trained on and are measured on what is held out, or on a text of their own", "[session]") {
  const std::string text = babble(1000, 1), other = babble(60, 2);
  auto session = made(small(), text);
  const NgramBaselines::Epsilon epsilon = {1, 2, 3};
  const auto nats = [](NgramBaselines baselines) {
    while (!baselines.advance()) {
    }
    return baselines.nats();
  };
  const auto ids = session.encode(bytes_of(text)), read = session.encode(bytes_of(other));
  const std::span<const Id> train = std::span(ids).first(900), held_out = std::span(ids).last(100);
  const Id V = session.tokens().size();
  CHECK(session.train_tokens() == 900);
  CHECK(nats(session.baselines({}, epsilon)) == nats({train, held_out, V, epsilon}));
  CHECK(nats(session.baselines(read, epsilon)) == nats({train, read, V, epsilon}));
}

TEST_CASE("Baselines need a text to count and a text to be measured on", "[session]") {
  const std::string text = babble(1000, 1);
  const auto code = [](Session session) -> std::string {
    try {
      session.baselines({}, {1, 1, 1});
    } catch (const Error& error) {
      return error.code;
    }
    return "none";
  };
  SessionOptions whole = small();
  whole.validation = 0;
  CHECK(code(made(small(), text)) == "none");
  CHECK(code(made(whole, text)) == "nothing-held-out");
  CHECK(code(Session(small(), {}, made(small(), text).save(Contents::weights, {}))) == "no-text");
}
