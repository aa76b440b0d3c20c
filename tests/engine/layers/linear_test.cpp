#include "layers/linear.h"

#include <catch2/catch_test_macros.hpp>

#include "support/differences.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

/// y = x W + b and the loss Σ weight ⊙ y²; what the gradients are checked against.
struct Layer {
  std::vector<double> x, W, b, weight, y;
  Index n, I, O;

  Layer(Index n_, Index I_, Index O_) : x(n_ * I_), W(I_ * O_), b(O_), weight(n_ * O_), y(n_ * O_), n(n_), I(I_), O(O_) {
    Random random(8, 1);
    for (auto* v : {&x, &W, &b, &weight}) fill(std::span<double>(*v), random);
  }
  Matrix<double> view(std::vector<double>& v, Index rows, Index cols) { return Matrix<double>(v.data(), rows, cols); }

  double loss() {
    fill_rows(view(b, 1, O), view(y, n, O));
    multiply_add(view(y, n, O), plain(view(x, n, I)), plain(view(W, I, O)));
    double sum = 0;
    for (std::size_t k = 0; k < y.size(); ++k) sum += weight[k] * y[k] * y[k];
    return sum;
  }
};

}  // namespace

TEST_CASE("Every gradient of a linear layer is that of central differences", "[layers]") {
  for (const auto& [n, I, O] : {std::tuple<Index, Index, Index>{1, 1, 1}, {3, 4, 5}, {17, 3, 18}}) {
    Layer layer(n, I, O);
    layer.loss();
    std::vector<double> dy(n * O), dW(I * O), db(O), dx(n * I);
    for (std::size_t k = 0; k < dy.size(); ++k) dy[k] = 2 * layer.weight[k] * layer.y[k];
    linear_gradients(layer.view(layer.x, n, I), layer.view(dy, n, O), layer.view(dW, I, O), layer.view(db, 1, O));
    multiply_add(layer.view(dx, n, I), plain(layer.view(dy, n, O)), transposed(layer.view(layer.W, I, O)));
    auto worst = [&](std::vector<double>& values, std::vector<double>& gradient) {
      return worst_difference(values, std::span<const double>(gradient), [&] { return layer.loss(); });
    };
    INFO("n " << n << " I " << I << " O " << O);
    CHECK(worst(layer.W, dW) < gradient_tolerance);
    CHECK(worst(layer.b, db) < gradient_tolerance);
    CHECK(worst(layer.x, dx) < gradient_tolerance);
  }
}

TEST_CASE("Gradients of a linear layer add to what is there", "[layers]") {
  std::vector<double> x{2}, dy{3}, dW{10}, db{20};
  auto one = [](std::vector<double>& v) { return Matrix<double>(v.data(), 1, 1); };
  linear_gradients(one(x), one(dy), one(dW), one(db));
  CHECK(dW[0] == 16);
  CHECK(db[0] == 23);
}
