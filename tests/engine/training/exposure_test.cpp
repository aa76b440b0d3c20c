#include "training/exposure.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "math/error.h"
#include "models/language_model.h"
#include "support/compare.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

constexpr Index V = 7, T = 9, B = 3;

std::unique_ptr<LanguageModel<double>> made() {
  auto model = LanguageModel<double>::make({.V = V, .H = 5, .L = 2});
  model->initialize(3, 0);
  for (double& w : model->parameters().all()) w *= 3;  // else it is sure of nothing
  model->changed();
  return model;
}

struct Read {
  std::vector<double> forced, free;
};

Read read(LanguageModel<double>& model, std::span<const Id> text, OwnToken own, std::uint64_t seed = 1) {
  Exposure<double> exposure(model, text, {T, B}, own, seed);
  int pieces = 1;
  while (!exposure.advance()) ++pieces;
  CHECK(pieces == 2 * T);
  const auto copy = [](std::span<const double> v) { return std::vector<double>(v.begin(), v.end()); };
  return {copy(exposure.teacher_forced()), copy(exposure.free_running())};
}

/// ln p of every id after what was read, one step after the other.
std::vector<double> log_probabilities(LanguageModel<double>& model, const std::vector<Id>& ids) {
  auto pass = model.pass({static_cast<Index>(ids.size()), 1}, Purpose::read, static_cast<Index>(ids.size()));
  std::ranges::copy(ids, pass->inputs().begin());
  pass->reset(), pass->begin(), pass->forward(0), pass->score(0);
  const auto p = rows(pass->logits(), static_cast<Index>(ids.size()) - 1, static_cast<Index>(ids.size()));
  std::vector<double> all;
  for (Index v = 0; v < V; ++v) all.push_back(std::log(p.data()[v]));
  return all;
}

}  // namespace

TEST_CASE("Both losses by position are those of reading each excerpt alone, after the truth and after the likeliest ids", "[training]") {
  auto model = made();
  const auto text = random_ids(60, V, 4);
  const Read found = read(*model, text, OwnToken::best);
  std::vector<double> forced(T), free(T);
  for (const size_t start : {size_t{0}, size_t{25}, size_t{50}}) {
    std::vector<Id> truth{text[start]}, own{text[start]};
    for (Index t = 0; t < T; ++t) {
      const auto next = start + static_cast<size_t>(t) + 1;
      const auto after_own = log_probabilities(*model, own);
      forced[t] -= log_probabilities(*model, truth)[text[next]] / B;
      free[t] -= after_own[text[next]] / B;
      truth.push_back(text[next]);
      own.push_back(static_cast<Id>(std::ranges::max_element(after_own) - after_own.begin()));
    }
  }
  bool differ = false;
  for (Index t = 0; t < T; ++t) {
    CHECK(std::abs(found.forced[t] - forced[t]) < 1e-9);
    CHECK(std::abs(found.free[t] - free[t]) < 1e-9);
    differ |= std::abs(free[t] - forced[t]) > 1e-3;
  }
  CHECK(same_bits(found.forced[0], found.free[0]));
  CHECK(differ);
}

TEST_CASE("What a model reads of its own by chance depends on the seed, what it reads of the truth does not", "[training]") {
  auto model = made();
  const auto text = random_ids(60, V, 4);
  const Read one = read(*model, text, OwnToken::sampled), same = read(*model, text, OwnToken::sampled),
             other = read(*model, text, OwnToken::sampled, 2);
  CHECK(one.free == same.free);
  CHECK(one.free != other.free);
  CHECK(one.forced == other.forced);
}

TEST_CASE("A model that knows nothing has no exposure gap", "[training]") {
  auto model = LanguageModel<double>::make({.V = V, .H = 5});
  const Read found = read(*model, random_ids(60, V, 4), OwnToken::sampled);
  for (const auto& losses : {found.forced, found.free})
    for (const double nats : losses) CHECK(std::abs(nats - std::log(double(V))) < 1e-12);
}

TEST_CASE("A text of one excerpt is enough, and a shorter one is refused", "[training]") {
  auto model = made();
  CHECK(read(*model, random_ids(T + 1, V, 4), OwnToken::best).forced.size() == T);
  const auto text = random_ids(T, V, 4);
  try {
    Exposure<double>(*model, text, {T, B}, OwnToken::best, 1);
    FAIL("it was taken");
  } catch (const Error& error) {
    CHECK(error.code == "text-too-short");
    CHECK(error.details.at("needed") == std::to_string(T + 1));
  }
}
