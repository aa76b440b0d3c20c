#pragma once
// Where a computation first left the finite numbers.

#include <cmath>
#include <optional>
#include <string>

#include "models/example_model.h"
#include "models/language_model.h"

namespace unrolled {

struct NonFinite {
  std::string tensor;  // as in the cell's equations; "logits", "loss"; "∂L/∂h" …
  Index layer = 0, time = 0;
};

/// The first row of a view that holds an infinity or NaN.
template <class T>
std::optional<Index> first_bad_row(const NamedView<T>& view) {
  for (Index r = 0; r < view.rows; ++r)
    for (Index j = 0; j < view.cols; ++j)
      if (!std::isfinite(view.data[r * view.stride + j])) return r;
  return std::nullopt;
}

/// The first step at which an activation of a layer is not finite; layers in the order of computing, B streams.
template <class T>
std::optional<NonFinite> first_bad_step(const std::vector<std::vector<NamedView<T>>>& layers, Index B) {
  std::optional<NonFinite> found;
  for (size_t l = 0; l < layers.size(); ++l)
    for (const auto& view : layers[l])
      if (const auto row = first_bad_row(view); row && (!found || *row / B < found->time))
        found = {std::string(view.name), static_cast<Index>(l), *row / B};
  return found;
}

/// In the order of computing: activations by time step, layer and equation, then the loss; gradients from the last
/// time step to the first.
template <class T>
NonFinite first_non_finite(Pass<T>& pass, Index layers) {
  std::vector<std::vector<NamedView<T>>> activations;
  for (Index l = 0; l < layers; ++l) activations.push_back(pass.activations(l));
  if (const auto found = first_bad_step(activations, pass.span().B)) return *found;
  for (Index r = 0; r < pass.span().T * pass.span().B; ++r)
    if (!std::isfinite(pass.losses()[r])) return {"logits", layers - 1, r / pass.span().B};
  NonFinite found;
  std::optional<Index> latest;
  for (Index l = layers; l-- > 0;)
    for (const auto& view : pass.activation_gradients(l))
      for (Index t = pass.span().T; t-- > 0;) {
        const NamedView<T> step{view.name, view.data + t * pass.span().B * view.stride, pass.span().B, view.cols,
                                view.stride};
        if (!first_bad_row(step)) continue;
        if (!latest || t > *latest) latest = t, found = {"∂L/∂" + std::string(view.name), l, t};
        break;
      }
  if (latest) return found;
  return {"loss", layers - 1, 0};
}

template <class T>
NonFinite first_non_finite(ExamplePass<T>& pass, Index B) {
  const auto layers = pass.activations();
  if (const auto found = first_bad_step(layers, B)) return *found;
  for (size_t r = 0; r < pass.losses().size(); ++r)
    if (!std::isfinite(pass.losses()[r])) return {"logits", static_cast<Index>(layers.size()) - 1, static_cast<Index>(r) / B};
  return {"∂L/∂h", 0, 0};
}

}  // namespace unrolled
