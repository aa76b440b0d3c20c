#include "layers/stack.h"

#include <catch2/catch_test_macros.hpp>

#include "support/compare.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

constexpr Index T = 6, B = 3, H = 3;
const std::vector<Index> lengths{6, 3, 1};

struct Params : StackParams<double> {
  using Scalar = double;
  static Params declare(Arena<double>& arena, const StackShape& s) { return {StackParams::declare(arena, s)}; }
};

/// A stack with its parameters, their gradients, and what goes in and comes back.
struct Stacked {
  StackShape shape;
  Placed<Params> params, gradients;
  Stack<double> stack;
  std::vector<double> x, dx;

  explicit Stacked(const StackShape& s, Purpose purpose = Purpose::train)
      : shape(s), params(place<Params>(s)), gradients(place<Params>(s)),
        stack(s, {T, B}, purpose), x(T * B * s.I), dx(T * B * s.I) {
    Random random(5, 9);
    fill(params.arena.all(), random, 0.8), fill(std::span(x), random);
  }

  StackInput<double> input() {
    return {{}, Matrix<double>(x.data(), T * B, shape.I), Matrix<double>(dx.data(), T * B, shape.I)};
  }
  Matrix<double> forward(std::uint64_t noise = 0) {
    stack.pack(params.tensors);
    stack.begin(noise), stack.reset();
    stack.forward(params.tensors, input(), 0, T);
    return stack.output(0, T);
  }
  /// What comes back to y is `weight` where a step counts.
  void backward(const std::vector<double>& weight) {
    gradients.arena.zero();
    std::ranges::copy(weight, stack.output_gradient(0, T).data());
    stack.backward(gradients.tensors, input(), {}, 0, T);
  }
};

Index turned(Index t, Index b) { return t < lengths[b] ? lengths[b] - 1 - t : t; }

/// Each stream's steps that count, last first.
std::vector<double> reversed(const std::vector<double>& x) {
  const Index width = static_cast<Index>(x.size()) / (T * B);
  std::vector<double> out(x.size());
  for (Index t = 0; t < T; ++t)
    for (Index b = 0; b < B; ++b)
      std::copy_n(x.data() + (turned(t, b) * B + b) * width, width, out.data() + (t * B + b) * width);
  return out;
}

/// The columns of one direction, or the sum over both.
std::vector<double> half(const std::vector<double>& y, Index direction) {
  std::vector<double> out(T * B * H);
  for (Index row = 0; row < T * B; ++row) std::copy_n(y.data() + row * 2 * H + direction * H, H, out.data() + row * H);
  return out;
}

std::vector<double> copied(const Matrix<double>& m) { return {m.data(), m.data() + m.size()}; }

void copy(const CellParams<double>& from, const CellParams<double>& to) {
  const auto assign = [](const Matrix<double>& a, Matrix<double> b) { std::copy_n(a.data(), a.size(), b.data()); };
  assign(from.W, to.W), assign(from.U, to.U), assign(from.b, to.b), assign(from.v, to.v);
}

/// One direction of one layer.
void adopt(Stacked& one, const Stacked& both, Index at) {
  copy(both.params.tensors.layers[at], one.params.tensors.layers[0]);
}

StackShape shape(CellKind cell, Index L, Index D, double dropout = 0) {
  return {.cell = cell, .I = 2, .H = H, .L = L, .D = D, .dropout = dropout};
}

}  // namespace

TEST_CASE("Two directions are two stacks of one, of which the second reads each sequence from its end", "[layers]") {
  std::vector<double> weight(T * B * 2 * H);
  Random random(8, 9);
  fill(std::span(weight), random);
  for (Index row = 0; row < T * B; ++row)
    if (row / B >= lengths[row % B]) std::fill_n(weight.begin() + row * 2 * H, 2 * H, 0.0);
  for (const CellKind cell : {CellKind::lstm, CellKind::gru, CellKind::rnn}) {
    INFO("cell " << static_cast<int>(cell));
    Stacked both(shape(cell, 1, 2)), ahead(shape(cell, 1, 1)), back(shape(cell, 1, 1));
    adopt(ahead, both, 0), adopt(back, both, 1);
    ahead.x = both.x, back.x = reversed(both.x);
    both.stack.set_lengths(lengths);
    const auto y = copied(both.forward()), h = copied(ahead.forward()), r = reversed(copied(back.forward()));
    CHECK(same_bits(half(y, 0), h));
    CHECK(same_bits(half(y, 1), r));
    both.backward(weight), ahead.backward(half(weight, 0)), back.backward(reversed(half(weight, 1)));
    const auto sent = reversed(back.dx);
    for (size_t k = 0; k < sent.size(); ++k) CHECK(std::abs(both.dx[k] - (ahead.dx[k] + sent[k])) < 1e-14);
    for (Index d = 0; d < 2; ++d) {
      const auto &ours = both.gradients.tensors.layers[d], &theirs = (d ? back : ahead).gradients.tensors.layers[0];
      CHECK(same_bits(ours.W, theirs.W));
      CHECK(same_bits(ours.U, theirs.U));
      CHECK(same_bits(ours.b, theirs.b));
      CHECK(same_bits(ours.v, theirs.v));
    }
  }
}

TEST_CASE("The state of each stream after its last step stands in its end row, in both directions", "[layers]") {
  Stacked both(shape(CellKind::lstm, 2, 2));
  both.stack.set_lengths(lengths);
  const Matrix<double> y = both.forward();
  for (Index b = 0; b < B; ++b)
    for (Index d = 0; d < 2; ++d) {
      const double* end = both.stack.layer(1, d).state()[0].all.data() + both.stack.end_row(b) * H;
      const Index t = d ? 0 : lengths[b] - 1;
      CHECK(std::equal(end, end + H, y.data() + (t * B + b) * 2 * H + d * H));
    }
}

TEST_CASE("Layers above read both directions of the layer below", "[layers]") {
  Stacked two(shape(CellKind::gru, 2, 2)), first(shape(CellKind::gru, 1, 2));
  StackShape upper = shape(CellKind::gru, 1, 2);
  upper.I = 2 * H;
  Stacked second(upper);
  for (Stacked* s : {&two, &first, &second}) s->stack.set_lengths(lengths);
  first.x = two.x;
  for (Index d = 0; d < 2; ++d) {
    copy(two.params.tensors.layers[d], first.params.tensors.layers[d]);
    copy(two.params.tensors.layers[2 + d], second.params.tensors.layers[d]);
  }
  second.x = copied(first.forward());
  CHECK(same_bits(two.forward(), second.forward()));
}

namespace {

/// The top layer hands on what it reads, so that its output is what dropout leaves of the layer below.
struct Dropping : Stacked {
  explicit Dropping(double p) : Stacked(transparent(p)) {
    const auto& top = params.tensors.layers[1];
    Matrix<double>(top.W).setIdentity(), Matrix<double>(top.U).setZero(), Matrix<double>(top.b).setZero();
  }
  static StackShape transparent(double p) {
    return {.cell = CellKind::rnn, .options = {.activation = Activation::identity}, .I = 2, .H = 200, .L = 2, .dropout = p};
  }
  std::vector<double> kept(std::uint64_t noise) {
    std::vector<double> factors = copied(forward(noise));
    const Matrix<double> whole = stack.layer(0).output(0, T);
    for (size_t k = 0; k < factors.size(); ++k) factors[k] /= whole.data()[k];
    return factors;
  }
};

}  // namespace

TEST_CASE("Dropout drops the given share between layers, and keeps the mean", "[layers]") {
  for (const double p : {0.2, 0.5}) {
    const auto factors = Dropping(p).kept(1);  // 3600 of them: a standard error of at most 0.0084
    double dropped = 0, sum = 0;
    for (const double f : factors) {
      CHECK((f == 0 || std::abs(f - 1 / (1 - p)) < 1e-12));
      dropped += f == 0, sum += f;
    }
    const auto n = static_cast<double>(factors.size());
    CHECK(std::abs(dropped / n - p) < 0.03);
    CHECK(std::abs(sum / n - 1) < 0.06);
  }
}

TEST_CASE("The same seed drops the same, another seed something else", "[layers]") {
  Dropping one(0.5), two(0.5);
  const auto first = one.kept(1);
  CHECK(same_bits(first, two.kept(1)));
  CHECK(!same_bits(first, one.kept(2)));
  CHECK(same_bits(first, one.kept(1)));
}

TEST_CASE("The top layer drops nothing", "[layers]") {
  Stacked dropping(shape(CellKind::lstm, 1, 1, 0.5)), plain_one(shape(CellKind::lstm, 1, 1));
  CHECK(same_bits(dropping.forward(1), plain_one.forward(1)));
}

TEST_CASE("A carried state makes two windows one", "[layers]") {
  Stacked whole(shape(CellKind::lstm, 2, 1)), half_way(shape(CellKind::lstm, 2, 1));
  const auto y = copied(whole.forward());
  Stack<double> part(half_way.shape, {T / 2, B}, Purpose::read);
  part.pack(half_way.params.tensors), part.begin(0), part.reset();
  const Matrix<double> x(half_way.x.data(), T * B, 2);
  for (Index t = 0; t < T; t += T / 2) {
    part.forward(half_way.params.tensors, {{}, rows(x, t * B, (t + T / 2) * B)}, 0, T / 2);
    const auto now = copied(part.output(0, T / 2));
    CHECK(std::equal(now.begin(), now.end(), y.begin() + t * B * H));
    part.carry();
  }
}

TEST_CASE("The forget gate's bias starts higher by as much as asked for, of every layer, and nothing else does", "[layers]") {
  Stacked plain_one(shape(CellKind::lstm, 2, 2)), biased(shape(CellKind::lstm, 2, 2));
  Random a(3, 1), b(3, 1);
  initialize_stack(plain_one.shape, plain_one.params.tensors, a, {.seed = 3});
  initialize_stack(biased.shape, biased.params.tensors, b, {.seed = 3, .forget_bias = 1});
  for (size_t at = 0; at < 4; ++at) {
    const auto &p = plain_one.params.tensors.layers[at], &q = biased.params.tensors.layers[at];
    CHECK(same_bits(p.W, q.W));
    CHECK(same_bits(p.U, q.U));
    for (Index j = 0; j < 4 * H; ++j) CHECK(q.b(0, j) == p.b(0, j) + (j / H == 1 ? 1 : 0));
  }
}
