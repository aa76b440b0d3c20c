#include "math/product.h"

#include <catch2/catch_test_macros.hpp>

#include "support/compare.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

/// The order that the header promises: k ascending, starting from what C holds.
template <class T>
void naive(T* C, const Strided<T>& A, const Strided<T>& B) {
  for (Index m = 0; m < A.rows; ++m)
    for (Index n = 0; n < B.cols; ++n) {
      T sum = C[m * B.cols + n];
      for (Index k = 0; k < A.cols; ++k) {
        const T product = A.data[m * A.row_step + k * A.col_step] * B.data[k * B.row_step + n * B.col_step];
        sum = sum + product;
      }
      C[m * B.cols + n] = sum;
    }
}

struct Shape {
  Index M, K, N;
};

/// Every form of the product of one shape against the triple loop.
template <class T>
bool agrees(Shape s, bool a_transposed, bool b_transposed, Random& random) {
  std::vector<T> a(s.M * s.K), b(s.K * s.N), c(s.M * s.N);
  fill(std::span<T>(a), random), fill(std::span<T>(b), random), fill(std::span<T>(c), random);
  const Strided<T> A = a_transposed ? transposed(Matrix<T>(a.data(), s.K, s.M)) : plain(Matrix<T>(a.data(), s.M, s.K));
  const Strided<T> B = b_transposed ? transposed(Matrix<T>(b.data(), s.N, s.K)) : plain(Matrix<T>(b.data(), s.K, s.N));
  std::vector<T> expected = c, blocked = c, packed_result = c;
  naive(expected.data(), A, B);
  multiply_add(Matrix<T>(blocked.data(), s.M, s.N), A, B);
  Arena<T> measure;
  Packed<T>::declare(measure, s.K, s.N);
  Arena<T> arena(measure.size());
  Packed<T> packed = Packed<T>::declare(arena, s.K, s.N);
  packed.pack(B);
  multiply_add(Matrix<T>(packed_result.data(), s.M, s.N), A, packed);
  return same_bits(expected, blocked) && same_bits(expected, packed_result);
}

template <class T>
void check(Shape s, Random& random) {
  const std::uint32_t forms = random.next();
  INFO("M " << s.M << " K " << s.K << " N " << s.N << " transposed A " << (forms & 1) << " B " << (forms >> 1 & 1));
  REQUIRE(agrees<T>(s, forms & 1, forms >> 1 & 1, random));
}

Index below(Random& random, std::uint32_t limit) { return static_cast<Index>(random.next() % limit); }

}  // namespace

TEST_CASE("Thousands of random shapes give the bits of the triple loop", "[math]") {
  Random random(1, 1);
  for (int k = 0; k < 2000; ++k) {
    const Shape s{below(random, 23), below(random, 40), below(random, 70)};
    check<float>(s, random);
    check<double>(s, random);
  }
}

TEST_CASE("Shapes beyond one block give the bits of the triple loop in every form", "[math]") {
  Random random(2, 1);
  for (const Shape s : {Shape{3, 257, 513}, {2, 600, 33}, {5, 31, 1100}, {129, 7, 17}, {131, 256, 16}, {1, 513, 530}})
    for (const bool a : {false, true})
      for (const bool b : {false, true}) {
        INFO("M " << s.M << " K " << s.K << " N " << s.N << " transposed A " << a << " B " << b);
        CHECK(agrees<float>(s, a, b, random));
        CHECK(agrees<double>(s, a, b, random));
      }
}

TEST_CASE("Empty, single and odd sizes work", "[math]") {
  Random random(3, 1);
  for (const Index M : {0, 1, 2, 3})
    for (const Index K : {0, 1, 2, 5})
      for (const Index N : {0, 1, 15, 16, 17}) check<float>({M, K, N}, random);
}

TEST_CASE("A product adds to what the result holds", "[math]") {
  std::vector<float> a{2}, b{3}, c{10};
  multiply_add(Matrix<float>(c.data(), 1, 1), plain(Matrix<float>(a.data(), 1, 1)), plain(Matrix<float>(b.data(), 1, 1)));
  CHECK(c[0] == 16);
}

TEST_CASE("A packed matrix that is packed again forgets its old values", "[math]") {
  Random random(4, 1);
  Arena<float> arena(1024);
  Packed<float> packed = Packed<float>::declare(arena, 9, 20);
  std::vector<float> first(180), second(180), a(9), through_packed(20), direct(20);
  fill(std::span<float>(first), random), fill(std::span<float>(second), random), fill(std::span<float>(a), random);
  packed.pack(plain(Matrix<float>(first.data(), 9, 20)));
  packed.pack(plain(Matrix<float>(second.data(), 9, 20)));
  const auto A = plain(Matrix<float>(a.data(), 1, 9));
  multiply_add(Matrix<float>(through_packed.data(), 1, 20), A, packed);
  multiply_add(Matrix<float>(direct.data(), 1, 20), A, plain(Matrix<float>(second.data(), 9, 20)));
  CHECK(same_bits(through_packed, direct));
}
