#include "training/divergence.h"

#include <catch2/catch_test_macros.hpp>
#include <optional>

#include "math/error.h"
#include "support/compare.h"
#include "support/fill.h"
#include "training/trainer.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

bool all_finite(std::span<const float> values) {
  return std::ranges::all_of(values, [](float x) { return std::isfinite(x); });
}

struct Run {
  std::vector<Id> text = random_ids(401, 11, 1);
  std::unique_ptr<LanguageModel<float>> model;
  std::unique_ptr<Trainer<float>> trainer;

  Run(const LanguageModelShape& shape, const OptimizerOptions& optimizer, double clip) {
    model = LanguageModel<float>::make(shape);
    model->initialize(3, 0);
    trainer = std::make_unique<Trainer<float>>(
        *model, text, std::span<const Id>{}, TrainerOptions{.batch = 4, .window = 8, .optimizer = optimizer, .clip = clip});
  }

  /// What training fails with, if it fails within so many steps.
  std::optional<Error> train(std::uint64_t steps) {
    try {
      while (trainer->step() < steps) trainer->advance();
    } catch (const Error& error) {
      return error;
    }
    return std::nullopt;
  }
};

constexpr LanguageModelShape elman{.cell = CellKind::rnn, .activation = Activation::relu, .V = 11, .H = 10, .L = 2};

void set(LanguageModel<float>& model, const std::string& name, float value) {
  for (const auto& e : model.parameters().entries())
    if (e.name == name) model.parameters().view(e).data()[0] = value;
  model.changed();
}

}  // namespace

TEST_CASE("A rate that is far too large diverges with an error that says where", "[training]") {
  Run run(elman, {.kind = OptimizerKind::sgd, .rate = 10, .momentum = 0.9}, 0);
  const auto error = run.train(500);
  REQUIRE(error);
  CHECK(error->code == "diverged");
  CHECK(error->field == "optimizer.rate");
  auto detail = [&](const char* key) { return std::stoi(error->details.at(key)); };
  CHECK(detail("step") > detail("restored"));
  CHECK(detail("step") - detail("restored") <= 12);
  CHECK(static_cast<std::uint64_t>(detail("restored")) == run.trainer->step());
  CHECK((detail("layer") == 1 || detail("layer") == 2));
  CHECK(detail("time") >= 1);
  CHECK(detail("time") <= 8);
  CHECK(!error->details.at("tensor").empty());
}

TEST_CASE("After divergence the last good state stands, and going on from it leads to the same end", "[training]") {
  for (const auto activation : {Activation::relu, Activation::identity})
    for (const double rate : {0.5, 1.0, 3.0, 10.0, 1e20})
      for (const double clip : {0.0, 5.0}) {
        LanguageModelShape shape = elman;
        shape.activation = activation;
        const OptimizerOptions optimizer{.kind = OptimizerKind::sgd, .rate = rate, .momentum = 0.9};
        Run run(shape, optimizer, clip), again(shape, optimizer, clip);
        const auto error = run.train(100);
        CHECK((error || activation == Activation::relu));
        if (!error) continue;
        INFO("rate " << rate << " clip " << clip << " step " << error->details.at("step") << " restored "
                     << error->details.at("restored"));
        for (const auto& [name, values] : run.trainer->arrays()) CHECK(all_finite(values));
        CHECK(run.trainer->between_steps());
        // It is the state that training had after `restored` steps.
        REQUIRE(!again.train(run.trainer->step()));
        CHECK(same_bits(run.model->parameters().all(), again.model->parameters().all()));
        CHECK(run.trainer->counters().window == again.trainer->counters().window);
        const auto repeated = run.train(100);
        REQUIRE(repeated);
        CHECK(repeated->details == error->details);
      }
}

TEST_CASE("A state is remembered only once its loss and gradient have proved finite", "[training]") {
  // Spoilt before step 11, when a state is due to be remembered: what comes back is step 0, not the spoilt one.
  Run run({.cell = CellKind::lstm, .V = 11, .H = 4, .L = 2}, {}, 5);
  const std::vector<float> before(run.model->parameters().all().begin(), run.model->parameters().all().end());
  REQUIRE(!run.train(10));
  set(*run.model, "layers.0.b", NAN);
  const auto error = run.train(11);
  REQUIRE(error);
  CHECK(error->details.at("restored") == "0");
  CHECK(same_bits(before, run.model->parameters().all()));
  CHECK(!run.train(30));
}

TEST_CASE("The first tensor to leave the finite numbers is named", "[training]") {
  Run bias({.cell = CellKind::lstm, .V = 11, .H = 4, .L = 2}, {}, 5);
  set(*bias.model, "layers.1.b", NAN);
  const auto error = bias.train(1);
  REQUIRE(error);
  CHECK(error->details.at("tensor") == "i");
  CHECK(error->details.at("layer") == "2");
  CHECK(error->details.at("time") == "1");

  Run head(elman, {}, 5);
  set(*head.model, "head.b", INFINITY);
  const auto logits = head.train(1);
  REQUIRE(logits);
  CHECK(logits->details.at("tensor") == "logits");
  CHECK(logits->details.at("time") == "1");
}

TEST_CASE("The earliest time step is named, and in it the lowest layer", "[training]") {
  auto model = LanguageModel<float>::make({.cell = CellKind::lstm, .V = 4, .H = 2, .L = 2});
  model->initialize(1, 0);
  auto pass = model->pass({5, 2}, Purpose::train);
  pass->begin(), pass->forward(0), pass->score(0), pass->backward(0);
  auto spoil = [&](Index l, std::size_t view, Index t) {
    const auto v = pass->activations(l)[view];
    const_cast<float*>(v.data)[(t * 2 + 1) * v.stride] = INFINITY;
  };
  spoil(0, 5, 4);
  CHECK(first_non_finite(*pass, 2).time == 4);
  CHECK(first_non_finite(*pass, 2).tensor == "h");
  spoil(1, 0, 2);
  CHECK(first_non_finite(*pass, 2).layer == 1);
  CHECK(first_non_finite(*pass, 2).tensor == "i");
  spoil(0, 4, 2);
  CHECK(first_non_finite(*pass, 2).layer == 0);
  CHECK(first_non_finite(*pass, 2).tensor == "c");
}

TEST_CASE("Of gradients the last time step is named", "[training]") {
  auto model = LanguageModel<float>::make({.cell = CellKind::lstm, .V = 4, .H = 2, .L = 2});
  model->initialize(1, 0);
  auto pass = model->pass({5, 2}, Purpose::train);
  pass->begin(), pass->forward(0), pass->score(0), pass->backward(0);
  CHECK(first_non_finite(*pass, 2).tensor == "loss");
  for (const Index t : {1, 3}) {
    const auto v = pass->activation_gradients(0)[4];
    const_cast<float*>(v.data)[t * 2 * v.stride] = NAN;
    const auto found = first_non_finite(*pass, 2);
    CHECK(found.tensor == "∂L/∂c");
    CHECK(found.layer == 0);
    CHECK(found.time == t);
  }
}
