#include "lens/histogram.h"

#include <catch2/catch_test_macros.hpp>

#include <numeric>

#include "support/analyses.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

/// Row `row` of a figure.
std::span<const double> row_of(const Analysis& analysis, const std::string& name, Index row) {
  const auto& f = figure(analysis, name);
  return std::span(f.numbers).subspan(row * f.cols, f.cols);
}

}  // namespace

TEST_CASE("Histograms count every value once, in its bin", "[lens]") {
  const auto ids = random_ids(60, 6, 5);
  for (const auto& shape : every_shape()) {
    auto model = seeded(shape);
    const auto whole = read<double>(*model, ids, [](auto&&...) {});
    Histograms<double> histograms(*model, ids, 8);
    finish(histograms);
    Index row = 0;
    for (Index l = 0; l < shape.L; ++l)
      for (const auto& v : whole->activations(l)) {
        const auto counts = row_of(histograms, "counts", row), range = row_of(histograms, "range", row);
        ++row;
        std::vector<double> expected(8);
        for (Index r = 0; r < v.rows; ++r)
          for (Index j = 0; j < v.cols; ++j) {
            const double x = v.data[r * v.stride + j];
            CHECK((x >= range[0] && x <= range[1]));
            ++expected[std::min<Index>(7, static_cast<Index>((x - range[0]) / (range[1] - range[0]) * 8))];
          }
        CHECK(std::ranges::equal(counts, expected));
        CHECK(std::accumulate(counts.begin(), counts.end(), 0.0) == 59.0 * 5);
      }
    CHECK(row == figure(histograms, "counts").rows);
  }
}

TEST_CASE("Saturation is the share of steps in which a unit is near a bound", "[lens]") {
  auto model = seeded({.cell = CellKind::lstm, .V = 6, .H = 5});
  parameter(*model, 0, "W") *= 20;
  parameter(*model, 0, "U").setZero();
  auto b = parameter(*model, 0, "b");
  b(0, 1) = -500;      // i of unit 1
  b(0, 5 + 2) = 500;   // f of unit 2
  b(0, 10 + 3) = -500; // g of unit 3
  const auto ids = random_ids(80, 6, 5);
  model->changed();
  const auto whole = read<double>(*model, ids, [](auto&&...) {});
  Histograms<double> histograms(*model, ids, 8);
  finish(histograms);
  const std::string names = "ifgoch";
  const auto share = [&](const char* side, char name, Index j) { return row_of(histograms, side, names.find(name))[j]; };
  CHECK(share("low", 'i', 1) == 1);
  CHECK(share("high", 'f', 2) == 1);
  CHECK(share("low", 'g', 3) == 1);
  CHECK(share("high", 'g', 3) == 0);
  for (const char name : std::string("ifgoh")) {
    const auto v = named(whole->activations(0), std::string_view(&name, 1));
    const bool gate = name == 'i' || name == 'f' || name == 'o';
    for (Index j = 0; j < 5; ++j) {
      double low = 0, high = 0;
      for (Index t = 0; t < 79; ++t) {
        low += v.data[t * v.stride + j] < (gate ? 0.1 : -0.9);
        high += v.data[t * v.stride + j] > 0.9;
      }
      CHECK(relative_error(share("low", name, j), low / 79, 1e-9) < 1e-12);
      CHECK(relative_error(share("high", name, j), high / 79, 1e-9) < 1e-12);
    }
  }
}

TEST_CASE("The memory, and what no function bounds, have a range of their own and no saturation", "[lens]") {
  const LanguageModelShape lstm{.cell = CellKind::lstm, .V = 6, .H = 5};
  const LanguageModelShape relu{.cell = CellKind::rnn, .activation = Activation::relu, .V = 6, .H = 5};
  for (const auto& [shape, name, row] : {std::tuple{lstm, "c", 4}, {relu, "h", 0}}) {
    auto model = seeded(shape);
    const auto ids = random_ids(30, 6, 5);
    Histograms<double> histograms(*model, ids, 4);
    finish(histograms);
    const auto whole = read<double>(*model, ids, [](auto&&...) {});
    const auto v = named(whole->activations(0), name);
    double reach = 0;
    for (Index k = 0; k < v.rows * v.stride; ++k) reach = std::max(reach, std::abs(v.data[k]));
    CHECK(std::ranges::equal(row_of(histograms, "range", row), std::vector<double>{-reach, reach}));
    for (const char* side : {"low", "high"})
      for (const double x : row_of(histograms, side, row)) CHECK(std::isnan(x));
  }
}
