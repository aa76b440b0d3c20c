#pragma once
// One step of a cell, in double, with the gradients of a weighted sum of the state that it leaves.

#include <catch2/catch_test_macros.hpp>

#include "cells/cell.h"
#include "math/product.h"
#include "support/differences.h"
#include "support/fill.h"

namespace unrolled::tests {

/// Step 1 of two, so that what flows back into the state before it can be read from the gradients of step 0.
template <class Cell>
class Step {
 public:
  Step(const CellOptions& o, Index I, Index H, Index B, std::uint64_t seed)
      : options_(o), arrays_(place<Arrays>(I, H, B)), x_(I * B), weights_(arrays_.tensors.saved.state().size() * B * H) {
    Random random(seed, 9);
    fill(arrays_.tensors.params.W, random), fill(arrays_.tensors.params.U, random);
    fill(arrays_.tensors.params.b, random), fill(std::span(x_), random), fill(std::span(weights_), random);
    fill(arrays_.tensors.params.v, random);
    for (auto& [name, all] : saved().state()) fill(rows(all, B, 2 * B), random);
  }

  struct Worst {
    double W, U, b, v, x, state;
  };

  /// The largest relative error of every gradient against central differences.
  Worst check() {
    loss();
    backward();
    auto& p = arrays_.tensors.params;
    const Index B = saved().span.B, I = p.W.rows();
    const auto da = rows(grads().da, B, 2 * B);
    using Dense = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    Matrix<double> x(x_.data(), B, I);
    Dense dW = x.transpose() * da, dx = da * p.W.transpose();
    auto gradients = place<CellParams<double>>(Cell::size, I, saved().h.cols());
    auto& d = gradients.tensors;
    Cell::parameter_gradients(rows(saved().h, B, 2 * B), grads(), {B, 2 * B}, d);
    auto worst = [&](Matrix<double> values, Matrix<double> gradient) {
      return worst_difference(values, gradient, [&] { return loss(); });
    };
    auto dense = [](Dense& m) { return Matrix<double>(m.data(), m.rows(), m.cols()); };
    return {worst(p.W, dense(dW)), worst(p.U, d.U),       worst(p.b, d.b),
            worst(p.v, d.v),       worst(x, dense(dx)), worst_state()};
  }

 private:
  struct Arrays {
    using Scalar = double;
    CellParams<double> params;
    typename Cell::Saved saved;
    typename Cell::Grads grads;
    Packed<double> U, Ut;

    static Arrays declare(Arena<double>& arena, Index I, Index H, Index B) {
      return {CellParams<double>::declare(arena, Cell::size, I, H), Cell::Saved::declare(arena, {2, B}, H),
              Cell::Grads::declare(arena, {2, B}, H), Packed<double>::declare(arena, H, Cell::gates * H),
              Packed<double>::declare(arena, Cell::gates * H, H)};
    }
  };

  auto& saved() { return arrays_.tensors.saved; }
  auto& grads() { return arrays_.tensors.grads; }

  double loss() {
    auto& t = arrays_.tensors;
    const Index B = saved().span.B;
    Matrix<double> a = rows(saved().a, B, 2 * B);
    Cell::begin(t.params, saved(), {B, 2 * B});
    multiply_add(a, plain(Matrix<double>(x_.data(), B, t.params.W.rows())), plain(t.params.W));
    t.U.pack(plain(t.params.U));
    Cell::forward(t.U, saved(), options_, 1);
    double sum = 0;
    const double* weight = weights_.data();
    for (auto& [name, all] : saved().state()) {
      const auto after = rows(all, 2 * B, 3 * B);
      for (Index k = 0; k < after.size(); ++k) sum += *weight++ * after.data()[k];
    }
    return sum;
  }

  /// The gradients of the state, in the order of `state()`: h, then c if there is one.
  std::vector<Matrix<double>> state_gradients() {
    std::vector<Matrix<double>> all{grads().dh};
    if constexpr (requires { grads().dc; }) all.push_back(grads().dc);
    return all;
  }

  void backward() {
    auto& t = arrays_.tensors;
    const Index B = saved().span.B;
    t.Ut.pack(transposed(t.params.U));
    const double* weight = weights_.data();
    for (auto& d : state_gradients()) {
      d.setZero();
      const auto last = rows(d, B, 2 * B);
      std::copy_n(weight, last.size(), const_cast<double*>(last.data()));
      weight += last.size();
    }
    Cell::backward(t.Ut, saved(), grads(), options_, 1);
  }

  double worst_state() {
    const Index B = saved().span.B;
    double worst = 0;
    auto gradients = state_gradients();
    std::size_t k = 0;
    for (auto& [name, all] : saved().state())
      worst = std::max(worst, worst_difference(rows(all, B, 2 * B), rows(gradients[k++], 0, B), [&] { return loss(); }));
    return worst;
  }

  CellOptions options_;
  Placed<Arrays> arrays_;
  std::vector<double> x_, weights_;
};

/// Holds every gradient of a step to central differences.
template <class Cell>
void check_step(const CellOptions& o, Index I, Index H, Index B, std::uint64_t seed) {
  INFO("activation " << static_cast<int>(o.activation) << " I " << I << " H " << H << " B " << B);
  const auto worst = Step<Cell>(o, I, H, B, seed).check();
  CHECK(worst.W < gradient_tolerance);
  CHECK(worst.U < gradient_tolerance);
  CHECK(worst.b < gradient_tolerance);
  CHECK(worst.v < gradient_tolerance);
  CHECK(worst.x < gradient_tolerance);
  CHECK(worst.state < gradient_tolerance);
}

}  // namespace unrolled::tests
