#include "layers/embedding.h"

#include <catch2/catch_test_macros.hpp>

#include "support/compare.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

TEST_CASE("Rows are picked by id and added", "[layers]") {
  std::vector<float> table(7 * 5), out(3 * 5, 10);
  for (std::size_t k = 0; k < table.size(); ++k) table[k] = static_cast<float>(k);
  const std::vector<Id> ids{6, 0, 6};
  add_rows(Matrix<float>(table.data(), 7, 5), std::span(ids), Matrix<float>(out.data(), 3, 5));
  for (int n = 0; n < 3; ++n)
    for (int j = 0; j < 5; ++j) CHECK(out[n * 5 + j] == 10 + table[ids[n] * 5 + j]);
}

TEST_CASE("Scattering is the gradient of picking: it sums over equal ids, first to last", "[layers]") {
  for (const Index width : {1, 4, 6}) {
    const auto ids = random_ids(200, 5, 3);
    Random random(4, 1);
    std::vector<float> d(200 * width), table(5 * width), expected(5 * width);
    fill(std::span<float>(d), random);
    for (std::size_t n = 0; n < ids.size(); ++n)
      for (Index j = 0; j < width; ++j) expected[ids[n] * width + j] += d[n * width + j];
    scatter_rows(Matrix<float>(d.data(), 200, width), std::span(ids), Matrix<float>(table.data(), 5, width));
    CHECK(same_bits(table, expected));
  }
}
