// Products as models are trained with.

#include "math/product_kernels.h"

namespace unrolled {

template class Packed<float>;
template void multiply_add(Matrix<float>, Strided<float>, Strided<float>);
template void multiply_add(Matrix<float>, Strided<float>, const Packed<float>&);

}  // namespace unrolled
