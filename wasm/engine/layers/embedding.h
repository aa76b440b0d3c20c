#pragma once
// Rows of a table picked by id: the product of one-hot vectors with a matrix, without the zeros.

#include <span>

#include "data/vocabulary.h"
#include "math/lane.h"

namespace unrolled {

/// out[n] += table[ids[n]].
template <class T>
void add_rows(const Matrix<T>& table, std::span<const Id> ids, Matrix<T> out) {
  const Index width = table.cols();
  for (size_t n = 0; n < ids.size(); ++n) {
    const T* from = table.data() + ids[n] * width;
    T* to = out.data() + static_cast<Index>(n) * width;
    for_lanes(width, [&](Index j, auto part) { store<T>(to + j, load(to + j, part) + load(from + j, part), part); });
  }
}

/// table[ids[n]] += d[n], for n = 0, 1, 2 … in this order.
template <class T>
void scatter_rows(const Matrix<T>& d, std::span<const Id> ids, Matrix<T> table) {
  const Index width = table.cols();
  for (size_t n = 0; n < ids.size(); ++n) {
    const T* from = d.data() + static_cast<Index>(n) * width;
    T* to = table.data() + ids[n] * width;
    for_lanes(width, [&](Index j, auto part) { store<T>(to + j, load(to + j, part) + load(from + j, part), part); });
  }
}

}  // namespace unrolled
