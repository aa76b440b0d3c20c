#include "math/softmax.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "support/compare.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

TEST_CASE("Softmax agrees with its definition for every V", "[math]") {
  Random random(1, 1);
  for (Index V = 1; V <= 70; ++V) {
    std::vector<double> z(V), p;
    fill(std::span<double>(z), random, 8);
    double sum = 0;
    for (const double x : z) sum += std::exp(x);
    const Index target = V / 2;
    p = z;
    const double nats = softmax_row(p.data(), V, target);
    INFO("V " << V);
    for (Index v = 0; v < V; ++v) REQUIRE(relative_error(p[v], std::exp(z[v]) / sum, 1e-300) < 1e-14);
    CHECK(relative_error(nats, std::log(sum) - z[target], 1e-3) < 1e-12);
  }
}

TEST_CASE("Probabilities sum to one and the loss is minus the logarithm of the target's", "[math]") {
  Random random(2, 1);
  for (const Index V : {2, 3, 4, 5, 65, 67, 4096}) {
    std::vector<float> z(V);
    fill(std::span<float>(z), random, 5);
    const float nats = softmax_row(z.data(), V, V - 1);
    double sum = 0;
    for (const float p : z) sum += static_cast<double>(p);
    INFO("V " << V);
    CHECK(std::abs(sum - 1) < 1e-6);
    CHECK(std::abs(static_cast<double>(nats) + std::log(static_cast<double>(z[V - 1]))) < 1e-5);
  }
}

TEST_CASE("A single element has probability one", "[math]") {
  for (const float z : {0.0f, -1000.0f, 3e38f, -3e38f}) {
    float p = z;
    CHECK(softmax_row(&p, 1, 0) == 0);
    CHECK(p == 1);
  }
}

TEST_CASE("Huge logits neither overflow nor lose the loss", "[math]") {
  std::vector<float> z{1e30f, -1e30f, 0, 5, 1e30f};
  CHECK(softmax_row(z.data(), 5, 1) == 2e30f);
  CHECK(z[0] == 0.5f);
  CHECK(z[4] == 0.5f);
  CHECK(z[1] < 1e-37f);
  std::vector<float> far{-3e38f, 3e38f, 0};
  CHECK(softmax_row(far.data(), 3, 1) == 0);
  CHECK(far[1] == 1);
}

TEST_CASE("Shifting all logits by a power of two changes nothing", "[math]") {
  std::vector<float> z{0.5f, -1, 2, 3.25f, 0}, shifted;
  for (const float x : z) shifted.push_back(x + 64);
  CHECK(softmax_row(z.data(), 5, 2) == softmax_row(shifted.data(), 5, 2));
  CHECK(same_bits(z, shifted));
}

TEST_CASE("A NaN or an infinite logit shows in the loss", "[math]") {
  for (const float bad : {NAN, INFINITY}) {
    std::vector<float> z{1, bad, 2, 3, 4, 5};
    CHECK(std::isnan(softmax_row(z.data(), 6, 0)));
  }
}
