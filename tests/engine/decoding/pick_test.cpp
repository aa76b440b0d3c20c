#include "decoding/pick.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <set>

#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

std::vector<Id> draws(const std::vector<float>& logits, const PickOptions& options, std::uint64_t seed, int n) {
  Picker<float> picker(options, seed);
  std::vector<Id> all;
  for (int k = 0; k < n; ++k) all.push_back(picker.pick(logits));
  return all;
}

std::vector<double> softmax(const std::vector<float>& z, double temperature) {
  std::vector<double> p(z.size());
  double sum = 0;
  for (std::size_t v = 1; v < z.size(); ++v) sum += p[v] = std::exp(static_cast<double>(z[v]) / temperature);
  for (double& x : p) x /= sum;
  return p;
}

const std::vector<float> logits{9, 1, -0.5f, 2, 0.25f, 1.5f, -1};  // the unknown character would be by far the likeliest
constexpr int many = 20000;

/// Σ (observed − expected)²/expected over the ids that may occur.
double chi_square(const std::vector<Id>& ids, const std::vector<double>& p) {
  std::vector<double> counts(p.size());
  for (const Id id : ids) ++counts[id];
  double sum = 0;
  for (std::size_t v = 0; v < p.size(); ++v) {
    const double expected = p[v] * static_cast<double>(ids.size());
    if (expected == 0) CHECK(counts[v] == 0);
    else sum += (counts[v] - expected) * (counts[v] - expected) / expected;
  }
  return sum;
}

}  // namespace

TEST_CASE("Temperature zero takes the most probable character", "[decoding]") {
  for (const Id id : draws(logits, {.temperature = 0}, 1, 10)) CHECK(id == 3);
}

TEST_CASE("The first of equals is taken", "[decoding]") {
  CHECK(draws({5, 1, 2, 2, 2}, {.temperature = 0}, 1, 1)[0] == 2);
  CHECK(draws({5, 1, 2, 2, 2}, {.temperature = 1, .top_k = 1}, 1, 1)[0] == 2);
}

TEST_CASE("Top-k of one and a tiny top-p are greedy", "[decoding]") {
  for (const PickOptions& o : {PickOptions{.temperature = 1, .top_k = 1}, {.temperature = 10, .top_k = 1},
                               {.temperature = 1, .top_p = 0.01}, {.temperature = 1e-6}})
    for (const Id id : draws(logits, o, 2, 200)) REQUIRE(id == 3);
}

TEST_CASE("The unknown character is never drawn", "[decoding]") {
  for (const PickOptions& o : {PickOptions{.temperature = 0}, {.temperature = 10}, {.temperature = 1, .top_k = 3},
                               {.temperature = 1, .top_p = 0.9}})
    for (const Id id : draws(logits, o, 3, 500)) REQUIRE(id != unknown_id);
}

TEST_CASE("What is banned is never drawn, and the others keep their proportions", "[decoding]") {
  CHECK(draws(logits, {.temperature = 0, .banned = {3}}, 1, 1)[0] == 5);
  CHECK(draws({5, 9, 2, 3}, {.temperature = 0, .banned = {1, 3}}, 1, 1)[0] == 2);
  auto p = softmax(logits, 1);
  p[1] = p[3] = 0;
  double left = 0;
  for (const double x : p) left += x;
  for (double& x : p) x /= left;
  CHECK(chi_square(draws(logits, {.temperature = 1, .banned = {1, 3}}, 4, many), p) < 16.3);
  for (const Id id : draws(logits, {.temperature = 1, .top_k = 1, .banned = {3}}, 4, 50)) CHECK(id == 5);
}

TEST_CASE("Draws follow the softmax at every temperature", "[decoding]") {
  for (const double temperature : {0.5, 1.0, 2.0}) {
    const double x = chi_square(draws(logits, {.temperature = temperature}, 4, many), softmax(logits, temperature));
    INFO("temperature " << temperature);
    CHECK(x < 20.5);  // 5 degrees of freedom: exceeded once in a thousand seeds
  }
}

TEST_CASE("Top-k keeps the k most probable in their proportions", "[decoding]") {
  auto p = softmax(logits, 1);
  p[2] = p[4] = p[6] = 0;
  const double kept = p[1] + p[3] + p[5];
  for (double& x : p) x /= kept;
  CHECK(chi_square(draws(logits, {.temperature = 1, .top_k = 3}, 5, many), p) < 13.8);
}

TEST_CASE("Top-p keeps the fewest whose probabilities reach p", "[decoding]") {
  const auto p = softmax(logits, 1);  // in order: 3, 5, 1, 4, 2, 6
  auto kept = [&](double top_p) {
    const auto all = draws(logits, {.temperature = 1, .top_p = top_p}, 6, 5000);
    return std::set<Id>(all.begin(), all.end());
  };
  CHECK(kept(p[3] - 1e-6) == std::set<Id>{3});
  CHECK(kept(p[3] + 1e-6) == std::set<Id>{3, 5});
  CHECK(kept(p[3] + p[5] + 1e-6) == std::set<Id>{1, 3, 5});
  CHECK(kept(1) == std::set<Id>{1, 2, 3, 4, 5, 6});
}

TEST_CASE("More than there are may be asked for", "[decoding]") {
  const PickOptions plain{.temperature = 1}, all{.temperature = 1, .top_k = 8192};
  CHECK(chi_square(draws(logits, all, 7, many), softmax(logits, 1)) < 20.5);
  CHECK(draws({1, 2}, plain, 7, 3) == std::vector<Id>{1, 1, 1});
}

TEST_CASE("The same seed draws the same characters", "[decoding]") {
  const PickOptions o{.temperature = 1};
  CHECK(draws(logits, o, 8, 100) == draws(logits, o, 8, 100));
  CHECK(draws(logits, o, 8, 100) != draws(logits, o, 9, 100));
}

TEST_CASE("Logits that are no numbers still give a character", "[decoding]") {
  const std::vector<float> bad(5, NAN), infinite{0, INFINITY, 1, -INFINITY, 2};
  for (const auto& z : {bad, infinite})
    for (const Id id : draws(z, {.temperature = 1, .top_k = 2, .top_p = 0.5}, 1, 20)) CHECK((id >= 1 && id < 5));
}
