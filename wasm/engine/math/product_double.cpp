// Products in double: what the lens computes in, and the gradient checks.

#include "math/product_kernels.h"

namespace unrolled {

template class Packed<double>;
template void multiply_add(Matrix<double>, Strided<double>, Strided<double>);
template void multiply_add(Matrix<double>, Strided<double>, const Packed<double>&);

}  // namespace unrolled
