#include "training/example_work.h"

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "models/encoder_decoder.h"
#include "models/reader.h"
#include "support/allocations.h"
#include "support/compare.h"
#include "support/example_gradients.h"
#include "training/trainer.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

std::vector<Encoded> to_read(std::uint64_t count) {
  std::vector<Encoded> all;
  for (std::uint64_t k = 0; k < count; ++k)
    all.push_back({.source = random_ids(static_cast<Index>(1 + k % 6), 5, k), .target = random_ids(static_cast<Index>(1 + k % 6), 4, 90 + k)});
  return all;
}

constexpr ReaderShape tagger{.stack = {.H = 4, .D = 2}, .V = 5, .O = 4, .readout = Readout::every};

/// A model that learns nothing, and remembers what it was shown.
class Witness final : public ExampleModel<double> {
 public:
  Arena<double>& parameters() override { return none; }
  CellKind cell() const override { return CellKind::rnn; }
  std::unique_ptr<ExamplePass<double>> pass(const ExampleSpan&, Purpose) override { return std::make_unique<Shown>(*this); }
  std::unique_ptr<ExampleModel<double>> copy() override { return nullptr; }
  void initialize(const InitialWeights&) override {}

  std::vector<const Encoded*> seen;
  Arena<double> none{0};

 private:
  struct Shown final : ExamplePass<double> {
    explicit Shown(Witness& w) : witness(w) {}
    void set(std::span<const Encoded* const> some) override { witness.seen.insert(witness.seen.end(), some.begin(), some.end()); }
    Index count(const Encoded& e) const override { return static_cast<Index>(e.target.size()); }
    void begin(std::uint64_t) override {}
    void forward() override {}
    double score() override { return 0; }
    void backward() override {}
    Arena<double>& gradients() override { return witness.none; }
    std::vector<std::vector<NamedView<double>>> activations() const override { return {}; }
    Matrix<double> outputs() override { return {nullptr, 0, 0}; }
    Witness& witness;
  };
};

/// The examples of steps [first, last), in the order in which the shards read them.
std::vector<const Encoded*> read(ExampleWork<double>& work, Witness& witness, std::uint64_t first, std::uint64_t last) {
  witness.seen.clear();
  const auto windows = static_cast<std::uint64_t>(work.windows());
  for (std::uint64_t step = first; step < last; ++step)
    for (Index k = 0; k < work.shards(); ++k) {
      work.begin(k, {step, static_cast<Index>(step % windows)}, {});
      while (!work.advance()) continue;
    }
  return witness.seen;
}

std::set<const Encoded*> set_of(const std::vector<const Encoded*>& all) { return {all.begin(), all.end()}; }

}  // namespace

TEST_CASE("Every example is read once an epoch, and in another order in the next", "[training]") {
  const auto all = to_read(24);
  Witness witness;
  ExampleWork<double> work(witness, all, {.batch = 8, .longest = {6, 6}, .seed = 5});
  REQUIRE(work.windows() == 3);
  const auto first = read(work, witness, 0, 3), second = read(work, witness, 3, 6);
  CHECK(first.size() == 24);
  CHECK(set_of(first).size() == 24);
  CHECK(set_of(second).size() == 24);
  CHECK(first != second);
  CHECK(first != pointers(all));
  CHECK(read(work, witness, 0, 3) == first);  // a function of the seed and the epoch, not of what came before
  ExampleWork<double> other(witness, all, {.batch = 8, .longest = {6, 6}, .seed = 6});
  CHECK(read(other, witness, 0, 3) != first);
}

TEST_CASE("Examples that fill no batch wait for another epoch", "[training]") {
  const auto all = to_read(7);
  Witness witness;
  ExampleWork<double> work(witness, all, {.batch = 3, .longest = {6, 6}});
  REQUIRE(work.windows() == 2);
  CHECK(set_of(read(work, witness, 0, 2)).size() == 6);
  CHECK(set_of(read(work, witness, 0, 40)).size() == 7);
}

TEST_CASE("Every order of a few examples comes up as often as any other", "[training]") {
  const auto all = to_read(3);
  Witness witness;
  std::map<std::vector<const Encoded*>, int> counts;
  ExampleWork<double> work(witness, all, {.batch = 3, .longest = {6, 6}});
  for (std::uint64_t epoch = 0; epoch < 1200; ++epoch) ++counts[read(work, witness, epoch, epoch + 1)];
  REQUIRE(counts.size() == 6);
  double square = 0;
  for (const auto& [order, count] : counts) square += (count - 200.0) * (count - 200.0) / 200;
  CHECK(square < 20.5);  // χ² of 5 degrees of freedom: one in a thousand is larger
}

TEST_CASE("Losses and gradients of the shards add up to those of the batch", "[training]") {
  const auto all = to_read(16);
  Reader<double> model(tagger);
  model.initialize({.seed = 3});
  ExampleWork<double> work(model, all, {.batch = 16, .longest = {6, 6}});
  REQUIRE(work.shards() == 2);
  std::vector<double> sum(model.parameters().size());
  double nats = 0;
  for (Index k = 0; k < 2; ++k) {
    work.begin(k, {}, {});
    while (!work.advance()) continue;
    nats += work.loss_sum();
    for (size_t j = 0; j < sum.size(); ++j) sum[j] += work.gradients()[j];
  }
  auto whole = model.pass({6, 6, 16}, Purpose::train);
  whole->set(pointers(all));
  whole->average_over(whole->predictions());
  CHECK(work.predictions() == static_cast<double>(whole->predictions()));
  CHECK(std::abs(mean_loss(model, *whole) * work.predictions() - nats) < 1e-12);
  whole->backward();
  for (size_t j = 0; j < sum.size(); ++j) CHECK(std::abs(sum[j] - whole->gradients().all()[j]) < 1e-15);
}

TEST_CASE("Before the first step as many predictions are expected as examples have on average", "[training]") {
  const auto all = to_read(6);  // 1 + 2 + … + 6
  Reader<double> model(tagger);
  CHECK(ExampleWork<double>(model, all, {.batch = 2, .longest = {6, 6}}).predictions() == 7);
}

namespace {

/// A decoder with everything that throws coins: dropout, scheduled sampling, shuffled examples.
struct Run {
  static constexpr EncoderDecoderShape shape{.H = 6, .L = 2, .D = 2, .dropout = 0.3, .E = 3, .source_V = 5, .V = 6, .attention = AttentionKind::additive};
  std::vector<Encoded> examples = to_read(20), held_out = to_read(5);
  EncoderDecoder<float> model{shape};
  Trainer<float> trainer;

  explicit Run(std::uint64_t seed = 3)
      : trainer(started(model, seed),
                std::make_unique<ExampleWork<float>>(
                    model, examples,
                    ExampleOptions{8, {6, 7}, {.kind = FeedingKind::linear, .k = 1, .c = 0.03, .floor = 0.2}, 7}),
                std::make_unique<ExampleMeasurement<float>>(model, held_out, ExampleSpan{6, 7}),
                {.optimizer = {.rate = 0.02}}) {}

  static Model<float>& started(EncoderDecoder<float>& m, std::uint64_t seed) { return m.initialize({.seed = seed}), m; }
  std::vector<double> train(std::uint64_t steps) {
    std::vector<double> losses;
    while (losses.size() < steps)
      if (trainer.advance() == Finished::step) losses.push_back(trainer.loss());
    return losses;
  }
};

}  // namespace

TEST_CASE("Training on examples goes on in another trainer to the same bits", "[training]") {
  for (const std::uint64_t before : {1, 2, 7}) {  // an epoch has two steps
    Run whole, first, second(99);
    const auto expected = whole.train(before + 9);
    first.train(before);
    auto from = first.trainer.arrays(), to = second.trainer.arrays();
    for (size_t k = 0; k < from.size(); ++k) std::ranges::copy(from[k].second, to[k].second.begin());
    second.trainer.resume(first.trainer.counters());
    CHECK(same_bits(std::vector(expected.begin() + static_cast<std::ptrdiff_t>(before), expected.end()), second.train(9)));
    CHECK(same_bits(whole.model.parameters().all(), second.model.parameters().all()));
  }
}

TEST_CASE("A step on examples allocates nothing, nor does measuring", "[training]") {
  Run run;
  run.train(2);
  const auto before = allocations();
  int validated = 0;
  for (int steps = 0; steps < 20;) {
    const Finished f = run.trainer.advance();
    steps += f == Finished::step, validated += f == Finished::validation;
  }
  CHECK(allocations() == before);
  CHECK(validated > 0);
}

TEST_CASE("Training on examples makes the loss smaller", "[training]") {
  const auto all = to_read(16);
  Reader<float> model(tagger);
  model.initialize({.seed = 3});
  Trainer<float> trainer(model, std::make_unique<ExampleWork<float>>(model, all, ExampleOptions{8, {6, 6}}), nullptr,
                         {.optimizer = {.rate = 0.02}});
  std::vector<double> losses;
  while (losses.size() < 200)
    if (trainer.advance() == Finished::step) losses.push_back(trainer.loss());
  CHECK(losses.back() < 0.5 * losses.front());
}

TEST_CASE("Measured together or one by one, examples have the same mean loss", "[training]") {
  const auto all = to_read(70);  // more than are measured together
  Reader<double> model(tagger);
  model.initialize({.seed = 3});
  double sum = 0, predictions = 0;
  auto alone = model.pass({6, 6, 1}, Purpose::read);
  for (const Encoded& e : all) {
    alone->set(std::vector{&e});
    alone->begin(0), alone->forward();
    sum += alone->score(), predictions += static_cast<double>(alone->predictions());
  }
  ExampleMeasurement<double> measurement(model, all, {6, 6});
  CHECK(static_cast<double>(measurement.predictions()) == predictions);
  for (int twice = 0; twice < 2; ++twice) {
    measurement.restart();
    while (!measurement.advance()) continue;
    CHECK(std::abs(measurement.nats() - sum / predictions) < 1e-12);
  }
}
