#include "layers/attention.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "support/differences.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

constexpr Index S = 5, T = 3, B = 3, H = 5;
const std::vector<Index> lengths{5, 2, 0};

struct Params : AttentionParams<double> {
  using Scalar = double;
  static Params declare(Arena<double>& arena, AttentionKind kind) { return {AttentionParams::declare(arena, kind, H)}; }
};

struct Attended {
  AttentionKind kind;
  Placed<Params> params, gradients;
  Attention<double> attention;
  std::vector<double> h, k, weight, dh;

  explicit Attended(AttentionKind a)
      : kind(a), params(place<Params>(a)), gradients(place<Params>(a)),
        attention(a, {S, B}, {T, B}, H, Purpose::train), h(T * B * H), k(S * B * H), weight(T * B * H), dh(T * B * H) {
    Random random(6, 9);
    for (const auto& e : params.arena.entries()) fill(params.arena.view(e), random);
    fill(std::span(h), random), fill(std::span(k), random), fill(std::span(weight), random);
  }
  Matrix<double> queries() { return {h.data(), T * B, H}; }
  Matrix<double> keys() { return {k.data(), S * B, H}; }

  double loss() {
    const auto& p = params.tensors;
    attention.pack(p);
    attention.look_at(p, keys(), lengths);
    attention.forward(p, queries(), 0, T);
    const Matrix<double> o = attention.output(0, T);
    double sum = 0;
    for (Index n = 0; n < o.size(); ++n) sum += weight[n] * o.data()[n];
    return sum;
  }
  /// In pieces, the last first.
  void backward() {
    std::ranges::copy(weight, attention.output_gradient(0, T).data());
    for (const auto [first, last] : {std::pair<Index, Index>{1, T}, {0, 1}})
      attention.backward(params.tensors, gradients.tensors, rows(Matrix<double>(dh.data(), T * B, H), first * B, last * B), first, last);
    attention.finish(params.tensors, gradients.tensors);
  }

  double score(const Eigen::RowVectorXd& query, const Eigen::RowVectorXd& key) const {
    const auto& p = params.tensors;
    if (kind == AttentionKind::dot) return query.dot(key) / std::sqrt(static_cast<double>(H));
    const Eigen::RowVectorXd u = (query * p.Wq + key * p.Wk).array().tanh();
    return u.dot(p.v.row(0));
  }
  /// α and o of one query, by the equations.
  std::pair<Eigen::RowVectorXd, Eigen::RowVectorXd> naive(Index t, Index b) {
    Eigen::RowVectorXd alpha = Eigen::RowVectorXd::Zero(S), ch = Eigen::RowVectorXd::Zero(2 * H);
    const Eigen::RowVectorXd query = queries().row(t * B + b);
    for (Index j = 0; j < lengths[b]; ++j) alpha[j] = std::exp(score(query, keys().row(j * B + b)));
    if (lengths[b] > 0) alpha /= alpha.sum();
    for (Index j = 0; j < lengths[b]; ++j) ch.head(H) += alpha[j] * keys().row(j * B + b);
    ch.tail(H) = query;
    return {alpha, (ch * params.tensors.combine.W + params.tensors.combine.b).array().tanh()};
  }
};

constexpr AttentionKind kinds[] = {AttentionKind::dot, AttentionKind::additive};

}  // namespace

TEST_CASE("Attention weighs and combines as its equations say, and looks at no padding", "[layers]") {
  for (const AttentionKind kind : kinds) {
    INFO("kind " << static_cast<int>(kind));
    Attended a(kind);
    a.loss();
    for (Index t = 0; t < T; ++t)
      for (Index b = 0; b < B; ++b) {
        const auto [alpha, o] = a.naive(t, b);
        CHECK((a.attention.weights().row(t * B + b) - alpha).cwiseAbs().maxCoeff() < 1e-13);
        CHECK((a.attention.output(0, T).row(t * B + b) - o).cwiseAbs().maxCoeff() < 1e-13);
      }
  }
}

TEST_CASE("Gradients of attention are those of central differences: of parameters, queries and keys", "[layers]") {
  for (const AttentionKind kind : kinds) {
    INFO("kind " << static_cast<int>(kind));
    Attended a(kind);
    a.loss();
    a.backward();
    const auto loss = [&] { return a.loss(); };
    const std::vector<double> dk(a.attention.key_gradients().data(), a.attention.key_gradients().data() + S * B * H);
    for (const auto& e : a.params.arena.entries()) {
      INFO(e.name);
      CHECK(worst_difference(a.params.arena.view(e), a.gradients.arena.view(e), loss) < gradient_tolerance);
    }
    CHECK(worst_difference(a.h, std::span<const double>(a.dh), loss) < gradient_tolerance);
    CHECK(worst_difference(a.k, std::span<const double>(dk), loss) < gradient_tolerance);
  }
}

TEST_CASE("Fewer keys than there is room for are looked at as if there were no more room", "[layers]") {
  for (const AttentionKind kind : kinds) {
    Attended a(kind);
    a.loss();
    const std::vector<Index> two{2, 2, 0};
    Attention<double> exact(kind, {2, B}, {T, B}, H, Purpose::read);
    exact.pack(a.params.tensors);
    for (Attention<double>* each : {&exact, &a.attention}) {
      each->look_at(a.params.tensors, rows(a.keys(), 0, 2 * B), two);
      each->forward(a.params.tensors, a.queries(), 0, T);
    }
    CHECK(same_bits(exact.output(0, T), a.attention.output(0, T)));
  }
}

TEST_CASE("No attention takes no room and has no parameters", "[layers]") {
  const Attention<float> none(AttentionKind::none, {S, B}, {T, B}, H, Purpose::train);
  CHECK(none.weights().size() == 0);
  CHECK(place<Params>(AttentionKind::none).arena.size() == 0);
}
