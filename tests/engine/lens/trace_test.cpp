#include "lens/trace.h"

#include <catch2/catch_test_macros.hpp>

#include "support/differences.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

std::unique_ptr<LanguageModel<double>> made(const LanguageModelShape& shape) {
  auto model = LanguageModel<double>::make(shape);
  model->initialize(3, 0);
  return model;
}

Trace<double> traced(LanguageModel<double>& model, const std::vector<Id>& ids, Purpose purpose) {
  Trace<double> trace(model, ids, purpose);
  while (!trace.advance()) continue;
  return trace;
}

std::vector<double> contiguous(const NamedView<double>& v) {
  std::vector<double> all;
  for (Index r = 0; r < v.rows; ++r) all.insert(all.end(), v.data + r * v.stride, v.data + r * v.stride + v.cols);
  return all;
}

double mean(std::span<const double> values) {
  double sum = 0;
  for (const double x : values) sum += x;
  return sum / static_cast<double>(values.size());
}

const LanguageModelShape two_layers{.cell = CellKind::lstm, .V = 6, .E = 3, .H = 5, .L = 2};

}  // namespace

TEST_CASE("A trace shows the arrays of a plain pass", "[lens]") {
  for (const Index n : {2, 30, 700}) {
    auto model = made(two_layers);
    const auto ids = random_ids(n, 6, 2);
    const auto trace = traced(*model, ids, Purpose::read);
    auto pass = model->pass({n - 1, 1}, Purpose::read);
    std::copy(ids.begin(), ids.end() - 1, pass->inputs().begin());
    std::copy(ids.begin() + 1, ids.end(), pass->targets().begin());
    pass->begin();
    std::vector<double> logits;
    for (Index k = 0; k < pass->chunks(); ++k) {
      pass->forward(k);
      logits.insert(logits.end(), pass->logits().data(), pass->logits().data() + pass->logits().size());
      pass->score(k);
    }
    CHECK(same_bits(logits, trace.logits()));
    CHECK(same_bits(pass->losses(), trace.losses()));
    CHECK(static_cast<Index>(trace.losses().size()) == n - 1);
    for (Index l = 0; l < 2; ++l) {
      const auto expected = pass->activations(l), shown = trace.activations(l);
      REQUIRE(shown.size() == 6);
      for (std::size_t k = 0; k < shown.size(); ++k) {
        CHECK(shown[k].name == expected[k].name);
        CHECK(same_bits(contiguous(shown[k]), contiguous(expected[k])));
      }
    }
  }
}

TEST_CASE("Reading and training traces show the same activations", "[lens]") {
  auto model = made(two_layers);
  const auto ids = random_ids(300, 6, 2);
  const auto reading = traced(*model, ids, Purpose::read), training = traced(*model, ids, Purpose::train);
  CHECK(same_bits(reading.logits(), training.logits()));
  for (Index l = 0; l < 2; ++l)
    for (std::size_t k = 0; k < 6; ++k)
      CHECK(same_bits(contiguous(reading.activations(l)[k]), contiguous(training.activations(l)[k])));
}

// What enters a gate of step t, for unit j, shifted through the bias of a model that is a single step long.
TEST_CASE("The gradients of a single step are those of central differences in the bias", "[lens]") {
  auto model = made({.cell = CellKind::lstm, .V = 6, .H = 5, .L = 1});
  const std::vector<Id> ids{2, 4};
  const auto trace = traced(*model, ids, Purpose::train);
  std::vector<double> gradient;
  for (const auto& view : trace.gradients(0)) {
    if (std::string("ifgo").find(view.name) == std::string::npos) continue;
    const auto part = contiguous(view);
    gradient.insert(gradient.end(), part.begin(), part.end());
  }
  for (const auto& e : model->parameters().entries()) {
    if (e.name != "layers.0.b") continue;
    const auto b = model->parameters().view(e);
    CHECK(worst_difference(b, Matrix<double>(gradient.data(), 1, 20), [&] {
            model->changed();
            return traced(*model, ids, Purpose::read).losses()[0];
          }) < gradient_tolerance);
  }
}

TEST_CASE("The traced gradient of the top hidden state is that of central differences", "[lens]") {
  auto model = made({.cell = CellKind::rnn, .activation = Activation::identity, .V = 6, .H = 5, .L = 1});
  const auto ids = random_ids(12, 6, 8);
  const auto trace = traced(*model, ids, Purpose::train);
  // With φ = identity ∂L/∂h_t = ∂L/∂a_t, and a bias enters every a_t: the sum over t is the gradient of b.
  std::vector<double> gradient(5);
  const auto dh = trace.gradients(0)[0];
  CHECK(dh.name == "h");
  for (Index t = 0; t < dh.rows; ++t)
    for (Index j = 0; j < 5; ++j) gradient[j] += dh.data[t * dh.stride + j];
  for (const auto& e : model->parameters().entries())
    if (e.name == "layers.0.b")
      CHECK(worst_difference(model->parameters().view(e), Matrix<double>(gradient.data(), 1, 5), [&] {
              model->changed();
              return mean(traced(*model, ids, Purpose::read).losses());
            }) < gradient_tolerance);
}
