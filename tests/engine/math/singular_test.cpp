#include "math/singular.h"

#include <catch2/catch_test_macros.hpp>

#include "math/product.h"
#include "math/spectral.h"
#include "support/compare.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

using Dense = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Matrix<double> view(Dense& m) { return Matrix<double>(m.data(), m.rows(), m.cols()); }

std::vector<double> singular_values(Dense m) {
  SingularValues s(view(m));
  while (!s.sweep()) continue;
  return s.values();
}

Dense orthogonal(Index n, std::uint64_t seed) {
  Dense Q(n, n);
  start_recurrent(seed, view(Q), {.kind = RecurrentKind::orthogonal});
  return Q;
}

/// Q diag(values) P, whose singular values are known.
Dense composed(std::span<const double> values) {
  const auto n = static_cast<Index>(values.size());
  Dense D = Dense::Zero(n, n);
  for (Index k = 0; k < n; ++k) D(k, k) = values[k];
  return orthogonal(n, 1) * D * orthogonal(n, 2);
}

}  // namespace

TEST_CASE("Singular values are those a matrix was composed of", "[math]") {
  for (const Index n : {1, 2, 3, 7, 32, 128}) {
    std::vector<double> expected;
    for (Index k = 0; k < n; ++k) expected.push_back(3.0 * static_cast<double>(n - k) / static_cast<double>(n));
    CHECK(worst_error(singular_values(composed(expected)), expected, 0) < 1e-12);
  }
}

TEST_CASE("Small singular values are exact to 1e-15 of the largest", "[math]") {
  const std::vector<double> expected{100, 1, 1, 1e-4, 1e-9, 0};
  const auto found = singular_values(composed(expected));
  for (std::size_t k = 0; k < expected.size(); ++k) CHECK(std::abs(found[k] - expected[k]) < 100 * 1e-14);
}

TEST_CASE("Singular values of matrices without full rank end with zeros", "[math]") {
  CHECK(singular_values(Dense::Zero(4, 4)) == std::vector<double>(4));
  const auto one = singular_values(Dense::Constant(5, 5, 2.0));
  CHECK(std::abs(one[0] - 10) < 1e-13);
  for (int k = 1; k < 5; ++k) CHECK(one[k] < 1e-13);
}

TEST_CASE("Singular values of a matrix that is not finite come to an end", "[math]") {
  CHECK(singular_values(Dense::Constant(3, 3, NAN)).size() == 3);
  CHECK(singular_values(Dense::Constant(3, 3, INFINITY)).size() == 3);
}
