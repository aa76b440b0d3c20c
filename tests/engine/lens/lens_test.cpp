#include "lens/lens.h"

#include <catch2/catch_test_macros.hpp>

#include "support/analyses.h"

using namespace unrolled;
using namespace unrolled::tests;

TEST_CASE("Every analysis answers to its name, in both precisions alike", "[lens]") {
  const std::pair<const char*, std::vector<std::string>> expected[] = {
      {"flow", {"h"}},
      {"jacobians", {"steps", "products", "radii"}},
      {"recursion", {"recursion", "bptt", "difference", "norms"}},
      {"histograms", {"counts", "range", "low", "high"}},
      {"ablation", {"loss", "change"}},
      {"saliency", {"norm", "product", "loss"}},
      {"gradient-check", {"row", "column", "analytic", "numeric", "error", "shape"}},
  };
  const auto ids = random_ids(30, 6, 5);
  const LanguageModelShape shape{.cell = CellKind::rnn, .V = 6, .H = 5};
  auto exact = seeded<double>(shape);
  auto single = seeded<float>(shape);
  for (const auto& [name, figures] : expected) {
    const LensRequest request{.analysis = name, .position = 20, .parameter = "layers.0.W"};
    const auto a = make_analysis(*exact, ids, request), b = make_analysis(*single, ids, request);
    finish(*a), finish(*b);
    REQUIRE(a->figures().size() == figures.size());
    for (std::size_t k = 0; k < figures.size(); ++k) {
      INFO(figures[k]);
      CHECK(a->figures()[k].name == figures[k]);
      CHECK(a->figures()[k].rows == b->figures()[k].rows);
      if (figures[k] != "error" && figures[k] != "difference" && figures[k] != "products")
        CHECK(worst_error(a->figures()[k].numbers, b->figures()[k].numbers, 1e-2) < 1e-2);
    }
  }
}

TEST_CASE("The memory of an LSTM is one of the analyses", "[lens]") {
  auto model = seeded({.cell = CellKind::lstm, .V = 6, .H = 5});
  const auto memory = make_analysis(*model, random_ids(30, 6, 5), {.analysis = "memory"});
  finish(*memory);
  CHECK(memory->figures()[0].name == std::string("forget"));
  CHECK(memory->figures()[0].rows == 29);
}
