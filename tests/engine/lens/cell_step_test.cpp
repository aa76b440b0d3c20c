#include "lens/cell_step.h"

#include <catch2/catch_test_macros.hpp>

#include "math/elementary.h"
#include "support/analyses.h"
#include "support/compare.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

using Figures = std::vector<Figure>;

struct CellRequest {
  CellKind cell;
  CellOptions options;
  Index batch, inputs, hidden;
  Purpose purpose;
};

Figures stepped(const CellRequest& r, const std::vector<double>& numbers) {
  return cell_step<double>({.cell = r.cell, .options = r.options, .I = r.inputs, .H = r.hidden}, r.batch, r.purpose, numbers);
}

const std::vector<double>& numbers_of(const Figures& figures, const std::string& name) {
  for (const Figure& f : figures)
    if (f.name == name) return f.numbers;
  FAIL("no figure " << name);
  return figures.front().numbers;
}

/// Where each part of the numbers begins, and behind the last.
std::vector<Index> places(const CellRequest& r) {
  const Index wide = size_of(r.cell).gates * r.hidden, state = r.batch * r.hidden;
  std::vector<Index> sizes{wide * r.inputs, wide * r.hidden, wide, wide, r.batch * r.inputs, state};
  const Index states = (r.cell == CellKind::lstm ? 2 : 1) * (r.purpose == Purpose::train ? 2 : 1);
  sizes.insert(sizes.end(), static_cast<std::size_t>(states - 1), state);
  std::vector<Index> at{0};
  for (const Index n : sizes) at.push_back(at.back() + n);
  return at;
}

std::vector<double> random_numbers(const CellRequest& r, std::uint64_t seed) {
  std::vector<double> numbers(static_cast<std::size_t>(places(r).back()));
  Random random(seed, 31);
  fill(std::span(numbers), random);
  return numbers;
}

std::vector<CellRequest> every_cell(Purpose purpose) {
  std::vector<CellRequest> all;
  const auto add = [&](CellKind cell, const CellOptions& options) { all.push_back({cell, options, 3, 2, 5, purpose}); };
  add(CellKind::lstm, {});
  add(CellKind::lstm, {.hold = {-1, 0.5, -1, 1}});
  add(CellKind::gru, {});
  add(CellKind::gru, {.hold = {0.5, -1, -1, -1}});
  for (const auto f : {Activation::tanh, Activation::relu, Activation::identity, Activation::sigmoid}) add(CellKind::rnn, {.activation = f});
  return all;
}

/// What the upstream gradients, the last of the numbers, are the gradients of.
double weighted(const CellRequest& r, const std::vector<double>& numbers) {
  const auto figures = stepped(r, numbers);
  const double* weight = numbers.data() + places(r)[r.cell == CellKind::lstm ? 7 : 6];
  double sum = 0;
  for (const char* name : {"h", "c"}) {
    if (*name == 'c' && r.cell != CellKind::lstm) break;
    for (const double x : numbers_of(figures, name)) sum += *weight++ * x;
  }
  return sum;
}

}  // namespace

TEST_CASE("Every gradient of a step is that of central differences", "[lens]") {
  for (const CellRequest& r : every_cell(Purpose::train)) {
    INFO("cell " << int(r.cell) << " activation " << int(r.options.activation) << " held " << r.options.hold[0] << " " << r.options.hold[1]);
    auto numbers = random_numbers(r, 5);
    const auto figures = stepped(r, numbers);
    const auto at = places(r);
    const char* names[] = {"weight_ih", "weight_hh", "bias_ih", "bias_hh", "dx", "dh", "dc"};
    for (std::size_t k = 0; k < (r.cell == CellKind::lstm ? 7u : 6u); ++k) {
      INFO(names[k]);
      const auto part = std::span(numbers).subspan(static_cast<std::size_t>(at[k]), static_cast<std::size_t>(at[k + 1] - at[k]));
      CHECK(worst_difference(part, numbers_of(figures, names[k]), [&] { return weighted(r, numbers); }) < gradient_tolerance);
    }
  }
}

TEST_CASE("What enters a gate is what its activation made the gate of", "[lens]") {
  for (const CellRequest& r : every_cell(Purpose::read)) {
    const auto figures = stepped(r, random_numbers(r, 6));
    const auto &a = numbers_of(figures, "a"), &h = numbers_of(figures, "h");
    const std::string gates = r.cell == CellKind::lstm ? "ifgo" : r.cell == CellKind::gru ? "rzn" : "";
    for (std::size_t g = 0; g < gates.size(); ++g) {
      if (r.options.holds(static_cast<Index>(g))) continue;
      const auto& gate = numbers_of(figures, gates.substr(g, 1));
      const bool tanh = gates[g] == 'g' || gates[g] == 'n';
      for (std::size_t k = 0; k < gate.size(); ++k) {
        const Lane<double> in = splat(a[(k / 5) * 5 * gates.size() + g * 5 + k % 5]);
        CHECK(same_bits(gate[k], (tanh ? tanh_lane<double>(in) : sigmoid_lane<double>(in))[0]));
      }
    }
    if (r.cell == CellKind::rnn && r.options.activation == Activation::identity) CHECK(same_bits(a, h));
  }
}

TEST_CASE("States side by side do not know of each other", "[lens]") {
  for (const CellRequest& r : every_cell(Purpose::train)) {
    const auto numbers = random_numbers(r, 7);
    const auto at = places(r);
    const auto all = stepped(r, numbers);
    CellRequest one = r;
    one.batch = 1;
    for (Index b = 0; b < r.batch; ++b) {
      std::vector<double> own(numbers.begin(), numbers.begin() + at[4]);
      for (std::size_t k = 4; k + 1 < at.size(); ++k) {
        const Index wide = (at[k + 1] - at[k]) / r.batch;
        own.insert(own.end(), numbers.begin() + at[k] + b * wide, numbers.begin() + at[k] + (b + 1) * wide);
      }
      const auto figures = stepped(one, own);
      for (std::size_t k = 0; k < figures.size(); ++k) {
        const auto wide = static_cast<std::size_t>(all[k].cols);
        if (all[k].rows != r.batch) continue;  // gradients of weights: sums over all
        CHECK(same_bits(figures[k].numbers, std::span(all[k].numbers).subspan(static_cast<std::size_t>(b) * wide, wide)));
      }
    }
  }
}

TEST_CASE("A step repeats what a model did in its reading, to the last bit, forward and back", "[lens]") {
  const auto ids = random_ids(9, 6, 4);
  for (const auto& shape : every_shape()) {
    INFO("cell " << int(shape.cell) << " layers " << shape.L << " embedding " << shape.E);
    auto model = seeded(shape);
    Trace<double> trace(*model, ids, Purpose::train);
    while (!trace.advance()) continue;
    const Index t = 7, H = 5, l = shape.L - 1;
    const bool lstm = shape.cell == CellKind::lstm;
    std::vector<double> numbers;
    const auto add = [&](const Matrix<double>& m) { numbers.insert(numbers.end(), m.data(), m.data() + m.size()); };
    const auto add_transposed = [&](const Matrix<double>& m) {
      for (Index c = 0; c < m.cols(); ++c)
        for (Index r = 0; r < m.rows(); ++r) numbers.push_back(m(r, c));
    };
    const auto add_row = [&](const NamedView<double>& v, Index row) { numbers.insert(numbers.end(), v.data + row * v.stride, v.data + row * v.stride + v.cols); };
    const Matrix<double> W = parameter(*model, l, "W"), b = parameter(*model, l, "b");
    add_transposed(W), add_transposed(parameter(*model, l, "U")), add(b);
    numbers.resize(numbers.size() + static_cast<std::size_t>(b.cols()));
    if (shape.cell == CellKind::gru) std::copy_n(parameter(*model, l, "v").data(), H, numbers.end() - H);
    if (l) add_row(named(trace.activations(0), "h"), t);
    else if (shape.E) add(rows(parameter(*model, "embedding"), ids[t], ids[t] + 1));
    else for (Index k = 0; k < W.rows(); ++k) numbers.push_back(k == ids[t]);
    add_row(named(trace.activations(l), "h"), t - 1);
    if (lstm) add_row(named(trace.activations(l), "c"), t - 1);
    add_row(named(trace.gradients(l), "h"), t);
    if (lstm) numbers.resize(numbers.size() + H);  // the last step: nothing comes from after it
    const auto figures = stepped({shape.cell, {shape.activation, shape.hold}, 1, W.rows(), H, Purpose::train}, numbers);
    const auto same = [&](const NamedView<double>& v, const std::string& name, Index from = 0) {
      return same_bits(std::span(v.data + t * v.stride, 5), std::span(numbers_of(figures, name)).subspan(static_cast<std::size_t>(from), 5));
    };
    for (const auto& view : trace.activations(l)) CHECK(same(view, std::string(view.name)));
    Index gate = 0;
    for (const auto& view : trace.gradients(l)) {
      if (view.name == "h") continue;
      CHECK((view.name == "c" ? same(view, "dc_t") : same(view, "da", 5 * gate++)));
    }
  }
}
