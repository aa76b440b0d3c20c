#include "training/trainer.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "support/allocations.h"
#include "support/compare.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

constexpr LanguageModelShape shape{.cell = CellKind::lstm, .V = 11, .E = 4, .H = 10, .L = 2};
const TrainerOptions options{.batch = 4, .window = 8, .optimizer = {.rate = 0.02}, .clip = 1};

struct Run {
  std::vector<Id> text, held_out;
  std::unique_ptr<LanguageModel<float>> model;
  Trainer<float> trainer;

  explicit Run(std::uint64_t seed = 3, Index validation = 0, const TrainerOptions& o = options)
      : text(random_ids(401, 11, 1)), held_out(random_ids(validation, 11, 2)), model(made(seed)),
        trainer(*model, text, held_out, o) {}

  static std::unique_ptr<LanguageModel<float>> made(std::uint64_t seed) {
    auto model = LanguageModel<float>::make(shape);
    model->initialize(seed, 0);
    return model;
  }

  std::vector<double> train(std::uint64_t steps) {
    std::vector<double> losses;
    while (losses.size() < steps)
      if (trainer.advance() == Finished::step) losses.push_back(trainer.loss());
    return losses;
  }
  std::span<const float> parameters() { return model->parameters().all(); }
};

}  // namespace

TEST_CASE("The same seed trains to the same bits, another seed to others", "[training]") {
  Run one, two, other(4);
  CHECK(same_bits(one.train(30), two.train(30)));
  CHECK(same_bits(one.parameters(), two.parameters()));
  other.train(30);
  CHECK(!same_bits(one.parameters(), other.parameters()));
}

TEST_CASE("Training makes the loss smaller", "[training]") {
  Run run;
  const auto losses = run.train(300);
  CHECK(losses.back() < 0.9 * losses.front());
}

TEST_CASE("Twenty steps have the bits of ten, a move into another trainer, and ten", "[training]") {
  for (const std::uint64_t before : {1, 10, 13}) {  // windows: 12, so the second half begins anew in between
    Run whole, first, second(99);
    const auto expected = whole.train(before + 10);
    first.train(before);
    auto from = first.trainer.arrays(), to = second.trainer.arrays();
    REQUIRE(from.size() == to.size());
    for (std::size_t k = 0; k < from.size(); ++k) {
      CHECK(from[k].first == to[k].first);
      std::ranges::copy(from[k].second, to[k].second.begin());
    }
    second.trainer.resume(first.trainer.counters());
    CHECK(second.trainer.step() == before);
    CHECK(same_bits(std::vector(expected.begin() + before, expected.end()), second.train(10)));
    CHECK(same_bits(whole.parameters(), second.parameters()));
  }
}

TEST_CASE("Pauses between pieces of work change nothing", "[training]") {
  Run straight, paused;
  const auto expected = straight.train(5);
  std::vector<double> losses;
  while (losses.size() < 5) {
    const Finished f = paused.trainer.advance();
    auto reader = paused.model->pass({3, 2}, Purpose::read);  // someone else reads the model meanwhile
    reader->begin(), reader->forward(0), reader->score(0);
    if (f == Finished::step) losses.push_back(paused.trainer.loss());
  }
  CHECK(same_bits(expected, losses));
}

TEST_CASE("Finishing a step that has begun completes that one and no more", "[training]") {
  Run run;
  CHECK(run.trainer.finish_step() == Finished::nothing);
  CHECK(run.trainer.step() == 0);
  run.trainer.advance();
  CHECK(!run.trainer.between_steps());
  CHECK(run.trainer.finish_step() == Finished::step);
  CHECK(run.trainer.step() == 1);
  CHECK(run.trainer.between_steps());
}

TEST_CASE("Validation is an evaluation of the held-out text, and changes no bit of training", "[training]") {
  Run with(3, 40), without(3);
  std::vector<double> losses;
  int validations = 0;
  while (losses.size() < 60) {
    const Finished f = with.trainer.advance();
    if (f == Finished::step) losses.push_back(with.trainer.loss());
    if (f != Finished::validation) continue;
    ++validations;
    CHECK(with.trainer.validation_step() == with.trainer.step());
    Evaluation<float> evaluation(*with.model, with.held_out);
    while (!evaluation.advance()) continue;
    CHECK(same_bits(evaluation.nats(), with.trainer.validation_loss()));
  }
  CHECK(validations == 2);  // due after 20·40 characters: every 25 steps of 32
  CHECK(same_bits(losses, without.train(60)));
  CHECK(same_bits(with.parameters(), without.parameters()));
}

TEST_CASE("A single held-out character is no validation", "[training]") {
  Run run(3, 1);
  run.train(30);
  CHECK(run.trainer.validation_step() == 0);
}

TEST_CASE("An epoch is one pass over the streams", "[training]") {
  Run run;
  run.train(6);
  CHECK(run.trainer.epoch() == 0.5);
}

TEST_CASE("A training step allocates nothing, nor do validation and remembering", "[training]") {
  for (const Index validation : {0, 40}) {
    Run run(3, validation);
    run.train(2);
    const auto before = allocations();
    std::uint64_t finished = 0;
    int validated = 0;
    while (finished < 60) {
      const Finished f = run.trainer.advance();
      finished += f == Finished::step, validated += f == Finished::validation;
    }
    CHECK(allocations() == before);
    CHECK(validated == (validation ? 2 : 0));
  }
}

TEST_CASE("Steps across the chunks of a long window allocate nothing", "[training]") {
  TrainerOptions long_window = options;
  long_window.batch = 1, long_window.window = 300;
  Run run(3, 0, long_window);
  run.train(1);
  const auto before = allocations();
  for (std::uint64_t finished = 0; finished < 3;) finished += run.trainer.advance() == Finished::step;
  CHECK(allocations() == before);
}

TEST_CASE("What was measured later is forgotten where training goes back, and what was earlier is not", "[training]") {
  Run run(3, 50);
  const auto every = run.trainer.validate_every();
  REQUIRE(every > 0);
  const auto to = [&](std::uint64_t step) {
    while (run.trainer.step() < step || !run.trainer.between_steps()) run.trainer.advance();
  };
  CHECK(std::isnan(run.trainer.loss()));
  to(2 * every);
  CHECK(run.trainer.validation_step() == 2 * every);
  CHECK(!std::isnan(run.trainer.loss()));
  run.trainer.resume({2 * every + 1, 2 * every + 1, 0});
  CHECK(run.trainer.validation_step() == 2 * every);
  run.trainer.resume({every, every, 0});
  CHECK(run.trainer.validation_step() == 0);
  CHECK(std::isnan(run.trainer.loss()));
}

TEST_CASE("The last step's probability of the truth is that of the steps before it", "[training]") {
  TrainerOptions feeding = options;
  feeding.feeding = {.kind = FeedingKind::linear, .k = 1, .c = 0.25, .floor = 0.125};
  Run run(3, 0, feeding);
  std::vector<double> told;
  for (int k = 0; k < 6; ++k) run.train(1), told.push_back(run.trainer.teacher_probability());
  CHECK(told == std::vector<double>{1, 0.75, 0.5, 0.25, 0.125, 0.125});
  CHECK(Run().trainer.teacher_probability() == 1);
}
