#pragma once
// Rows of a table picked by id: the product of one-hot vectors with a matrix, without the zeros.

#include <span>

#include "data/vocabulary.h"
#include "math/types.h"

namespace unrolled {

/// out[n] += table[ids[n]].
template <class T>
void add_rows(const Matrix<T>& table, std::span<const Id> ids, Matrix<T> out);

/// table[ids[n]] += d[n], for n = 0, 1, 2 … in this order.
template <class T>
void scatter_rows(const Matrix<T>& d, std::span<const Id> ids, Matrix<T> table);

}  // namespace unrolled
