#include "lens/flow.h"

#include <catch2/catch_test_macros.hpp>

#include "support/analyses.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

double norm(std::span<const double> values) {
  double sum = 0;
  for (const double x : values) sum += x * x;
  return std::sqrt(sum);
}

/// ‖∂L_t/∂s‖ by central differences, where s is a state after step k; of c the h that belongs to it moves along.
double measured(LanguageModel<double>& model, const std::vector<Id>& ids, const std::string& name, Index k, Index t) {
  const auto whole = read<double>(model, ids, [](auto&&...) {});
  const auto o = model.shape().cell == CellKind::lstm ? row_of(*whole, 0, "o", k) : std::vector<double>();
  const std::span<const Id> rest = std::span(ids).subspan(k + 1, t - k + 1);
  std::vector<double> shift(static_cast<std::size_t>(model.shape().H)), gradient;
  for (double& s : shift) {
    const auto loss = [&](double by) {
      s = by;
      const auto pass = read<double>(model, rest, [&](const std::string& array, Matrix<double> m) {
        state_after(*whole, k)(array, m);
        const auto c = name == "c" ? row_of(*whole, 0, "c", k) : std::vector<double>();
        for (Index j = 0; j < m.size(); ++j) {
          if (array == "layers.0." + name) m.data()[j] += shift[j];
          else if (name == "c") m.data()[j] = o[j] * std::tanh(c[j] + shift[j]);
        }
      });
      s = 0;
      return pass->losses().back();
    };
    constexpr double step = 3e-4;
    gradient.push_back((8 * (loss(step) - loss(-step)) - (loss(2 * step) - loss(-2 * step))) / (12 * step));
  }
  return norm(gradient);
}

}  // namespace

TEST_CASE("The flow of gradients is that of a pass in which one loss counts", "[lens]") {
  const auto ids = random_ids(41, 6, 5);
  for (const auto& shape : every_shape())
    for (Index l = 0; l < shape.L; ++l) {
      auto model = seeded(shape);
      Flow<double> flow(*model, ids, l);
      finish(flow);
      CHECK(figure(flow, "h").rows == 40);
      CHECK(flow.figures().size() == (shape.cell == CellKind::lstm ? 2 : 1));
      for (const Index t : {0, 15, 16, 39}) {
        auto pass = model->pass({40, 1}, Purpose::train);
        std::copy(ids.begin(), ids.end() - 1, pass->inputs().begin());
        std::copy(ids.begin() + 1, ids.end(), pass->targets().begin());
        for (Index k = 0; k < 40; ++k) pass->weights()[k] = k == t;
        pass->average_over(1);
        pass->begin();
        for (Index k = 0; k < pass->chunks(); ++k) pass->forward(k), pass->score(k);
        for (Index k = pass->chunks(); k-- > 0;) pass->backward(k);
        for (const auto& f : flow.figures()) {
          const auto v = named(pass->activation_gradients(l), f.name);
          std::vector<double> norms;
          for (Index k = 0; k < 40; ++k) norms.push_back(norm({v.data + k * v.stride, static_cast<std::size_t>(v.cols)}));
          CHECK(worst_error(norms, std::span(f.numbers).subspan(t * 40, 40), 1e-30) < 1e-9);
        }
      }
    }
}

TEST_CASE("The flow of gradients is that of central differences in the state", "[lens]") {
  const auto ids = random_ids(25, 6, 5);
  for (const auto cell : {CellKind::lstm, CellKind::gru, CellKind::rnn}) {
    auto model = seeded({.cell = cell, .V = 6, .H = 5});
    Flow<double> flow(*model, ids, 0);
    finish(flow);
    for (const auto& f : flow.figures())
      for (const auto& [k, t] : {std::pair<Index, Index>{0, 1}, {3, 9}, {2, 20}, {16, 23}})
        CHECK(relative_error(f.numbers[t * 24 + k], measured(*model, ids, f.name, k, t), 1e-6) < 1e-6);
  }
}

TEST_CASE("No gradient flows back from a loss to what comes after it", "[lens]") {
  auto model = seeded({.cell = CellKind::lstm, .V = 6, .H = 5});
  Flow<double> flow(*model, random_ids(20, 6, 5), 0);
  finish(flow);
  for (const auto& f : flow.figures())
    for (Index t = 0; t < 19; ++t)
      for (Index k = 0; k < 19; ++k) CHECK((f.numbers[t * 19 + k] > 0) == (k <= t));
}
