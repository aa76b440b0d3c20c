#include "math/spectral.h"

#include <Eigen/Eigenvalues>
#include <catch2/catch_test_macros.hpp>

#include "support/compare.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

using Dense = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

double by_eigenvalues(const Dense& A) { return Eigen::EigenSolver<Dense>(A).eigenvalues().cwiseAbs().maxCoeff(); }

/// U of `gates` blocks, drawn uniformly and then started.
Dense started(Index H, Index gates, const RecurrentStart& start, std::uint64_t seed = 3) {
  Dense U(H, gates * H);
  Random random(seed, 1);
  fill(std::span<double>(U.data(), U.size()), random, 0.3);
  start_recurrent<double>(seed, Matrix<double>(U.data(), H, gates * H), start);
  return U;
}

}  // namespace

TEST_CASE("The spectral radius is that of the eigenvalues", "[math]") {
  Random random(1, 1);
  for (const Index H : {1, 2, 3, 8, 30, 64})
    for (int k = 0; k < 5; ++k) {
      Dense A(H, H);
      fill(std::span<double>(A.data(), A.size()), random);
      INFO("H " << H);
      CHECK(relative_error(spectral_radius(Matrix<double>(A.data(), H, H)), by_eigenvalues(A), 1e-9) < 5e-3);
    }
}

TEST_CASE("A rotation has radius 1, a nilpotent matrix 0, a scaled one the scale", "[math]") {
  std::vector<double> rotation{0.6, -0.8, 0.8, 0.6}, shift{0, 1, 0, 0}, big{1e6, 0, 0, 1}, none{0, 0, 0, 0};
  const auto radius = [](std::vector<double>& m) { return spectral_radius(Matrix<double>(m.data(), 2, 2)); };
  CHECK(std::abs(radius(rotation) - 1) < 1e-4);
  CHECK(radius(shift) == 0);
  CHECK(radius(none) == 0);
  CHECK(relative_error(radius(big), 1e6, 1) < 1e-4);
}

TEST_CASE("Orthogonal blocks are orthogonal and differ, identity is the identity", "[math]") {
  const Dense U = started(12, 4, {.kind = RecurrentKind::orthogonal});
  for (Index g = 0; g < 4; ++g) {
    const Dense block = U.middleCols(12 * g, 12);
    CHECK((block * block.transpose() - Dense::Identity(12, 12)).cwiseAbs().maxCoeff() < 1e-14);
  }
  CHECK((U.leftCols(12) - U.rightCols(12)).cwiseAbs().maxCoeff() > 0.1);
  const Dense I = started(5, 3, {.kind = RecurrentKind::identity});
  for (Index g = 0; g < 3; ++g) CHECK(I.middleCols(5 * g, 5) == Dense::Identity(5, 5));
}

TEST_CASE("Every kind takes the radius that is asked for, gate by gate; nothing asked changes nothing", "[math]") {
  for (const auto kind : {RecurrentKind::uniform, RecurrentKind::orthogonal, RecurrentKind::identity})
    for (const double radius : {0.5, 1.0, 1.7}) {
      const Dense U = started(20, 2, {kind, radius});
      for (Index g = 0; g < 2; ++g)
        CHECK(relative_error(by_eigenvalues(U.middleCols(20 * g, 20)), radius, 1e-9) < 5e-3);
    }
  Dense plain(7, 7);
  Random random(3, 1);
  fill(std::span<double>(plain.data(), plain.size()), random, 0.3);
  CHECK(started(7, 1, {}) == plain);
}
