#include "lens/step_jacobian.h"

#include <catch2/catch_test_macros.hpp>

#include "support/analyses.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

/// The state of layer l that one step from `before` leaves behind, h then c.
std::vector<double> state_after_step(LanguageModel<double>& model, const Pass<double>& whole, std::span<const Id> two,
                                     Index t, Index l, std::span<const double> before) {
  const Index H = model.shape().H;
  const std::string layer = "layers." + std::to_string(l) + ".";
  const auto pass = read<double>(model, two, [&](const std::string& name, Matrix<double> m) {
    state_after(whole, t - 1)(name, m);
    if (name == layer + "h") std::copy_n(before.data(), H, m.data());
    if (name == layer + "c") std::copy_n(before.data() + H, H, m.data());
  });
  auto after = row_of(*pass, l, "h", 0);
  if (model.shape().cell == CellKind::lstm) std::ranges::copy(row_of(*pass, l, "c", 0), std::back_inserter(after));
  return after;
}

}  // namespace

TEST_CASE("The Jacobian of a step is that of central differences, for every cell and layer", "[lens]") {
  const auto ids = random_ids(9, 6, 4);
  for (const auto& shape : every_shape())
    for (Index l = 0; l < shape.L; ++l)
      for (const Index t : {0, 1, 6}) {
        INFO("cell " << int(shape.cell) << " activation " << int(shape.activation) << " layer " << l << " of " << shape.L << " t " << t);
        auto model = seeded(shape);
        Trace<double> trace(*model, ids, Purpose::read);
        while (!trace.advance()) continue;
        const auto whole = read<double>(*model, ids, [](auto&&...) {});
        const StepJacobian<double> step(*model, trace, l);
        const Index N = step.size();
        CHECK(N == (shape.cell == CellKind::lstm ? 10 : 5));
        std::vector<double> J(N * N, 7.0), row(N), before = row_of(*whole, l, "h", t - 1);
        step.fill(t, Matrix<double>(J.data(), N, N));
        if (shape.cell == CellKind::lstm) std::ranges::copy(row_of(*whole, l, "c", t - 1), std::back_inserter(before));
        for (Index j = 0; j < N; ++j)
          CHECK(worst_difference(before, std::span<const double>(J).subspan(j * N, N), [&] {
                  return state_after_step(*model, *whole, std::span(ids).subspan(t, 2), t, l, before)[j];
                }) < gradient_tolerance);
      }
}
