#pragma once
// Gradients by central differences, fourth order: (8(f₊₁ − f₋₁) − (f₊₂ − f₋₂)) / 12 step.

#include <span>

#include "support/compare.h"

namespace unrolled::tests {

/// Relative errors are taken against at least this much: below it the rounding of the loss is what one sees.
inline constexpr double gradient_floor = 1e-4;
inline constexpr double gradient_tolerance = 1e-6;

/// The largest relative error of `gradient` over every number of `values`, which `loss()` depends on.
template <class Loss>
double worst_difference(std::span<double> values, std::span<const double> gradient, Loss&& loss) {
  constexpr double step = 3e-4;
  double worst = values.size() == gradient.size() ? 0 : INFINITY;
  for (std::size_t k = 0; k < values.size(); ++k) {
    const double x = values[k];
    auto at = [&](double shift) { return values[k] = x + shift, loss(); };
    const double near = at(step) - at(-step), far = at(2 * step) - at(-2 * step);
    values[k] = x;
    const double numeric = (8 * near - far) / (12 * step);
    worst = std::max(worst, relative_error(numeric, gradient[k], gradient_floor));
  }
  return worst;
}

template <class Loss>
double worst_difference(Matrix<double> values, const Matrix<double>& gradient, Loss&& loss) {
  return worst_difference(std::span<double>(values.data(), static_cast<std::size_t>(values.size())),
                          std::span<const double>(gradient.data(), static_cast<std::size_t>(gradient.size())), loss);
}

}  // namespace unrolled::tests
