#pragma once
// Rows of a table picked by id: the product of one-hot vectors with a matrix, without the zeros.

#include <span>

#include "data/vocabulary.h"
#include "math/rows.h"

namespace unrolled {

/// out[n] += table[ids[n]].
template <class T>
void add_rows(const Matrix<T>& table, std::span<const Id> ids, Matrix<T> out) {
  const Index width = table.cols();
  for (size_t n = 0; n < ids.size(); ++n) {
    add_row(out.data() + static_cast<Index>(n) * width, table.data() + ids[n] * width, width);
  }
}

/// table[ids[n]] += d[n], for n = 0, 1, 2 … in this order.
template <class T>
void scatter_rows(const Matrix<T>& d, std::span<const Id> ids, Matrix<T> table) {
  const Index width = table.cols();
  for (size_t n = 0; n < ids.size(); ++n) {
    add_row(table.data() + ids[n] * width, d.data() + static_cast<Index>(n) * width, width);
  }
}

}  // namespace unrolled
