#include "session/example_session.h"

#include <catch2/catch_test_macros.hpp>

#include "math/error.h"
#include "support/compare.h"
#include "training/example_work.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

ExampleSessionOptions options(const std::string& task) {
  ExampleSessionOptions o;
  o.data = {.task = task, .examples = 60, .validation = 0.2, .series = {.window = 8}};
  if (task == "series") o.data.length = 80;
  if (task == "adding" || task == "gap") o.data.length = 8;
  o.model = {.hidden = 8, .embedding = 5};
  o.training = {.batch = 16, .optimizer = {.rate = 0.01}};
  o.seed = 3;
  if (task == "dates") o.model.attention = AttentionKind::dot, o.model.directions = 2, o.model.cell = CellKind::gru;
  if (task == "phonemes") o.model.directions = 2, o.model.layers = 2, o.model.dropout = 0.2;
  return o;
}

const char* tasks[] = {"dates", "scenes", "phonemes", "reviews", "gap", "adding", "series"};

std::vector<float> train(ExampleSession& session, std::uint64_t steps) {
  while (session.step() < steps) session.advance();
  return session.take_losses();
}
std::span<const float> parameters(ExampleSession& s) { return s.model().parameters().all(); }

Error refused(const ExampleSessionOptions& o, std::span<const std::uint8_t> own, std::span<const std::uint8_t> file) {
  try {
    ExampleSession(o, own, file);
  } catch (const Error& error) {
    return error;
  }
  return Error("accepted", "", "");
}

std::vector<std::uint8_t> with(ExampleSession& session, const std::string& key, const std::string& value) {
  const auto file = session.save(Contents::weights, {});
  Metadata metadata = SafetensorsFile(file).metadata();
  metadata[key] = value;
  return write_safetensors(to_pytorch(session.trained()), metadata);
}

}  // namespace

TEST_CASE("Every task learns: the loss falls", "[session]") {
  for (const char* task : tasks) {
    INFO(task);
    ExampleSession session(options(task), {});
    const auto losses = train(session, 60);
    REQUIRE(losses.size() == 60);
    float before = 0, after = 0;
    for (std::size_t k = 0; k < 10; ++k) before += losses[k], after += losses[50 + k];
    CHECK(after < before);
  }
}

TEST_CASE("Of every task, twenty steps have the bits of ten, saving, loading, and ten", "[session]") {
  for (const char* task : tasks) {
    INFO(task);
    const auto o = options(task);
    ExampleSession whole(o, {}), first(o, {});
    train(whole, 10);
    const auto expected = train(whole, 20);
    train(first, 10);
    const auto file = first.save(Contents::training, {{"settings", "{}"}});
    ExampleSession second(o, {}, file);  // its examples are generated again
    CHECK(second.step() == 10);
    CHECK(same_bits(parameters(first), parameters(second)));
    CHECK(same_bits(expected, train(second, 20)));
    CHECK(same_bits(parameters(whole), parameters(second)));
    CHECK(second.save(Contents::training, {}) == whole.save(Contents::training, {}));
  }
}

TEST_CASE("What was learned from own data goes on with them bit for bit, and without them can only be read", "[session]") {
  const std::string own = "one\t1\ntwo\t2\nthree\t3\nfour\t4\nfive\t5\nsix\t6";
  for (const char* task : {"dates", "reviews"}) {
    INFO(task);
    const auto o = options(task);
    const auto lines = bytes_of(own);
    ExampleSession whole(o, lines), first(o, lines);
    train(whole, 10);
    const auto expected = train(whole, 20);
    train(first, 10);
    const auto file = first.save(Contents::training, {});
    ExampleSession second(o, lines, file), bare(o, {}, file);
    CHECK(same_bits(expected, train(second, 20)));
    CHECK(same_bits(parameters(first), parameters(bare)));
    CHECK(bare.step() == 10);
    CHECK(bare.data().training().empty());
    try {
      bare.advance();
      FAIL("not refused");
    } catch (const Error& error) {
      CHECK(error.code == "no-text");
    }
    const auto weights = bare.save(Contents::weights, {});
    ExampleSession again(o, lines, weights);
    CHECK(same_bits(parameters(again), parameters(bare)));
  }
}

TEST_CASE("Other examples than those of the file begin their order anew, with the moments there were", "[session]") {
  auto o = options("dates");
  ExampleSession session(o, {});
  train(session, 5);
  const auto file = session.save(Contents::training, {});
  o.data.seed = 9;
  ExampleSession other(o, {}, file);
  CHECK(other.trainer().counters().window == 0);
  CHECK(other.trainer().counters().updates == 5);
  CHECK(session.trainer().counters().window > 0);
}

TEST_CASE("Series of the same length are told apart", "[session]") {
  auto o = options("series");
  ExampleSession session(o, {});
  train(session, 2);
  const auto file = session.save(Contents::training, {});
  o.data.seed = 9;
  ExampleSession other(o, {}, file);
  CHECK(session.trainer().counters().window == 2);
  CHECK(other.trainer().counters().window == 0);
}

TEST_CASE("A batch that the examples do not fill is reduced, and says so", "[session]") {
  auto o = options("dates");
  o.training.batch = 512;
  ExampleSession session(o, {});
  CHECK(session.batch() == 48);
  REQUIRE(session.notices().size() == 1);
  CHECK(session.notices()[0].code == "few-examples");
  CHECK(session.notices()[0].details.at("asked") == 512);
  CHECK(train(session, 2).size() == 2);
}

TEST_CASE("A session that helps computes the shards that the leader would", "[session]") {
  for (const char* task : {"dates", "phonemes", "series"}) {
    INFO(task);
    auto o = options(task);
    ExampleSession alone(o, {}), leader(o, {});
    o.role = Role::helps;
    ExampleSession helper(o, {});
    auto& trainer = leader.trainer();
    REQUIRE(trainer.shards() > 1);
    REQUIRE(helper.work().shards() == trainer.shards());
    for (int step = 0; step < 3; ++step) {
      std::ranges::copy(leader.model().parameters().all(), helper.model().parameters().all().begin());
      helper.model().changed();
      const StepAt at{trainer.step(), trainer.counters().window};
      trainer.share_out(1);
      while (leader.step() == static_cast<std::uint64_t>(step)) {
        if (const Index k = trainer.awaited(); k >= 0) {
          helper.work().begin(k, at, {});
          while (!helper.work().advance()) continue;
          trainer.contribute(helper.work().gradients(), helper.work().loss_sum(), {});
        } else {
          leader.advance();
        }
      }
    }
    CHECK(same_bits(train(alone, 3), leader.take_losses()));
    CHECK(same_bits(parameters(alone), parameters(leader)));
  }
}

TEST_CASE("Training that leaves the finite numbers names a tensor and goes back to the last good weights", "[session]") {
  for (const char* task : {"dates", "reviews", "series"}) {
    INFO(task);
    auto o = options(task);
    o.model.cell = CellKind::rnn, o.model.activation = Activation::identity;
    o.training.clip = 0, o.training.optimizer = {.kind = OptimizerKind::sgd, .rate = 1e6};
    ExampleSession session(o, {});
    try {
      train(session, 500);
      FAIL("did not diverge");
    } catch (const Error& error) {
      CHECK(error.code == "diverged");
      CHECK_FALSE(error.details.at("tensor").empty());
      CHECK(error.details.contains("layer"));
      CHECK(error.details.contains("time"));
    }
    for (const float x : parameters(session)) REQUIRE(std::isfinite(x));
  }
}

TEST_CASE("A file whose tensors are not those of its settings is refused before there is a model", "[session]") {
  for (const char* task : {"dates", "phonemes", "scenes", "series"}) {
    INFO(task);
    const auto o = options(task);
    ExampleSession session(o, {});
    const auto file = session.save(Contents::weights, {});
    auto wide = o, deep = o, other = o;
    wide.model.hidden = 1 << 14, deep.model.layers = 3;
    other.model.cell = o.model.cell == CellKind::lstm ? CellKind::rnn : CellKind::lstm;
    for (const auto& wrong : {wide, deep, other}) {
      const auto error = refused(wrong, {}, file);
      CHECK(error.code == "bad-file");
      CHECK(error.field == "bytes");
    }
  }
}

TEST_CASE("A file with other words than its weights have, or of another task, is refused", "[session]") {
  ExampleSession dates(options("dates"), {}), reviews(options("reviews"), {});
  CHECK(refused(options("dates"), {}, with(dates, "target", "0123")).code == "bad-file");
  CHECK(refused(options("dates"), {}, with(dates, "source", "")).code == "bad-file");
  CHECK(refused(options("reviews"), {}, with(reviews, "classes", "negative\n")).code == "bad-file");
  CHECK(refused(options("reviews"), {}, with(reviews, "classes", "a\nb\n")).code == "bad-file");
  CHECK(refused(options("dates"), {}, with(dates, "step", "many")).code == "bad-file");
  CHECK(refused(options("reviews"), {}, dates.save(Contents::weights, {})).code == "bad-file");
  CHECK(refused(options("dates"), {}, reviews.save(Contents::training, {})).code == "bad-file");
}
