#include "layers/recurrent.h"

#include <catch2/catch_test_macros.hpp>

#include "support/differences.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

constexpr Index T = 6, B = 2, H = 3;
constexpr CellKind cells[] = {CellKind::lstm, CellKind::gru, CellKind::rnn};

/// A layer whose x W is given, with the loss Σ weight ⊙ h.
class Layer {
 public:
  explicit Layer(CellKind cell)
      : layer(Recurrent<double>::make(cell, {}, {T, B}, H, Purpose::train)),
        params(place<CellParams<double>>(size_of(cell), Index{1}, H)),
        gradients(place<CellParams<double>>(size_of(cell), Index{1}, H)), x(T * B * size_of(cell).gates * H), weight(T * B * H) {
    Random random(4, 9);
    for (const Matrix<double>& m : {params.tensors.U, params.tensors.b, params.tensors.v}) fill(m, random);
    fill(std::span(x), random), fill(std::span(weight), random);
    for (const auto& [name, all] : layer->state()) fill(rows(all, 0, B), random);
  }

  /// The state that step t reads is flow[t] s + (1 − flow[t]) s₀, with s₀ as it was at first: its value is s, and of
  /// the gradient flow[t] times arrives.
  double loss() {
    layer->pack(params.tensors);
    layer->begin(params.tensors, 0, T);
    add_row(layer->input(0, T).data(), x.data(), static_cast<Index>(x.size()));
    double sum = 0;
    const bool first_time = at_first.empty();
    for (Index t = 0; t < T; ++t) {
      if (t > 0)
        for (const auto& [name, all] : layer->state())
          for (Index k = t * B * H; k < (t + 1) * B * H; ++k) {
            double& s = Matrix<double>(all).data()[k];
            if (first_time) at_first.push_back(s);
            else s = flow[t] * s + (1 - flow[t]) * at_first[next++];
          }
      layer->forward(t, t + 1);
      const Matrix<double> h = layer->output(t, t + 1);
      for (Index k = 0; k < h.size(); ++k) sum += weight[t * B * H + k] * h.data()[k];
    }
    next = 0;
    return sum;
  }

  void backward() {
    gradients.arena.zero();
    for (Matrix<double> d : layer->state_gradients()) d.setZero();
    for (Matrix<double> d : layer->start_gradients()) d.setZero();
    std::ranges::copy(weight, layer->output_gradient(0, T).data());
    layer->backward(gradients.tensors, flow, 0, T);
  }

  std::unique_ptr<Recurrent<double>> layer;
  Placed<CellParams<double>> params, gradients;
  std::vector<double> x, weight, flow = std::vector<double>(T, 1), at_first;
  size_t next = 0;
};

void check(Layer& l) {
  l.loss();
  l.backward();
  const Matrix<double> da = l.layer->input_gradient(0, T);
  const std::vector<double> dx(da.data(), da.data() + da.size());
  const auto loss = [&] { return l.loss(); };
  CHECK(worst_difference(l.x, std::span<const double>(dx), loss) < gradient_tolerance);
  CHECK(worst_difference(l.params.tensors.U, l.gradients.tensors.U, loss) < gradient_tolerance);
  CHECK(worst_difference(l.params.tensors.b, l.gradients.tensors.b, loss) < gradient_tolerance);
  CHECK(worst_difference(l.params.tensors.v, l.gradients.tensors.v, loss) < gradient_tolerance);
}

}  // namespace

TEST_CASE("Of what a step sends back, as much arrives as `flow` says: the gradient of central differences", "[layers]") {
  for (const CellKind cell : cells) {
    INFO("cell " << static_cast<int>(cell));
    Layer whole(cell), cut(cell), weighed(cell);
    cut.flow = {1, 1, 0, 1, 0, 0};
    weighed.flow = {1, 1.5, 0.25, 1, 0, 1.25};
    for (Layer* l : {&whole, &cut, &weighed}) check(*l);
  }
}

TEST_CASE("An empty flow lets everything through", "[layers]") {
  Layer l(CellKind::lstm);
  l.loss();
  l.backward();
  const std::vector<double> ones(l.gradients.arena.all().begin(), l.gradients.arena.all().end());
  l.flow.clear();
  l.backward();
  CHECK(same_bits(ones, l.gradients.arena.all()));
}

TEST_CASE("The gradient of the state before the window is there when asked for", "[layers]") {
  for (const CellKind cell : cells) {
    INFO("cell " << static_cast<int>(cell));
    Layer l(cell);
    l.loss();
    l.backward();
    for (const Matrix<double>& d : l.layer->start_gradients()) CHECK((d.array() == 0).all());
    l.layer->reach_start();
    l.backward();
    for (size_t k = 0; k < l.layer->state().size(); ++k)
      CHECK(worst_difference(rows(l.layer->state()[k].all, 0, B), l.layer->start_gradients()[k], [&] { return l.loss(); }) <
            gradient_tolerance);
  }
}

TEST_CASE("An LSTM has two states, other cells one", "[layers]") {
  for (const CellKind cell : cells) {
    const auto layer = Recurrent<float>::make(cell, {}, {T, B}, H, Purpose::read);
    REQUIRE(layer->state().size() == (cell == CellKind::lstm ? 2 : 1));
    CHECK(layer->state()[0].name == "h");
    for (const auto& [name, all] : layer->state()) CHECK(all.rows() == (T + 1) * B);
    for (const auto& d : layer->state_gradients()) CHECK(d.size() == 0);
  }
}

TEST_CASE("Streams go on from the streams that they are told to", "[layers]") {
  Layer l(CellKind::lstm);
  std::vector<std::vector<double>> before;
  for (const auto& [name, all] : l.layer->state()) before.emplace_back(all.data(), all.data() + B * H);
  const auto check_row = [&](Index b, Index parent) {
    for (size_t k = 0; k < before.size(); ++k)
      CHECK(std::equal(before[k].begin() + parent * H, before[k].begin() + (parent + 1) * H, l.layer->state()[k].all.data() + b * H));
  };
  l.layer->reorder(std::vector<Index>{1, 0});
  check_row(0, 1), check_row(1, 0);
  l.layer->reorder(std::vector<Index>{1, 1});  // stream 0, as it stands now
  check_row(0, 0), check_row(1, 0);
}
