// The engine against PyTorch: values that generate.py computed, in double; here in double and in float.

#include <catch2/catch_test_macros.hpp>

#include "cells/elman.h"
#include "cells/gru.h"
#include "cells/lstm.h"
#include "golden/formula.h"
#include "golden/pytorch.inc"
#include "layers/linear.h"
#include "support/compare.h"
#include "training/trainer.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

template <class T, class Cell>
struct OneStep {
  using Scalar = T;
  CellParams<T> params;
  typename Cell::Saved saved;
  Packed<T> U;
  static OneStep declare(Arena<T>& arena, Index I, Index H, Index B) {
    return {CellParams<T>::declare(arena, Cell::size, I, H), Cell::Saved::declare(arena, {1, B}, H),
            Packed<T>::declare(arena, H, Cell::gates * H)};
  }
};

/// I = 3, H = 4, B = 2; the state after the step, h and then c.
template <class T, template <class> class Cell>
std::vector<std::vector<T>> step(Activation f, std::uint64_t seed) {
  auto placed = place<OneStep<T, Cell<T>>>(Index{3}, Index{4}, Index{2});
  auto& s = placed.tensors;
  numbers(seed, s.params.W), numbers(seed + 1, s.params.U), numbers(seed + 2, s.params.b);
  numbers(seed + 3, s.params.v);
  std::vector<T> x(6);
  numbers(900, Matrix<T>(x.data(), 2, 3));
  std::uint64_t state_seed = 901;
  for (auto& [name, all] : s.saved.state()) numbers(state_seed++, rows(all, 0, 2));
  Cell<T>::begin(s.params, s.saved, {0, 2});
  multiply_add(s.saved.a, plain(Matrix<T>(x.data(), 2, 3)), plain(s.params.W));
  s.U.pack(plain(s.params.U));
  Cell<T>::forward(s.U, s.saved, {f}, 0);
  std::vector<std::vector<T>> after;
  for (auto& [name, all] : s.saved.state()) after.emplace_back(all.data() + 2 * 4, all.data() + 4 * 4);
  return after;
}

template <class T>
std::unique_ptr<LanguageModel<T>> made(CellKind cell, Index L) {
  auto model = LanguageModel<T>::make({.cell = cell, .V = 7, .E = 3, .H = 5, .L = L});
  std::uint64_t seed = 300;
  for (const auto& e : model->parameters().entries()) numbers(seed++, model->parameters().view(e));
  model->changed();
  return model;
}

/// The tensors of a block one after the other, without padding.
template <class T>
std::vector<T> dense(const Arena<T>& arena) {
  std::vector<T> all;
  for (const auto& e : arena.entries()) {
    const auto part = arena.all().subspan(e.offset, e.rows * e.cols);
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

template <class T>
void check_model(double tolerance, double floor) {
  auto model = made<T>(CellKind::lstm, 2);
  auto pass = model->pass({6, 2}, Purpose::train);
  std::ranges::copy(ids(12, 500), pass->inputs().begin());
  std::ranges::copy(ids(12, 501), pass->targets().begin());
  pass->begin();
  pass->forward(0);
  CHECK(worst_error(pass->logits(), std::span(model_logits), floor) < tolerance);
  CHECK(relative_error(pass->score(0) / 12, model_loss[0], floor) < tolerance);
  pass->backward(0);
  CHECK(worst_error(dense(pass->gradients()), std::span(model_gradients), floor) < tolerance);
}

struct Curve {
  std::span<const double> losses, norms, parameters;
};

template <class T>
void check_training(const OptimizerOptions& optimizer, double clip, const Curve& expected, double tolerance) {
  auto model = made<T>(CellKind::lstm, 2);
  const auto text = ids(121, 600);
  Trainer<T> trainer(*model, text, {}, {.batch = 2, .window = 6, .optimizer = optimizer, .clip = clip});
  std::vector<double> losses, norms;
  while (losses.size() < 10) {
    if (trainer.advance() != Finished::step) continue;
    losses.push_back(trainer.loss());
    norms.push_back(trainer.gradient_norm());
  }
  CHECK(worst_error(losses, expected.losses, 0.1) < tolerance);
  CHECK(worst_error(norms, expected.norms, 0.1) < tolerance);
  CHECK(worst_error(dense(model->parameters()), expected.parameters, 0.1) < tolerance);
}

/// The largest difference of any loss of a hundred steps of Adam.
template <class T>
double curve_error(CellKind cell, Index L, std::span<const double> expected) {
  auto model = made<T>(cell, L);
  const auto text = ids(121, 600);
  Trainer<T> trainer(*model, text, {}, {.batch = 2, .window = 6, .optimizer = {.rate = 0.02}, .clip = 0.3});
  double worst = 0;
  for (size_t step = 0; step < expected.size();)
    if (trainer.advance() == Finished::step) worst = std::max(worst, std::abs(trainer.loss() - expected[step++]));
  return worst;
}

constexpr OptimizerOptions adam{.kind = OptimizerKind::adam, .rate = 0.02};
constexpr OptimizerOptions sgd{.kind = OptimizerKind::sgd, .rate = 0.3, .momentum = 0.9};

}  // namespace

TEST_CASE("One LSTM step gives PyTorch's h and c", "[golden]") {
  const auto exact = step<double, Lstm>(Activation::tanh, 100);
  CHECK(worst_error(exact[0], std::span(lstm_step_h), 1e-3) < 1e-12);
  CHECK(worst_error(exact[1], std::span(lstm_step_c), 1e-3) < 1e-12);
  const auto rounded = step<float, Lstm>(Activation::tanh, 100);
  CHECK(worst_error(rounded[0], std::span(lstm_step_h), 0.1) < 1e-6);
  CHECK(worst_error(rounded[1], std::span(lstm_step_c), 0.1) < 1e-6);
}

TEST_CASE("One Elman step gives PyTorch's h", "[golden]") {
  CHECK(worst_error(step<double, Elman>(Activation::tanh, 200)[0], std::span(elman_tanh_step_h), 1e-3) < 1e-12);
  CHECK(worst_error(step<double, Elman>(Activation::relu, 200)[0], std::span(elman_relu_step_h), 1e-3) < 1e-12);
  CHECK(worst_error(step<float, Elman>(Activation::tanh, 200)[0], std::span(elman_tanh_step_h), 0.1) < 1e-6);
  CHECK(worst_error(step<float, Elman>(Activation::relu, 200)[0], std::span(elman_relu_step_h), 0.1) < 1e-6);
}

TEST_CASE("One GRU step gives PyTorch's h", "[golden]") {
  CHECK(worst_error(step<double, Gru>(Activation::tanh, 700)[0], std::span(gru_step_h), 1e-3) < 1e-12);
  CHECK(worst_error(step<float, Gru>(Activation::tanh, 700)[0], std::span(gru_step_h), 0.1) < 1e-6);
}

TEST_CASE("A two-layer LSTM gives PyTorch's logits, loss and gradients", "[golden]") {
  check_model<double>(1e-10, 1e-4);
  check_model<float>(1e-5, 0.1);
}

TEST_CASE("Ten steps of Adam give PyTorch's losses, norms and parameters", "[golden]") {
  const Curve curve{adam_losses, adam_norms, adam_parameters};
  check_training<double>(adam, 0.3, curve, 1e-10);
  check_training<float>(adam, 0.3, curve, 1e-4);
}

TEST_CASE("Ten steps of SGD with momentum give PyTorch's losses, norms and parameters", "[golden]") {
  const Curve curve{sgd_losses, sgd_norms, sgd_parameters};
  check_training<double>(sgd, 0.25, curve, 1e-10);
  check_training<float>(sgd, 0.25, curve, 2e-5);
}

TEST_CASE("A hundred steps of every cell, with one layer and two, follow PyTorch's losses", "[golden]") {
  const struct {
    CellKind cell;
    Index layers;
    std::span<const double> losses;
  } curves[] = {{CellKind::rnn, 1, rnn_1_curve},   {CellKind::rnn, 2, rnn_2_curve},   {CellKind::gru, 1, gru_1_curve},
                {CellKind::gru, 2, gru_2_curve},   {CellKind::lstm, 1, lstm_1_curve}, {CellKind::lstm, 2, lstm_2_curve}};
  for (const auto& [cell, layers, losses] : curves) {
    INFO("cell " << static_cast<int>(cell) << " layers " << layers);
    CHECK(curve_error<double>(cell, layers, losses) < 1e-5);  // clip_grad_norm_ adds 1e-6 to the norm
    CHECK(curve_error<float>(cell, layers, losses) < 1e-4);
  }
}
