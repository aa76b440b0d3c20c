#include "layers/embedding.h"

#include "math/rows.h"

namespace unrolled {

template <class T>
void add_rows(const Matrix<T>& table, std::span<const Id> ids, Matrix<T> out) {
  const Index width = table.cols();
  for (size_t n = 0; n < ids.size(); ++n) {
    add_row(out.data() + static_cast<Index>(n) * width, table.data() + ids[n] * width, width);
  }
}

template <class T>
void scatter_rows(const Matrix<T>& d, std::span<const Id> ids, Matrix<T> table) {
  const Index width = table.cols();
  for (size_t n = 0; n < ids.size(); ++n) {
    add_row(table.data() + ids[n] * width, d.data() + static_cast<Index>(n) * width, width);
  }
}

template void add_rows(const Matrix<float>&, std::span<const Id>, Matrix<float>);
template void scatter_rows(const Matrix<float>&, std::span<const Id>, Matrix<float>);
template void add_rows(const Matrix<double>&, std::span<const Id>, Matrix<double>);
template void scatter_rows(const Matrix<double>&, std::span<const Id>, Matrix<double>);

}  // namespace unrolled
