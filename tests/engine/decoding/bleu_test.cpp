#include "decoding/bleu.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

using namespace unrolled;

namespace {

constexpr Id A = 1, B = 2, C = 3, D = 4, E = 5, F = 6;
using Ids = std::vector<Id>;

bool near(double a, double b) { return std::abs(a - b) < 1e-12; }

}  // namespace

TEST_CASE("BLEU has the precisions and the brevity of D2L 10.7's worked examples", "[decoding]") {
  const Ids label{A, B, C, D, E, F};
  // p1 = 4/5, p2 = 3/4, p3 = 1/3, p4 = 0; five tokens for six.
  const Ids written{A, B, B, C, D};
  const double brief = std::exp(1 - 6.0 / 5);
  CHECK(near(bleu(written, label, 1), brief * std::sqrt(4.0 / 5)));
  CHECK(near(bleu(written, label, 2), brief * std::sqrt(4.0 / 5) * std::pow(3.0 / 4, 0.25)));
  CHECK(near(bleu(written, label, 3), brief * std::sqrt(4.0 / 5) * std::pow(3.0 / 4, 0.25) * std::pow(1.0 / 3, 0.125)));
  CHECK(bleu(written, label, 4) == 0);
  // All that is written is right, but there is little of it: exp(1 − 6/2) ≈ 0.14.
  CHECK(near(bleu(Ids{A, B}, label, 2), std::exp(1 - 6.0 / 2)));
  CHECK(std::abs(bleu(Ids{A, B}, label) - 0.14) < 0.005);
}

TEST_CASE("BLEU of the true sequence is 1, however short it is", "[decoding]") {
  for (const Ids& label : {Ids{}, Ids{A}, Ids{A, B}, Ids{A, A, A}, Ids{A, B, C, D, E, F}}) CHECK(bleu(label, label) == 1);
}

TEST_CASE("BLEU counts an n-gram of the label once", "[decoding]") {
  CHECK(near(bleu(Ids{A, A, A, A}, Ids{A, B, C, D}, 1), std::sqrt(1.0 / 4)));
  CHECK(near(bleu(Ids{A, A, A, A}, Ids{A, A, C, D}, 1), std::sqrt(2.0 / 4)));
  CHECK(near(bleu(Ids{A, B, A, B}, Ids{C, A, B, D}, 2), std::sqrt(2.0 / 4) * std::pow(1.0 / 3, 0.25)));
}

TEST_CASE("BLEU is 0 where nothing is written or nothing is right, and long answers are not punished for brevity", "[decoding]") {
  CHECK(bleu(Ids{}, Ids{A}) == 0);
  CHECK(bleu(Ids{A}, Ids{}) == 0);
  CHECK(bleu(Ids{E, F}, Ids{A, B}) == 0);
  CHECK(near(bleu(Ids{A, B, C, D}, Ids{A, B}, 1), std::sqrt(2.0 / 4)));
}
