#include "training/feeding.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "models/encoder_decoder.h"
#include "support/compare.h"
#include "support/example_gradients.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

constexpr FeedingKind constant = FeedingKind::constant, linear = FeedingKind::linear,
                      exponential = FeedingKind::exponential, inverse_sigmoid = FeedingKind::inverse_sigmoid;

constexpr Index T = 50, B = 40, V = 6;
constexpr Id best = 4, truth = 1;

/// A step of training whose logits are always the same, and whose true tokens as well.
struct Fed {
  Feeder<double> feeder;
  std::vector<Id> inputs = std::vector<Id>(T * B, truth);
  std::vector<double> logits = std::vector<double>(B * V);

  explicit Fed(const Feeding& feeding, std::uint64_t seed = 1, Index shard = 0, std::uint64_t step = 0)
      : feeder(feeding, {T, B}, seed) {
    for (Index b = 0; b < B; ++b)
      for (Index v = 0; v < V; ++v) logits[b * V + v] = v == best ? 1 : 0.3 * static_cast<double>(v % 3) - 0.5;
    feeder.begin(shard, {step, 0});
    for (Index t = 0; t + 1 < T; ++t)
      feeder.feed(t, Matrix<double>(logits.data(), B, V), std::span(inputs).subspan((t + 1) * B, B));
  }
  double share() const {
    double own = 0;
    for (Index k = B; k < T * B; ++k) own += feeder.coins()[k];
    return own / ((T - 1) * B);
  }
};

Id most_probable(const std::vector<double>& z, Index row, Index width) {
  const auto from = z.begin() + row * width;
  return static_cast<Id>(std::max_element(from, from + width) - from);
}

constexpr Feeding best_of(double k) { return {.kind = constant, .k = k, .own = OwnToken::best}; }

}  // namespace

TEST_CASE("The probability of the truth follows the schedules of Bengio et al.", "[training]") {
  for (const std::uint64_t i : {0, 1, 2, 7, 63, 100, 1000, 123456}) {
    const auto steps = static_cast<double>(i);
    CHECK(teacher_probability({}, i) == 1);
    CHECK(teacher_probability({.kind = constant, .k = 0.3}, i) == 0.3);
    CHECK(teacher_probability({.kind = linear, .k = 0.9, .c = 0.004, .floor = 0.1}, i) == std::max(0.1, 0.9 - 0.004 * steps));
    const auto close = [&](double got, double expected) { CHECK(std::abs(got - expected) < 1e-12 * std::max(expected, 1e-9)); };
    close(teacher_probability({.kind = exponential, .k = 0.99}, i), std::pow(0.99, steps));
    close(teacher_probability({.kind = exponential, .k = 0.99, .floor = 0.2}, i), std::max(0.2, std::pow(0.99, steps)));
    close(teacher_probability({.kind = inverse_sigmoid, .k = 40}, i), 40 / (40 + std::exp(steps / 40)));
    close(teacher_probability({.kind = inverse_sigmoid, .k = 40, .floor = 0.2}, i),
          std::max(0.2, 40 / (40 + std::exp(steps / 40))));
  }
  CHECK(teacher_probability({.kind = linear, .k = 2, .c = 0.1}, 5) == 1);  // a late start
}

TEST_CASE("However long training lasts, the probability stays one", "[training]") {
  for (const FeedingKind kind : {constant, linear, exponential, inverse_sigmoid})
    for (const std::uint64_t i : {std::uint64_t{1} << 20, std::uint64_t{1} << 40, ~std::uint64_t{0}}) {
      const double epsilon = teacher_probability({.kind = kind, .k = 1, .c = 1e-3}, i);
      CHECK(epsilon >= 0);
      CHECK(epsilon <= 1);
    }
}

TEST_CASE("Its own token is read with probability 1 − ε, and the coins say where", "[training]") {
  for (const double epsilon : {0.0, 0.25, 0.6, 1.0}) {
    const Fed fed(best_of(epsilon));
    CHECK(fed.feeder.probability() == epsilon);
    const double n = (T - 1) * B;
    CHECK(std::abs(fed.share() - (1 - epsilon)) <= 4 * std::sqrt(epsilon * (1 - epsilon) / n));
    for (Index k = 0; k < T * B; ++k) CHECK(fed.inputs[k] == (fed.feeder.coins()[k] ? best : truth));
    for (Index b = 0; b < B; ++b) CHECK(fed.feeder.coins()[b] == 0);
  }
}

TEST_CASE("The probability of a step is that after the steps before it", "[training]") {
  const Feeding feeding{.kind = linear, .k = 1, .c = 0.01};
  for (const std::uint64_t step : {0, 30, 70})
    CHECK(std::abs(1 - Fed(feeding, 1, 0, step).share() - (1 - 0.01 * static_cast<double>(step))) < 0.05);
}

TEST_CASE("The same seed, step and shard throw the same coins, others others", "[training]") {
  const Feeding half{.kind = constant, .k = 0.5};
  const Fed one(half, 1, 2, 3);
  CHECK(same_bits(one.feeder.coins(), Fed(half, 1, 2, 3).feeder.coins()));
  CHECK(one.inputs == Fed(half, 1, 2, 3).inputs);
  for (const Fed& other : {Fed(half, 2, 2, 3), Fed(half, 1, 1, 3), Fed(half, 1, 2, 4)})
    CHECK(!same_bits(one.feeder.coins(), other.feeder.coins()));
}

TEST_CASE("A coin for a whole sequence holds for all of its steps but the first", "[training]") {
  double own = 0;
  for (Index shard = 0; shard < 25; ++shard) {
    const Fed fed({.kind = constant, .k = 0.3, .per = CoinPer::sequence, .own = OwnToken::best}, 1, shard);
    for (Index b = 0; b < B; ++b) {
      const auto coin = fed.feeder.coins()[B + b];
      own += coin;
      for (Index t = 1; t < T; ++t) REQUIRE(fed.inputs[t * B + b] == (coin ? best : truth));
      for (Index t = 1; t < T; ++t) REQUIRE(fed.feeder.coins()[t * B + b] == coin);
    }
  }
  CHECK(std::abs(own / 1000 - 0.7) < 4 * std::sqrt(0.3 * 0.7 / 1000));
}

TEST_CASE("Tokens that are drawn follow the softmax", "[training]") {
  const Fed fed({.kind = constant, .k = 0});
  double total = 0, square = 0, counts[V] = {};
  for (Index v = 0; v < V; ++v) total += std::exp(fed.logits[v]);
  for (Index k = B; k < T * B; ++k) ++counts[fed.inputs[k]];
  for (Index v = 0; v < V; ++v) {
    const double expected = (T - 1) * B * std::exp(fed.logits[v]) / total;
    square += (counts[v] - expected) * (counts[v] - expected) / expected;
  }
  CHECK(square < 20.5);  // χ² of 5 degrees of freedom: one in a thousand is larger
}

TEST_CASE("A decoder reads what the coins say, and its losses change only where they fell before", "[training]") {
  const EncoderDecoderShape shape{.cell = CellKind::gru, .H = 6, .E = 3, .source_V = 5, .V = 9, .attention = AttentionKind::dot};
  constexpr Index steps = 7, streams = 4;
  EncoderDecoder<double> model(shape);
  model.initialize({.seed = 3});
  for (double& x : model.parameters().all()) x *= 4;  // so that it does not find the same most probable everywhere
  std::vector<Encoded> all;
  for (std::uint64_t b = 0; b < streams; ++b) all.push_back({.source = random_ids(5, 5, b), .target = random_ids(6, 7, 20 + b)});
  EncoderDecoderPass<double> taught(model, {5, steps, streams}, Purpose::read), fed(model, {5, steps, streams}, Purpose::read),
      again(model, {5, steps, streams}, Purpose::read);
  for (auto* pass : {&taught, &fed, &again}) pass->set(pointers(all)), pass->begin(0);
  Feeder<double> feeder(best_of(0.7), {steps, streams}, 1);
  feeder.begin(0, {});
  taught.forward(), fed.forward_fed(feeder);
  // Read once more, what was fed gives the same logits, and these the tokens that were fed.
  std::ranges::copy(fed.inputs(), again.inputs().begin());
  again.forward();
  CHECK(same_bits(again.outputs(), fed.outputs()));
  const std::vector<double> z(fed.outputs().data(), fed.outputs().data() + fed.outputs().size());
  taught.score(), fed.score();
  int own = 0, changed = 0;
  for (Index b = 0; b < streams; ++b) {
    bool fallen = false;
    for (Index t = 0; t < steps; ++t) {
      const Index k = t * streams + b;
      const bool coin = feeder.coins()[k];
      CHECK(fed.inputs()[k] == (coin ? most_probable(z, k - streams, shape.V) : taught.inputs()[k]));
      fallen |= coin && fed.inputs()[k] != taught.inputs()[k];
      if (!fallen) CHECK(fed.losses()[k] == taught.losses()[k]);
      own += coin, changed += fed.losses()[k] != taught.losses()[k];
    }
  }
  CHECK(own > 0);
  CHECK(changed > 0);
}

TEST_CASE("A decoder throws a coin before every step but the first, the last step's too", "[training]") {
  EncoderDecoder<double> model({.H = 4, .E = 3, .source_V = 5, .V = 9});
  model.initialize({.seed = 3});
  const std::vector<Encoded> all{{.source = {1, 2}, .target = {3, 4, 5, 6}}};
  EncoderDecoderPass<double> pass(model, {2, 5, 1}, Purpose::read);
  Feeder<double> feeder(best_of(0), {5, 1}, 1);
  pass.set(pointers(all)), pass.begin(0), feeder.begin(0, {});
  pass.forward_fed(feeder);
  CHECK(std::vector(feeder.coins().begin(), feeder.coins().end()) == std::vector<std::uint8_t>{0, 1, 1, 1, 1});
}
