#pragma once
// Rows added to rows, in row order.

#include "math/types.h"

namespace unrolled {

/// to[0 … count) += from[0 … count).
template <class T>
void add_row(T* to, const T* from, Index count);

/// to[0 … count) += factor · from[0 … count).
template <class T>
void add_row(T* to, const T* from, Index count, T factor);

/// Σ_j a_j b_j, in four lanes.
template <class T>
T dot_row(const T* a, const T* b, Index count);

/// y[n] = b, every row.
template <class T>
void fill_rows(const Matrix<T>& b, Matrix<T> y);

/// db += Σ_n dy[n], n ascending.
template <class T>
void sum_rows(const Matrix<T>& dy, Matrix<T> db);

}  // namespace unrolled
