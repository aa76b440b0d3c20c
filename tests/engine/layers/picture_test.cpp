#include "layers/picture.h"

#include <catch2/catch_test_macros.hpp>

#include "support/differences.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

constexpr Index B = 3, P = 6, H = 5;

struct Params : PictureParams<double> {
  using Scalar = double;
  static Params declare(Arena<double>& arena) { return {PictureParams::declare(arena, P, H)}; }
};

struct Pictured {
  Placed<Params> params = place<Params>(), gradients = place<Params>();
  Placed<Picture<double>> picture = place<Picture<double>>(B, P, H, Purpose::train);
  std::vector<double> weight = std::vector<double>(B * H);

  Pictured() {
    Random random(2, 9);
    fill(params.arena.all(), random), fill(picture.tensors.p, random), fill(std::span(weight), random);
  }
  double loss() {
    picture.tensors.pack(params.tensors);
    picture.tensors.forward(params.tensors);
    double sum = 0;
    for (Index k = 0; k < B * H; ++k) sum += weight[k] * picture.tensors.f.data()[k];
    return sum;
  }
};

}  // namespace

TEST_CASE("A picture is read by a rectified layer and a bounded one", "[layers]") {
  Pictured p;
  p.loss();
  const auto& t = p.picture.tensors;
  const Eigen::MatrixXd u = ((t.p * p.params.tensors.first.W).rowwise() + p.params.tensors.first.b.row(0)).cwiseMax(0);
  const Eigen::MatrixXd f = ((u * p.params.tensors.second.W).rowwise() + p.params.tensors.second.b.row(0)).array().tanh();
  CHECK((t.f - f).cwiseAbs().maxCoeff() < 1e-13);
  CHECK((u.array() == 0).any());
}

TEST_CASE("Gradients of the picture's layers are those of central differences", "[layers]") {
  Pictured p;
  p.loss();
  std::ranges::copy(p.weight, p.picture.tensors.df.data());
  p.picture.tensors.backward(p.gradients.tensors);
  const auto check = [&](const Linear<double>& values, const Linear<double>& gradient) {
    CHECK(worst_difference(values.W, gradient.W, [&] { return p.loss(); }) < gradient_tolerance);
    CHECK(worst_difference(values.b, gradient.b, [&] { return p.loss(); }) < gradient_tolerance);
  };
  check(p.params.tensors.first, p.gradients.tensors.first);
  check(p.params.tensors.second, p.gradients.tensors.second);
}
