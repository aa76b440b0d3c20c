#include "models/language_model.h"

#include <catch2/catch_test_macros.hpp>

#include "support/compare.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

std::vector<std::string> names(const LanguageModelShape& shape) {
  std::vector<std::string> all;
  const auto model = LanguageModel<float>::make(shape);
  for (const auto& e : model->parameters().entries())
    if (e.rows * e.cols > 0) all.push_back(e.name);
  return all;
}

std::unique_ptr<LanguageModel<float>> made(const LanguageModelShape& shape) {
  auto model = LanguageModel<float>::make(shape);
  model->initialize(3, 0);
  return model;
}

/// Reads the ids as one stream in windows of T and returns the loss of every step.
std::vector<float> read(LanguageModel<float>& model, const std::vector<Id>& ids, Index T) {
  auto pass = model.pass({T, 1}, Purpose::read);
  std::vector<float> losses;
  for (Index at = 0; at + T < static_cast<Index>(ids.size()); at += T) {
    std::copy_n(ids.begin() + at, T, pass->inputs().begin());
    std::copy_n(ids.begin() + at + 1, T, pass->targets().begin());
    pass->begin();
    for (Index k = 0; k < pass->chunks(); ++k) pass->forward(k), pass->score(k);
    losses.insert(losses.end(), pass->losses().begin(), pass->losses().end());
    pass->carry();
  }
  return losses;
}

const LanguageModelShape shapes[] = {
    {.cell = CellKind::lstm, .V = 7, .H = 9, .L = 1},
    {.cell = CellKind::lstm, .V = 7, .E = 5, .H = 6, .L = 2},
    {.cell = CellKind::gru, .V = 7, .E = 5, .H = 6, .L = 2},
    {.cell = CellKind::rnn, .activation = Activation::tanh, .V = 7, .H = 9, .L = 2},
    {.cell = CellKind::rnn, .activation = Activation::relu, .V = 7, .E = 5, .H = 6, .L = 1},
};

}  // namespace

TEST_CASE("Parameters have the names that the header lists", "[models]") {
  CHECK(names({.V = 5, .H = 4, .L = 1}) ==
        std::vector<std::string>{"layers.0.W", "layers.0.U", "layers.0.b", "head.W", "head.b"});
  CHECK(names({.cell = CellKind::rnn, .V = 5, .E = 3, .H = 4, .L = 2}) ==
        std::vector<std::string>{"embedding", "layers.0.W", "layers.0.U", "layers.0.b", "layers.1.W", "layers.1.U",
                                 "layers.1.b", "head.W", "head.b"});
  CHECK(names({.cell = CellKind::gru, .V = 5, .H = 4, .L = 1}) ==
        std::vector<std::string>{"layers.0.W", "layers.0.U", "layers.0.b", "layers.0.v", "head.W", "head.b"});
}

TEST_CASE("Initial values are PyTorch's, and the forget bias is added to b_f", "[models]") {
  auto plain = LanguageModel<float>::make({.V = 20, .H = 25, .L = 2}), biased = LanguageModel<float>::make({.V = 20, .H = 25, .L = 2});
  plain->initialize(5, 0), biased->initialize(5, 1.5f);
  for (const auto& e : plain->parameters().entries()) {
    const auto p = plain->parameters().view(e), q = biased->parameters().view(e);
    const bool is_cell_bias = e.name.starts_with("layers") && e.name.ends_with("b");
    for (Index k = 0; k < p.size(); ++k) {
      REQUIRE(std::abs(p.data()[k]) <= (is_cell_bias ? 0.4f : 0.2f));  // 1/√25
      const bool forget = is_cell_bias && k >= 25 && k < 50;
      REQUIRE(q.data()[k] == (forget ? p.data()[k] + 1.5f : p.data()[k]));
    }
  }
}

TEST_CASE("The same seed gives the same parameters, another seed others", "[models]") {
  for (const auto& shape : shapes) {
    auto one = LanguageModel<float>::make(shape), two = LanguageModel<float>::make(shape), other = LanguageModel<float>::make(shape);
    one->initialize(5, 0), two->initialize(5, 0), other->initialize(6, 0);
    CHECK(same_bits(one->parameters().all(), two->parameters().all()));
    CHECK(!same_bits(one->parameters().all(), other->parameters().all()));
  }
}

TEST_CASE("A carried state gives the bits of reading in one piece", "[models]") {
  for (const auto& shape : shapes) {
    auto model = made(shape);
    const auto ids = random_ids(601, 7, 4);
    const auto whole = read(*model, ids, 600);
    CHECK(whole.size() == 600);
    for (const Index T : {1, 7 * 4 + 2, 300}) CHECK(same_bits(whole, read(*model, ids, T)));
  }
}

TEST_CASE("A stream gives the same bits alone and beside others", "[models]") {
  for (const auto& shape : shapes) {
    auto model = made(shape);
    for (const Index B : {2, 5, 130}) {
      constexpr Index T = 12;
      const auto ids = random_ids(B * (T + 1), 7, 5);
      auto pass = model->pass({T, B}, Purpose::train);
      for (Index t = 0; t < T; ++t)
        for (Index b = 0; b < B; ++b) {
          pass->inputs()[t * B + b] = ids[b * (T + 1) + t];
          pass->targets()[t * B + b] = ids[b * (T + 1) + t + 1];
        }
      pass->begin();
      for (Index k = 0; k < pass->chunks(); ++k) pass->forward(k), pass->score(k);
      const Index b = B - 1;
      const auto alone = read(*model, {ids.begin() + b * (T + 1), ids.end()}, T);
      for (Index t = 0; t < T; ++t) REQUIRE(same_bits(alone[t], pass->losses()[t * B + b]));
    }
  }
}

TEST_CASE("The chunks of a pass cover its steps in order", "[models]") {
  auto model = made(shapes[0]);
  for (const Span span : {Span{1, 1}, {64, 32}, {300, 1}, {3, 600}, {100, 3}}) {
    auto pass = model->pass(span, Purpose::read);
    Index at = 0;
    for (Index k = 0; k < pass->chunks(); ++k) {
      const auto [first, last] = pass->chunk(k);
      CHECK(first == at);
      CHECK(last > first);
      at = last;
    }
    CHECK(at == span.T);
  }
}

TEST_CASE("Resetting gives the state of a text's beginning", "[models]") {
  for (const auto& shape : shapes) {
    auto model = made(shape);
    auto pass = model->pass({4, 2}, Purpose::read);
    auto run = [&] {
      pass->begin(), pass->forward(0), pass->score(0), pass->carry();
      return std::vector<float>(pass->losses().begin(), pass->losses().end());
    };
    const auto first = run(), second = run();
    CHECK(!same_bits(first, second));
    pass->reset();
    CHECK(same_bits(first, run()));
  }
}

TEST_CASE("A pass notices changed parameters at its next window", "[models]") {
  auto model = made(shapes[1]);
  auto pass = model->pass({4, 2}, Purpose::read);
  auto run = [&] { return pass->reset(), pass->begin(), pass->forward(0), pass->score(0); };
  const double before = run();
  for (float& x : model->parameters().all()) x *= 2;
  model->changed();
  const double after = run();
  CHECK(before != after);
  auto fresh = model->pass({4, 2}, Purpose::read);
  fresh->begin(), fresh->forward(0);
  CHECK(fresh->score(0) == after);
}

TEST_CASE("A copy has the parameters of its model and is not touched by it", "[models]") {
  auto model = made(shapes[1]);
  auto copy = model->copy();
  const std::vector<float> before(copy->parameters().all().begin(), copy->parameters().all().end());
  CHECK(same_bits(before, model->parameters().all()));
  model->parameters().zero();
  CHECK(same_bits(before, copy->parameters().all()));
}

TEST_CASE("Reordered streams go on from their parents", "[models]") {
  for (const auto& shape : shapes) {
    auto model = made(shape);
    auto pass = model->pass({1, 3}, Purpose::read);
    std::ranges::copy(std::vector<Id>{1, 2, 3}, pass->inputs().begin());
    pass->begin(), pass->forward(0), pass->carry();
    std::vector<std::vector<float>> before;
    for (auto& [name, m] : pass->state()) before.emplace_back(m.data(), m.data() + m.size());
    const std::vector<Index> parents{2, 2, 0};
    pass->reorder(parents);
    std::size_t k = 0;
    for (auto& [name, m] : pass->state()) {
      for (Index b = 0; b < 3; ++b)
        for (Index j = 0; j < m.cols(); ++j) REQUIRE(m(b, j) == before[k][parents[b] * m.cols() + j]);
      ++k;
    }
  }
}
