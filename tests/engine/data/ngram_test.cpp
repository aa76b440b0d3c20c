#include "data/ngram.h"

#include <cmath>
#include <map>

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include "support/fill.h"

using namespace unrolled;
using Catch::Approx;

namespace {

void finish(NgramBaselines& baselines) {
  while (!baselines.advance()) {
  }
}

/// A text in which what follows depends on what stands before.
std::vector<Id> text(Index count, Id V, std::uint64_t seed) {
  auto ids = tests::random_ids(count, V, seed);
  for (size_t k = 2; k < ids.size(); ++k)
    if (ids[k] % 3) ids[k] = (2 * ids[k - 1] + ids[k - 2]) % V;
  return ids;
}

/// The equations as they stand in the book, over counts of strings of ids.
struct BruteForce {
  std::map<std::vector<Id>, double> n, followed;
  double total, m;
  NgramBaselines::Epsilon epsilon;

  BruteForce(const std::vector<Id>& train, Id V, const NgramBaselines::Epsilon& e)
      : total(static_cast<double>(train.size())), m(V), epsilon(e) {
    for (size_t length = 1; length <= 3; ++length) {
      for (size_t k = 0; k + length <= train.size(); ++k) {
        const std::vector<Id> gram(train.begin() + static_cast<Index>(k), train.begin() + static_cast<Index>(k + length));
        n[gram] += 1;
        if (k + length < train.size()) followed[gram] += 1;
      }
    }
  }
  double count(const std::vector<Id>& gram) const { return n.contains(gram) ? n.at(gram) : 0; }
  double before(const std::vector<Id>& gram) const { return followed.contains(gram) ? followed.at(gram) : 0; }
  double one(Id x) const { return (count({x}) + epsilon[0] / m) / (total + epsilon[0]); }
  double two(Id x, Id y) const { return (count({x, y}) + epsilon[1] * one(y)) / (before({x}) + epsilon[1]); }
  double three(Id x, Id y, Id z) const { return (count({x, y, z}) + epsilon[2] * one(z)) / (before({x, y}) + epsilon[2]); }
};

}  // namespace

TEST_CASE("A case small enough to count by hand", "[data]") {
  // a b a b c, then b a b; V = 4 with <unk>. ε = 1, 1, 2.
  const std::vector<Id> train = {1, 2, 1, 2, 3}, other = {2, 1, 2};
  NgramBaselines baselines(train, other, 4, {1, 1, 2});
  finish(baselines);
  const double a = (2 + 0.25) / 6, b = (2 + 0.25) / 6;
  const double a_after_b = (1 + a) / 3, b_after_a = (2 + b) / 3;  // b is followed twice, by a once; a twice, by b twice
  const double b_after_ba = (1 + 2 * b) / (1 + 2);                 // b a comes once, and b follows
  const auto nats = baselines.nats();
  CHECK(baselines.predicted() == 2);
  CHECK(nats[0] == Approx(std::log(4)));
  CHECK(nats[1] == Approx(-(std::log(a) + std::log(b)) / 2));
  CHECK(nats[2] == Approx(-(std::log(a_after_b) + std::log(b_after_a)) / 2));
  CHECK(nats[3] == Approx(-(std::log(a_after_b) + std::log(b_after_ba)) / 2));
}

TEST_CASE("The baselines agree with a brute-force count", "[data]") {
  for (const NgramBaselines::Epsilon epsilon : {NgramBaselines::Epsilon{1, 1, 1}, {0.1, 5, 20}}) {
    const auto train = text(20000, 23, 1), other = text(9000, 23, 2);
    NgramBaselines baselines(train, other, 23, epsilon);
    finish(baselines);
    const BruteForce brute(train, 23, epsilon);
    double sums[3] = {0, 0, 0};
    for (size_t k = 1; k < other.size(); ++k) {
      sums[0] -= std::log(brute.one(other[k]));
      const double two = brute.two(other[k - 1], other[k]);
      sums[1] -= std::log(two);
      sums[2] -= std::log(k < 2 ? two : brute.three(other[k - 2], other[k - 1], other[k]));
    }
    const auto nats = baselines.nats();
    for (size_t k = 0; k < 3; ++k) CHECK(nats[k + 1] == Approx(sums[k] / 8999).epsilon(1e-12));
    CHECK(nats[3] < nats[2]);
    CHECK(nats[2] < nats[1]);
    CHECK(nats[1] < nats[0]);
  }
}

TEST_CASE("Probabilities of all that could follow sum to 1, at the training text's end too", "[data]") {
  const Id V = 5;
  const auto train = text(300, V, 3);
  std::vector<Id> everything;
  for (Id x = 0; x < V; ++x)
    for (Id y = 0; y < V; ++y)
      for (Id z = 0; z < V; ++z) everything.insert(everything.end(), {x, y, z});
  NgramBaselines baselines(train, everything, V, {0.5, 2, 3});
  finish(baselines);
  for (Id x = 0; x < V; ++x) {
    for (Id y = 0; y < V; ++y) {
      std::array<double, NgramBaselines::orders> sums{};
      for (Id z = 0; z < V; ++z) {
        const auto p = baselines.probabilities(std::vector<Id>{x, y, z}, 2);
        for (size_t k = 0; k < sums.size(); ++k) sums[k] += p[k];
      }
      for (const double sum : sums) CHECK(sum == Approx(1).epsilon(1e-12));
    }
  }
}

TEST_CASE("Ids that training never had are improbable, not impossible", "[data]") {
  const std::vector<Id> train = {1, 1, 1, 1}, other = {2, 3, 2, 3};
  NgramBaselines baselines(train, other, 4, {1, 1, 1});
  finish(baselines);
  for (const double nats : baselines.nats()) CHECK((std::isfinite(nats) && nats > 1));
}
