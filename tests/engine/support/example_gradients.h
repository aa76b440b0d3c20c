#pragma once
// The gradients of a model of examples, in double, against central differences: of every parameter.

#include <catch2/catch_test_macros.hpp>

#include "models/example_model.h"
#include "support/differences.h"
#include "support/fill.h"

namespace unrolled::tests {

inline std::vector<const Encoded*> pointers(const std::vector<Encoded>& examples) {
  std::vector<const Encoded*> all;
  for (const Encoded& e : examples) all.push_back(&e);
  return all;
}

/// The mean loss over what counts in the examples.
inline double mean_loss(ExampleModel<double>& model, ExamplePass<double>& pass, std::uint64_t noise = 0) {
  model.changed();
  pass.begin(noise);
  pass.forward();
  return pass.score() / static_cast<double>(pass.predictions());
}

inline void check_gradients(ExampleModel<double>& model, const ExampleSpan& span, const std::vector<Encoded>& examples) {
  auto pass = model.pass(span, Purpose::train);
  pass->set(pointers(examples));
  pass->average_over(pass->predictions());
  CHECK(mean_loss(model, *pass, 5) > 0);
  pass->backward();
  const std::vector<double> gradients(pass->gradients().all().begin(), pass->gradients().all().end());
  REQUIRE(gradients.size() == model.parameters().all().size());
  for (const auto& e : model.parameters().entries()) {
    const auto gradient = std::span(gradients).subspan(e.offset, e.rows * e.cols);
    INFO(e.name);
    CHECK(worst_difference(model.parameters().all().subspan(e.offset, e.rows * e.cols), gradient,
                           [&] { return mean_loss(model, *pass, 5); }) < gradient_tolerance);
    if (e.rows * e.cols > 0) CHECK(std::ranges::any_of(gradient, [](double x) { return x != 0; }));
  }
}

}  // namespace unrolled::tests
