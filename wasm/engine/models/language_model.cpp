#include "models/language_model.h"

#include "cells/elman.h"
#include "cells/gru.h"
#include "cells/lstm.h"
#include "models/stacked.h"

namespace unrolled {

template <class T>
std::unique_ptr<LanguageModel<T>> LanguageModel<T>::make(const LanguageModelShape& shape) {
  switch (shape.cell) {
    case CellKind::lstm: return std::make_unique<StackedModel<Lstm<T>>>(shape);
    case CellKind::gru: return std::make_unique<StackedModel<Gru<T>>>(shape);
    case CellKind::rnn: break;
  }
  return std::make_unique<StackedModel<Elman<T>>>(shape);
}

template <class T>
std::unique_ptr<LanguageModel<T>> LanguageModel<T>::copy() {
  auto other = make(shape_);
  std::ranges::copy(parameters().all(), other->parameters().all().begin());
  return other;
}

template <class T>
void Pass<T>::reorder(std::span<const Index> parents) {
  for (auto& [name, m] : state()) {
    const Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> before = m;
    for (Index b = 0; b < span_.B; ++b) m.row(b) = before.row(parents[b]);
  }
}

template class LanguageModel<float>;
template class LanguageModel<double>;
template class Pass<float>;
template class Pass<double>;

}  // namespace unrolled
