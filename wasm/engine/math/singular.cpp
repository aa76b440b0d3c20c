#include "math/singular.h"

#include <cmath>
#include <utility>

namespace unrolled {

namespace {

constexpr int most_sweeps = 40;
constexpr double tolerance = 1e-15;

double dot(const double* a, const double* b, Index n) {
  double sum = 0;
  for (Index k = 0; k < n; ++k) sum += a[k] * b[k];
  return sum;
}

/// Turns two rows until they are orthogonal; false when they are already.
bool turn(double* p, double* q, Index n) {
  const double pp = dot(p, p, n), qq = dot(q, q, n), pq = dot(p, q, n);
  if (!(std::abs(pq) > tolerance * std::sqrt(pp) * std::sqrt(qq))) return false;
  const double zeta = (qq - pp) / (2 * pq);
  const double tangent = (zeta < 0 ? -1 : 1) / (std::abs(zeta) + std::sqrt(1 + zeta * zeta));
  const double cosine = 1 / std::sqrt(1 + tangent * tangent), sine = cosine * tangent;
  for (Index k = 0; k < n; ++k) {
    const double x = p[k], y = q[k];
    p[k] = x * cosine - y * sine;
    q[k] = x * sine + y * cosine;
  }
  return true;
}

}  // namespace

SingularValues::SingularValues(const Matrix<double>& A)
    : rows_(A.rows()), cols_(A.cols()), left_(most_sweeps), numbers_(A.data(), A.data() + A.size()) {}

bool SingularValues::sweep() {
  bool turned = false;
  for (Index p = 0; p < rows_; ++p)
    for (Index q = p + 1; q < rows_; ++q) turned |= turn(numbers_.data() + p * cols_, numbers_.data() + q * cols_, cols_);
  return !turned || --left_ == 0;
}

std::vector<double> SingularValues::values() const {
  std::vector<double> all;
  for (Index r = 0; r < rows_; ++r) {
    const double* row = numbers_.data() + r * cols_;
    all.push_back(std::sqrt(dot(row, row, cols_)));
  }
  for (size_t k = 1; k < all.size(); ++k)
    for (size_t place = k; place > 0 && all[place - 1] < all[place]; --place) std::swap(all[place - 1], all[place]);
  return all;
}

}  // namespace unrolled
