#include "training/text_work.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "math/error.h"
#include "support/compare.h"
#include "support/fill.h"
#include "training/trainer.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

constexpr LanguageModelShape shape{.cell = CellKind::lstm, .V = 11, .E = 4, .H = 6, .L = 2};
const TrainerOptions options{.batch = 64, .window = 4, .optimizer = {.rate = 0.02}, .clip = 1};

template <class T>
std::unique_ptr<LanguageModel<T>> made() {
  auto model = LanguageModel<T>::make(shape);
  model->initialize(3, T(0));
  return model;
}

/// A trainer that computes the shards before `own`, and beside it another model that computes the others.
struct Team {
  std::vector<Id> text = random_ids(64 * 12 + 1, 11, 1);
  std::unique_ptr<LanguageModel<float>> leading = made<float>(), helping = made<float>();
  Trainer<float> trainer{*leading, text, {}, options};
  TextWork<float> helper{*helping, text, options.text()};
  Index own;

  explicit Team(Index own_shards) : own(own_shards) {}

  void help(Index k) {
    std::ranges::copy(leading->parameters().all(), helping->parameters().all().begin());
    helping->changed();
    helper.begin(k, {trainer.step(), trainer.counters().window}, trainer.state(k));
    while (!helper.advance()) continue;
  }
  void contribute(Index k) {
    help(k);
    std::vector<float> after(helper.state_size());
    helper.read_state(after);
    trainer.contribute(helper.gradients(), helper.loss_sum(), after);
  }
  double step() {
    trainer.share_out(own);
    for (;;) {
      if (const Index k = trainer.awaited(); k >= 0) contribute(k);
      else if (trainer.advance() == Finished::step) return trainer.loss();
    }
  }
};

}  // namespace

TEST_CASE("A batch is cut into equal shards, as many as leave each enough to do", "[training]") {
  for (Index B = 1; B <= 512; ++B) CHECK(B % shard_count(B) == 0);
  CHECK(shard_count(1) == 1);
  CHECK(shard_count(7) == 1);
  CHECK(shard_count(8) == 2);
  CHECK(shard_count(9) == 1);
  CHECK(shard_count(32) == 2);
  CHECK(shard_count(64) == 4);
  CHECK(shard_count(128) == 8);
  CHECK(shard_count(512) == 8);
}

TEST_CASE("Whoever computes the shards, the bits are the same", "[training]") {
  Team alone(4);
  std::vector<double> expected;
  for (int k = 0; k < 30; ++k) expected.push_back(alone.step());
  for (const Index own : {1, 2, 3}) {
    INFO("shards of its own: " << own);
    Team team(own);
    for (const double loss : expected) CHECK(same_bits(team.step(), loss));
    CHECK(same_bits(team.leading->parameters().all(), alone.leading->parameters().all()));
    CHECK(same_bits(team.trainer.arrays().back().second, alone.trainer.arrays().back().second));
  }
}

TEST_CASE("What was shared out and is reclaimed is computed by the trainer, to the same bits", "[training]") {
  Team alone(4), team(2);
  for (int k = 0; k < 12; ++k) {
    team.trainer.share_out(1);
    while (team.trainer.awaited() < 0) team.trainer.advance();
    if (k % 3 == 1) team.contribute(1);
    if (k % 3 == 2) team.trainer.finish_step();
    else team.trainer.reclaim();
    while (!team.trainer.between_steps()) team.trainer.advance();
    CHECK(same_bits(alone.step(), team.trainer.loss()));
  }
}

TEST_CASE("The gradients of the shards add up to that of the batch", "[training]") {
  const auto text = random_ids(64 * 12 + 1, 11, 1);
  auto model = made<double>();
  TextWork<double> work(*model, text, {.batch = {4, 64}});
  const std::vector<double> zero(work.state_size());
  std::vector<double> sum(model->parameters().size());
  double nats = 0;
  for (Index k = 0; k < shard_count(64); ++k) {
    work.begin(k, {}, zero);
    while (!work.advance()) continue;
    nats += work.loss_sum();
    for (size_t j = 0; j < sum.size(); ++j) sum[j] += work.gradients()[j];
  }
  auto whole = model->pass({4, 64}, Purpose::train);
  BatchStreams(text, 64, 4).read(0, 0, whole->inputs(), whole->targets());
  whole->reset(), whole->begin(), whole->forward(0);
  CHECK(std::abs(whole->score(0) - nats) < 1e-10);
  whole->backward(0);
  for (size_t j = 0; j < sum.size(); ++j) CHECK(std::abs(sum[j] - whole->gradients().all()[j]) < 1e-15);
}

TEST_CASE("Divergence is described alike, whoever computed the shard where it began", "[training]") {
  std::vector<std::map<std::string, std::string>> described;
  for (const Index own : {4, 2, 1}) {
    Team team(own);
    for (int k = 0; k < 2; ++k) team.step();  // the third window of three reads its state
    // Only the last shard reads this state.
    team.trainer.state(3)[5] = NAN;
    try {
      team.step();
      FAIL("the step went well");
    } catch (const Error& error) {
      described.push_back(error.details);
      CHECK(team.trainer.step() == 0);
      CHECK(team.trainer.between_steps());
    }
  }
  CHECK(described[0] == described[1]);
  CHECK(described[0] == described[2]);
}

TEST_CASE("A step tells what was read beside the truth, whoever computed the shard", "[training]") {
  const auto text = random_ids(64 * 12 + 1, 11, 1);
  auto model = made<float>();
  const TextOptions feeding{.batch = {4, 64}, .between = Between::carried, .truncation = {},
                            .feeding = {.kind = FeedingKind::constant, .k = 0.3}, .seed = 9};
  TextWork<float> one(*model, text, feeding), other(*model, text, feeding);
  const std::vector<float> zero(one.state_size());
  for (Index k = 0; k < 4; ++k) {
    one.begin(k, {5, 1}, zero);
    while (!one.advance()) continue;
  }
  other.begin(2, {5, 1}, zero);
  while (!other.advance()) continue;
  CHECK(same_bits(std::span<const float>(other.record(2)), std::span<const float>(one.record(2))));

  const Index B = 16;
  double own = 0;
  for (Index k = 0; k < 4; ++k) {
    std::vector<Id> inputs(4 * B), targets(4 * B);
    BatchStreams(text, 64, 4).read(1, k * B, inputs, targets);
    const auto record = one.record(k);
    REQUIRE(record.size() == size_t(2 * 4 * B));
    for (Index j = 0; j < 4 * B; ++j) {
      CHECK(record[4 * B + j] == float(inputs[j]));
      if (j < B || record[j] >= 0) CHECK(record[j] == float(inputs[j]));
      else CHECK(-1 - record[j] < 11);
      own += record[j] < 0;
    }
  }
  // 3 · 64 coins that fall so with probability 0.7.
  CHECK(std::abs(own / (3 * 64) - 0.7) < 0.12);
}

TEST_CASE("Where only the truth is read there is nothing to tell", "[training]") {
  const auto text = random_ids(64 * 12 + 1, 11, 1);
  auto model = made<float>();
  CHECK(TextWork<float>(*model, text, options.text()).record(0).empty());
}

namespace {

/// Gradients and losses of one shard of B = 3 streams in double, whose state before the window is `state`.
struct Shard {
  std::vector<Id> text = random_ids(3 * 24 + 1, 11, 1);
  std::unique_ptr<LanguageModel<double>> model = made<double>();
  std::vector<double> state;

  /// Of window 1.
  std::pair<std::vector<double>, double> step(const TextOptions& o) {
    TextWork<double> work(*model, text, o);
    state.assign(work.state_size(), 0.25);
    work.begin(0, {4, 1}, state);
    while (!work.advance()) continue;
    return {{work.gradients().begin(), work.gradients().end()}, work.loss_sum()};
  }
  /// The same, by hand; `steps` a chunk.
  std::unique_ptr<Pass<double>> pass(double before, Index steps = 0) {
    auto p = model->pass({8, 3}, Purpose::train, steps);
    BatchStreams(text, 3, 8).read(1, 0, p->inputs(), p->targets());
    for (auto& [name, m] : p->state()) m.setConstant(before);
    p->begin();
    return p;
  }
  static std::pair<std::vector<double>, double> finish(Pass<double>& p, double sum) {
    for (Index k = p.chunks(); k-- > 0;) p.backward(k);
    return {{p.gradients().all().begin(), p.gradients().all().end()}, sum};
  }
  std::pair<std::vector<double>, double> by_hand(double before, const std::vector<double>& flow = {}) {
    auto p = pass(before);
    p->flow() = flow;
    p->forward(0);
    const double sum = p->score(0);
    return finish(*p, sum);
  }
};

}  // namespace

TEST_CASE("A window begins with the state that was carried, or with zero", "[training]") {
  Shard shard;
  CHECK(shard.step({.batch = {8, 3}}) == shard.by_hand(0.25));
  CHECK(shard.step({.batch = {8, 3}, .between = Between::zero}) == shard.by_hand(0));
  CHECK(shard.by_hand(0).second != shard.by_hand(0.25).second);
}

TEST_CASE("Truncation holds within the windows of a text, random truncation with other cuts at every step", "[training]") {
  Shard shard;
  const TextOptions regular{.batch = {8, 3}, .truncation = {TruncationKind::steps, 3}};
  CHECK(shard.step(regular) == shard.by_hand(0.25, {1, 1, 1, 0, 1, 1, 0, 1}));
  CHECK(shard.by_hand(0.25, {1, 1, 1, 0, 1, 1, 0, 1}).first != shard.by_hand(0.25).first);

  const TextOptions random{.batch = {8, 3}, .truncation = {TruncationKind::random, 2}};
  TextWork<double> work(*shard.model, shard.text, random);
  std::vector<std::vector<double>> all;
  for (const std::uint64_t step : {1, 2, 1}) {
    work.begin(0, {step, 0}, std::vector<double>(work.state_size()));
    while (!work.advance()) continue;
    all.emplace_back(work.gradients().begin(), work.gradients().end());
  }
  CHECK(all[0] != all[1]);
  CHECK(all[0] == all[2]);
}

TEST_CASE("With the truth at every coin, scheduled sampling is teacher forcing", "[training]") {
  Shard shard;
  const auto fed = shard.step({.batch = {8, 3}, .feeding = {.kind = FeedingKind::constant, .k = 1}});
  const auto taught = shard.by_hand(0.25);
  CHECK(std::abs(fed.second - taught.second) < 1e-12);
  for (size_t k = 0; k < fed.first.size(); ++k) CHECK(std::abs(fed.first[k] - taught.first[k]) < 1e-14);
}

TEST_CASE("With its own token at every coin, a model reads what it finds most probable", "[training]") {
  Shard shard;
  const auto fed = shard.step({.batch = {8, 3}, .feeding = {.kind = FeedingKind::constant, .k = 0, .own = OwnToken::best}});
  auto p = shard.pass(0.25, 1);
  double sum = 0;
  for (Index t = 0; t < 8; ++t) {
    p->forward(t);
    for (Index b = 0; b < 3 && t < 7; ++b) {
      Index best = 0;
      p->logits().row(b).maxCoeff(&best);
      p->inputs()[(t + 1) * 3 + b] = static_cast<Id>(best);
    }
    sum += p->score(t);
  }
  CHECK(fed == Shard::finish(*p, sum));
  CHECK(std::abs(sum - shard.by_hand(0.25).second) > 1e-3);
}

TEST_CASE("Scheduled sampling goes on in another trainer to the same bits", "[training]") {
  TrainerOptions sampling = options;
  sampling.feeding = {.kind = FeedingKind::inverse_sigmoid, .k = 5}, sampling.truncation = {TruncationKind::random, 2};
  const auto text = random_ids(64 * 12 + 1, 11, 1);
  auto whole = made<float>(), moved = made<float>();
  Trainer<float> first(*whole, text, {}, sampling), second(*moved, text, {}, sampling);
  const auto train = [](Trainer<float>& trainer, std::uint64_t steps) {
    while (trainer.step() < steps) trainer.advance();
  };
  train(first, 7);
  auto from = first.arrays(), to = second.arrays();
  for (size_t k = 0; k < from.size(); ++k) std::ranges::copy(from[k].second, to[k].second.begin());
  second.resume(first.counters());
  train(first, 15), train(second, 15);
  CHECK(same_bits(first.loss(), second.loss()));
  CHECK(same_bits(whole->parameters().all(), moved->parameters().all()));
}
