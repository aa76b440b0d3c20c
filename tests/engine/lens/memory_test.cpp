#include "lens/memory.h"

#include <catch2/catch_test_macros.hpp>

#include "support/analyses.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

constexpr Index H = 4, T = 14;
const LanguageModelShape lstm{.cell = CellKind::lstm, .V = 6, .H = H, .L = 2};
const std::vector<Id> ids = random_ids(T + 1, 6, 12);

/// ∂c_T/∂c_k of layer l by central differences, h_k moving along: [H×H].
std::vector<double> measured(LanguageModel<double>& model, Index l, Index k) {
  const auto whole = read<double>(model, ids, [](auto&&...) {});
  const auto c = row_of(*whole, l, "c", k), o = row_of(*whole, l, "o", k);
  const std::string layer = "layers." + std::to_string(l) + ".";
  std::vector<double> all(H * H);
  for (Index j = 0; j < H; ++j) {
    const auto last = [&](double by) {
      const auto pass = read<double>(model, std::span(ids).subspan(k + 1), [&](const std::string& name, Matrix<double> m) {
        state_after(*whole, k)(name, m);
        if (name == layer + "c") m.data()[j] += by;
        if (name == layer + "h") m.data()[j] = o[j] * std::tanh(c[j] + by);
      });
      return row_of(*pass, l, "c", T - 2 - k);
    };
    constexpr double step = 3e-4;
    const auto a = last(step), b = last(-step), far_a = last(2 * step), far_b = last(-2 * step);
    for (Index r = 0; r < H; ++r) all[r * H + j] = (8 * (a[r] - b[r]) - (far_a[r] - far_b[r])) / (12 * step);
  }
  return all;
}

}  // namespace

TEST_CASE("What the cell remembers is that of central differences in c", "[lens]") {
  auto model = seeded(lstm);
  for (Index l = 0; l < 2; ++l) parameter(*model, l, "U") *= 3;
  model->changed();
  for (Index l = 0; l < 2; ++l) {
    Memory<double> memory(*model, ids, l);
    finish(memory);
    for (const Index k : {0, 5, 12}) {
      const auto expected = measured(*model, l, k);
      double sum = 0;
      for (Index j = 0; j < H; ++j)
        CHECK(relative_error(figure(memory, "derivative").numbers[k * H + j], expected[j * H + j], 1e-4) < 1e-6);
      for (const double x : expected) sum += x * x;
      CHECK(relative_error(figure(memory, "derivativeNorm").numbers[k], std::sqrt(sum), 1e-4) < 1e-6);
    }
    CHECK(figure(memory, "derivativeNorm").numbers[T - 1] == std::sqrt(double(H)));
  }
}

TEST_CASE("The product of forget gates is that of the traced gates", "[lens]") {
  auto model = seeded(lstm);
  const auto whole = read<double>(*model, ids, [](auto&&...) {});
  Memory<double> memory(*model, ids, 1);
  finish(memory);
  std::vector<double> product(H, 1.0);
  for (Index k = T - 1; k >= 0; --k) {
    double sum = 0;
    for (Index j = 0; j < H; ++j) {
      CHECK(relative_error(figure(memory, "forget").numbers[k * H + j], product[j], 0) < 1e-14);
      sum += product[j] * product[j];
      product[j] *= row_of(*whole, 1, "f", k)[j];
    }
    CHECK(relative_error(figure(memory, "forgetNorm").numbers[k], std::sqrt(sum), 0) < 1e-14);
  }
}

TEST_CASE("Without recurrent weights the derivative is the product of forget gates, and with them it is not", "[lens]") {
  for (const bool recurrent : {false, true}) {
    auto model = seeded(lstm);
    if (!recurrent) parameter(*model, 1, "U").setZero();
    model->changed();
    Memory<double> memory(*model, ids, 1);
    finish(memory);
    const double difference = worst_error(figure(memory, "forget").numbers, figure(memory, "derivative").numbers, 0);
    CHECK((recurrent ? difference > 1e-3 : difference < 1e-14));
  }
}
