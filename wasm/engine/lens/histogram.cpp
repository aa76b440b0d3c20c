#include "lens/histogram.h"

#include <cmath>

namespace unrolled {

namespace {

Bound bound_of(const LanguageModelShape& shape, std::string_view name) {
  const bool rnn = shape.cell == CellKind::rnn;
  if (rnn && shape.activation == Activation::sigmoid) return Bound::gate;
  if (name == "c" || (rnn && shape.activation != Activation::tanh)) return Bound::none;
  return name == "g" || name == "n" || name == "h" ? Bound::tanh : Bound::gate;
}

/// The largest |value|.
template <class T>
double reach_of(const NamedView<T>& v) {
  double reach = 0;
  for (Index r = 0; r < v.rows; ++r)
    for (Index j = 0; j < v.cols; ++j) reach = std::max(reach, std::abs(static_cast<double>(v.data[r * v.stride + j])));
  return reach;
}

}  // namespace

template <class T>
Histograms<T>::Histograms(LanguageModel<T>& model, const std::vector<Id>& ids, Index bins)
    : TracedAnalysis<T>(model, ids, Purpose::read), bins_(bins) {
  const auto arrays = static_cast<Index>(this->trace_.activations(0).size()) * model.shape().L;
  this->add("counts", arrays, bins);
  this->add("range", arrays, 2);
  this->add("low", arrays, model.shape().H);
  this->add("high", arrays, model.shape().H);
}

template <class T>
bool Histograms<T>::piece() {
  for (const auto& v : this->trace_.activations(layer_)) {
    count(v, bound_of(this->model_.shape(), v.name));
    ++row_;
  }
  return ++layer_ == this->model_.shape().L;
}

template <class T>
void Histograms<T>::count(const NamedView<T>& v, Bound bound) {
  const double reach = bound == Bound::none ? reach_of(v) : 1, low = bound == Bound::gate ? 0 : -reach;
  const double low_end = bound == Bound::gate ? 0.1 : -0.9, high_end = 0.9;
  const double per_bin = reach > low ? static_cast<double>(bins_) / (reach - low) : 0;
  const double share = bound == Bound::none ? NAN : 1 / static_cast<double>(v.rows);
  double *counts = this->at(0, row_), *range = this->at(1, row_), *below = this->at(2, row_), *above = this->at(3, row_);
  range[0] = low, range[1] = reach;
  for (Index j = 0; j < v.cols; ++j) {
    for (Index r = 0; r < v.rows; ++r) {
      const double x = static_cast<double>(v.data[r * v.stride + j]);
      ++counts[std::clamp<Index>(static_cast<Index>((x - low) * per_bin), 0, bins_ - 1)];
      below[j] += x < low_end, above[j] += x > high_end;
    }
    below[j] *= share, above[j] *= share;
  }
}

template class Histograms<float>;
template class Histograms<double>;

}  // namespace unrolled
