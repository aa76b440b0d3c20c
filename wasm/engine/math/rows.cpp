#include "math/rows.h"

#include <algorithm>

#include "math/lane.h"

namespace unrolled {

template <class T>
void add_row(T* to, const T* from, Index count) {
  for_lanes(count, [&](Index j, auto n) { store<T>(to + j, load(to + j, n) + load(from + j, n), n); });
}

template <class T>
void add_row(T* to, const T* from, Index count, T factor) {
  for_lanes(count, [&](Index j, auto n) { store<T>(to + j, load(to + j, n) + load(from + j, n) * factor, n); });
}

template <class T>
T dot_row(const T* a, const T* b, Index count) {
  Lane<T> sums = splat(T(0));
  for_lanes(count, [&](Index j, auto n) { sums += load(a + j, n) * load(b + j, n); });
  return lane_sum<T>(sums);
}

template <class T>
void fill_rows(const Matrix<T>& b, Matrix<T> y) {
  for (Index n = 0; n < y.rows(); ++n) std::copy_n(b.data(), b.size(), y.data() + n * y.cols());
}

template <class T>
void sum_rows(const Matrix<T>& dy, Matrix<T> db) {
  for (Index n = 0; n < dy.rows(); ++n) add_row(db.data(), dy.data() + n * dy.cols(), dy.cols());
}

template void add_row(float*, const float*, Index);
template void add_row(float*, const float*, Index, float);
template float dot_row(const float*, const float*, Index);
template void fill_rows(const Matrix<float>&, Matrix<float>);
template void sum_rows(const Matrix<float>&, Matrix<float>);
template void add_row(double*, const double*, Index);
template void add_row(double*, const double*, Index, double);
template double dot_row(const double*, const double*, Index);
template void fill_rows(const Matrix<double>&, Matrix<double>);
template void sum_rows(const Matrix<double>&, Matrix<double>);

}  // namespace unrolled
