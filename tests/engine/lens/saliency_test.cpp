#include "lens/saliency.h"

#include <catch2/catch_test_macros.hpp>

#include "support/analyses.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

constexpr Index last = 9;
// Each character once, so that a row of the table belongs to one step.
const std::vector<Id> ids{4, 2, 9, 0, 7, 1, 5, 3, 8, 6, 2, 2};

/// ∂L/∂(row) by central differences, L being the loss of the prediction of ids[last].
std::vector<double> row_gradient(LanguageModel<double>& model, Matrix<double> table, Id row) {
  std::vector<double> gradient;
  for (Index j = 0; j < table.cols(); ++j) {
    double& x = table(row, j);
    const double kept = x;
    const auto at = [&](double shift) {
      x = kept + shift;
      model.changed();
      return read<double>(model, std::span(ids).first(last + 1), [](auto&&...) {})->losses().back();
    };
    constexpr double step = 3e-4;
    gradient.push_back((8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step));
    x = kept;
  }
  model.changed();
  return gradient;
}

}  // namespace

TEST_CASE("Saliency is the gradient of the vector that was read, by central differences", "[lens]") {
  for (const auto cell : {CellKind::lstm, CellKind::gru, CellKind::rnn})
    for (const auto f : {Activation::tanh, Activation::sigmoid})
      for (const Index E : {0, 3}) {
        auto model = seeded({.cell = cell, .activation = f, .V = 10, .E = E, .H = 5, .L = 2});
        const auto W = parameter(*model, 0, "W");
        Saliency<double> saliency(*model, ids, last);
        finish(saliency);
        CHECK(figure(saliency, "norm").numbers.size() == last);
        for (Index k = 0; k < last; ++k) {
          // With one-hot vectors the row of W is added to a_k, so its gradient is da_k.
          const auto table = E ? parameter(*model, "embedding") : W;
          const auto row = row_gradient(*model, table, ids[k]);
          Eigen::RowVectorXd dx = Eigen::Map<const Eigen::RowVectorXd>(row.data(), static_cast<Index>(row.size()));
          const double product = dx.dot(table.row(ids[k]));
          if (!E) dx = (dx * W.transpose()).eval();
          CHECK(relative_error(figure(saliency, "norm").numbers[k], dx.norm(), 1e-4) < 1e-6);
          CHECK(relative_error(figure(saliency, "product").numbers[k], product, 1e-4) < 1e-6);
        }
      }
}

TEST_CASE("Saliency explains one prediction: later characters do not count", "[lens]") {
  auto model = seeded({.cell = CellKind::lstm, .V = 10, .H = 5});
  Saliency<double> saliency(*model, ids, last), shorter(*model, {ids.begin(), ids.begin() + last + 1}, last), first(*model, ids, 1);
  finish(saliency), finish(shorter), finish(first);
  CHECK(figure(saliency, "norm").numbers == figure(shorter, "norm").numbers);
  CHECK(figure(first, "norm").numbers.size() == 1);
  CHECK(figure(saliency, "loss").numbers[0] == read<double>(*model, ids, [](auto&&...) {})->losses()[last - 1]);
}
