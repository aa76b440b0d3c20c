#include "layers/unroll.h"

#include <catch2/catch_test_macros.hpp>

#include "cells/elman.h"
#include "cells/gru.h"
#include "cells/lstm.h"
#include "support/differences.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

/// A layer over T steps, read in chunks of S, with the loss Σ weight ⊙ h.
template <class Cell>
class Layer {
 public:
  Layer(Activation f, Span span, Index S, Index H, std::uint64_t seed)
      : f_(f), S_(S), params_(place<CellParams<double>>(Cell::size, Index{1}, H)),
        gradients_(place<CellParams<double>>(Cell::size, Index{1}, H)), unroll_(place<Unroll<Cell>>(span, span, H)),
        a_(span.T * span.B * Cell::gates * H), weight_(span.T * span.B * H) {
    Random random(seed, 9);
    fill(params_.tensors.U, random, 0.7), fill(std::span(a_), random), fill(std::span(weight_), random);
    for (auto& [name, all] : layer().saved.state()) fill(rows(all, 0, span.B), random);
  }

  Unroll<Cell>& layer() { return unroll_.tensors; }

  double loss() {
    auto& saved = layer().saved;
    layer().begin(params_.tensors, 0, saved.span.T);
    std::ranges::copy(a_, saved.a.data());
    layer().pack(params_.tensors);
    for (Index t = 0; t < saved.span.T; t += S_) layer().forward({f_}, t, std::min(t + S_, saved.span.T));
    const Matrix<double> h = layer().output(0, saved.span.T);
    double sum = 0;
    for (Index k = 0; k < h.size(); ++k) sum += weight_[k] * h.data()[k];
    return sum;
  }

  void backward() {
    auto& grads = layer().grads;
    const Index T = layer().saved.span.T;
    gradients_.arena.zero();
    if constexpr (requires { grads.dc; }) grads.dc.setZero();
    std::ranges::copy(weight_, grads.dh.data());
    for (Index k = (T + S_ - 1) / S_; k-- > 0;)
      layer().backward({f_}, gradients_.tensors, {}, k * S_, std::min((k + 1) * S_, T));
  }

  double worst_U() {
    return worst_difference(params_.tensors.U, gradients_.tensors.U, [&] { return loss(); });
  }
  double worst_a() {
    const auto& da = layer().grads.da;
    const std::vector<double> gradient(da.data(), da.data() + da.size());
    return worst_difference(a_, std::span<const double>(gradient), [&] { return loss(); });
  }
  std::vector<double> gradients() {
    std::vector<double> all(gradients_.arena.all().begin(), gradients_.arena.all().end());
    return all.insert(all.end(), layer().grads.da.data(), layer().grads.da.data() + layer().grads.da.size()), all;
  }
  Matrix<double> db() { return gradients_.tensors.b; }

 private:
  Activation f_;
  Index S_;
  Placed<CellParams<double>> params_, gradients_;
  Placed<Unroll<Cell>> unroll_;
  std::vector<double> a_, weight_;
};

template <class Cell>
void check(Activation f, Span span, Index S, Index H, std::uint64_t seed) {
  INFO("T " << span.T << " B " << span.B << " S " << S << " H " << H << " activation " << static_cast<int>(f));
  Layer<Cell> layer(f, span, S, H, seed);
  layer.loss();
  layer.backward();
  CHECK(layer.worst_U() < gradient_tolerance);
  CHECK(layer.worst_a() < gradient_tolerance);
  const Matrix<double> da = layer.layer().grads.da;
  const Eigen::RowVectorXd summed = da.colwise().sum();
  CHECK(worst_error(layer.db(), summed, 1e-3) < 1e-9);
}

}  // namespace

TEST_CASE("Gradients through time are those of central differences, with a state before the window", "[layers]") {
  for (const Index S : {1, 4, 7, 9}) {
    check<Lstm<double>>(Activation::tanh, {9, 2}, S, 3, 1);
    check<Elman<double>>(Activation::tanh, {9, 2}, S, 3, 2);
    check<Elman<double>>(Activation::identity, {9, 2}, S, 3, 3);
    check<Elman<double>>(Activation::relu, {9, 2}, S, 3, 4);
    check<Elman<double>>(Activation::sigmoid, {9, 2}, S, 3, 8);
    check<Gru<double>>(Activation::tanh, {9, 2}, S, 3, 9);
  }
  check<Lstm<double>>(Activation::tanh, {1, 3}, 1, 5, 5);
  check<Lstm<double>>(Activation::tanh, {5, 1}, 2, 1, 6);
}

TEST_CASE("Chunks change no bit of the forward pass nor of what flows back", "[layers]") {
  Layer<Lstm<double>> whole(Activation::tanh, {20, 3}, 20, 6, 7), chunked(Activation::tanh, {20, 3}, 6, 6, 7);
  CHECK(same_bits(whole.loss(), chunked.loss()));
  whole.backward(), chunked.backward();
  CHECK(same_bits(whole.layer().saved.h, chunked.layer().saved.h));
  CHECK(same_bits(whole.layer().grads.da, chunked.layer().grads.da));
  CHECK(worst_error(whole.gradients(), chunked.gradients(), 1e-6) < 1e-12);  // sums over time in another order
}

TEST_CASE("Without gradients a layer takes no room for them", "[layers]") {
  const auto reading = place<Unroll<Lstm<float>>>(Span{10, 2}, Span{0, 0}, Index{8});
  CHECK(reading.tensors.grads.da.size() == 0);
  CHECK(reading.tensors.Ut.rows() == 0);
}
