#include "math/spectral.h"

#include <cmath>
#include <vector>

#include "math/elementary.h"
#include "math/product.h"

namespace unrolled {

namespace {

constexpr int squarings = 14;

/// A square matrix of its own.
struct Square {
  Index H;
  std::vector<double> numbers = std::vector<double>(static_cast<size_t>(H * H));
  Matrix<double> view() { return Matrix<double>(numbers.data(), H, H); }
};

double dot(const double* a, const double* b, Index n) {
  double sum = 0;
  for (Index k = 0; k < n; ++k) sum += a[k] * b[k];
  return sum;
}

void divide(std::vector<double>& values, double by) {
  for (double& x : values) x /= by;
}

/// Rows of normal numbers, each freed of what it shares with those before (Gram & Schmidt, twice for accuracy).
void fill_orthogonal(Random& random, Matrix<double> Q) {
  const Index H = Q.rows();
  for (Index r = 0; r < H; ++r) {
    double* row = Q.data() + r * H;
    for (Index c = 0; c < H; ++c) row[c] = random.normal();
    for (int pass = 0; pass < 2; ++pass)
      for (Index s = 0; s < r; ++s) {
        const double* other = Q.data() + s * H;
        const double share = dot(row, other, H);
        for (Index c = 0; c < H; ++c) row[c] -= share * other[c];
      }
    const double length = std::sqrt(dot(row, row, H));
    for (Index c = 0; c < H; ++c) row[c] /= length;
  }
}

}  // namespace

double spectral_radius(const Matrix<double>& A) {
  const Index H = A.rows();
  Square power{H}, square{H};
  std::copy_n(A.data(), H * H, power.numbers.begin());
  double log_radius = 0, weight = 1;
  for (int k = 0;; ++k, weight /= 2) {
    const double norm = std::sqrt(dot(power.numbers.data(), power.numbers.data(), H * H));
    if (norm < 1e-300) return 0;
    log_radius += weight * log_scalar(norm);
    if (k == squarings) break;
    divide(power.numbers, norm);
    std::ranges::fill(square.numbers, 0.0);
    multiply_add(square.view(), plain(power.view()), plain(power.view()));
    std::swap(power.numbers, square.numbers);
  }
  return exp_lane<double>(splat(log_radius))[0];
}

template <class T>
void start_recurrent(std::uint64_t seed, Matrix<T> U, const RecurrentStart& start) {
  if (start.kind == RecurrentKind::uniform && start.radius == 0) return;
  const Index H = U.rows();
  Random random(seed, Stream::recurrent);
  Square block{H};
  for (Index first = 0; first < U.cols(); first += H) {
    const auto each = [&](auto&& f) {
      for (Index r = 0; r < H; ++r)
        for (Index c = 0; c < H; ++c) f(block.numbers[r * H + c], U.data()[r * U.cols() + first + c], r == c);
    };
    if (start.kind == RecurrentKind::orthogonal) fill_orthogonal(random, block.view());
    else if (start.kind == RecurrentKind::identity) each([](double& own, T&, bool diagonal) { own = diagonal; });
    else each([](double& own, T& u, bool) { own = static_cast<double>(u); });
    // Of the other two it is 1.
    const double radius = start.kind == RecurrentKind::uniform ? spectral_radius(block.view()) : 1;
    if (start.radius > 0 && radius > 0) divide(block.numbers, radius / start.radius);
    each([](double& own, T& u, bool) { u = T(own); });
  }
}

template void start_recurrent(std::uint64_t, Matrix<float>, const RecurrentStart&);
template void start_recurrent(std::uint64_t, Matrix<double>, const RecurrentStart&);

}  // namespace unrolled
