// How well a model does, against counting by hand.

#include <catch2/catch_test_macros.hpp>

#include "decoding/bleu.h"
#include "decoding/writer.h"
#include "session/example_session.h"
#include "support/compare.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

ExampleSessionOptions options(const std::string& task) {
  ExampleSessionOptions o;
  o.data = {.task = task, .length = task == "series" ? Index{400} : Index{0}, .examples = 200, .validation = 0.35, .series = {.window = 8}};
  o.model = {.hidden = 12, .embedding = 6};
  o.training = {.batch = 16, .optimizer = {.rate = 0.02}};
  return o;
}

struct Trained {
  explicit Trained(const std::string& task, std::uint64_t steps = 40) : session(options(task), {}) {
    while (session.step() < steps) session.advance();
    for (const Encoded& e : session.data().held_out()) examples.push_back(&e);
  }
  Assessor assessed() {
    Assessor assessor(session.model(), session.data(), examples);
    while (!assessor.advance()) continue;
    return assessor;
  }
  ExampleSession session;
  std::vector<const Encoded*> examples;
};

/// One example by itself.
struct Alone {
  std::vector<std::vector<float>> outputs;
  double loss = 0;
};
Alone read(ExampleModel<float>& model, const Dataset& data, const Encoded& e) {
  const Index steps = data.width() ? static_cast<Index>(e.frames.size()) / data.width() : static_cast<Index>(e.source.size());
  auto pass = model.pass({std::max<Index>(1, steps), std::max<Index>(steps, static_cast<Index>(e.target.size()) + 1), 1}, Purpose::read);
  const std::vector<const Encoded*> one{&e};
  pass->set(one);
  pass->begin(0);
  pass->forward();
  Alone alone;
  alone.loss = pass->score();
  const auto z = pass->outputs();
  for (Index r = 0; r < z.rows(); ++r) alone.outputs.emplace_back(z.data() + r * z.cols(), z.data() + (r + 1) * z.cols());
  return alone;
}
Id best(const std::vector<float>& row) { return static_cast<Id>(std::ranges::max_element(row) - row.begin()); }

}  // namespace

TEST_CASE("Accuracy, exactness and loss of a reader are what counting one example at a time gives", "[session]") {
  for (const char* task : {"reviews", "phonemes"}) {
    INFO(task);
    Trained trained(task);
    REQUIRE(trained.examples.size() == 70);  // more than two batches
    const auto assessor = trained.assessed();
    double right = 0, predictions = 0, exact = 0, loss = 0;
    for (std::size_t n = 0; n < 70; ++n) {
      const Encoded& e = *trained.examples[n];
      const auto alone = read(trained.session.model(), trained.session.data(), e);
      double hits = 0;
      for (std::size_t t = 0; t < e.target.size(); ++t) {
        hits += best(alone.outputs[t]) == e.target[t];
        CHECK(assessor.said()[n][t] == best(alone.outputs[t]));
      }
      CHECK(assessor.said()[n].size() == e.target.size());
      right += hits, predictions += static_cast<double>(e.target.size()), exact += hits == static_cast<double>(e.target.size()), loss += alone.loss;
    }
    const Assessment& a = assessor.result();
    CHECK(a.right == right);
    CHECK(a.predictions == predictions);
    CHECK(a.exact == exact);
    CHECK(a.examples == 70);
    CHECK(a.bleu == 0);
    CHECK(right > 0.3 * predictions);
    CHECK(right < predictions);
    CHECK(std::abs(a.loss - loss / predictions) < 1e-5);
  }
}

TEST_CASE("Of a writer the true past is given for accuracy, and it writes by itself to be exact", "[session]") {
  Trained trained("dates", 150);
  const auto assessor = trained.assessed();
  const Id eos = trained.session.writer()->shape().eos();
  double right = 0, predictions = 0, exact = 0, score = 0;
  for (std::size_t n = 0; n < trained.examples.size(); ++n) {
    const Encoded& e = *trained.examples[n];
    const auto alone = read(trained.session.model(), trained.session.data(), e);
    for (std::size_t t = 0; t <= e.target.size(); ++t) right += best(alone.outputs[t]) == (t < e.target.size() ? e.target[t] : eos);
    predictions += static_cast<double>(e.target.size()) + 1;
    EncoderDecoderPass<float> pass(*trained.session.writer(), {static_cast<Index>(e.source.size()), 1, 1}, Purpose::read);
    const std::vector<const Encoded*> one{&e};
    const auto written = write_greedily(pass, one, 2 * trained.session.data().longest().target)[0];
    CHECK(assessor.said()[n] == written);
    exact += written == e.target, score += bleu(written, e.target);
  }
  const Assessment& a = assessor.result();
  CHECK(a.right == right);
  CHECK(a.predictions == predictions);
  CHECK(a.exact == exact);
  CHECK(std::abs(a.bleu - score / a.examples) < 1e-12);
  CHECK(a.bleu > 0);
  CHECK(a.bleu < 1);
}

TEST_CASE("Numbers are scored by the squared error in the data's own units, and none is called exact", "[session]") {
  Trained trained("series");
  const auto assessor = trained.assessed();
  const Dataset& data = trained.session.data();
  double squares = 0, count = 0;
  for (std::size_t n = 0; n < trained.examples.size(); ++n) {
    const auto truth = data.in_own_units(trained.examples[n]->values);
    REQUIRE(assessor.numbers()[n].size() == truth.size());
    for (std::size_t t = 0; t < truth.size(); ++t) squares += std::pow(static_cast<double>(assessor.numbers()[n][t] - truth[t]), 2), ++count;
  }
  const Assessment& a = assessor.result();
  CHECK(a.predictions == count);
  CHECK(relative_error(a.loss, squares / count, 0) < 1e-4);
  CHECK(a.exact == 0);
  CHECK(a.right == 0);
}

TEST_CASE("An assessment of nothing is done at once", "[session]") {
  Trained trained("reviews", 1);
  Assessor assessor(trained.session.model(), trained.session.data(), {});
  CHECK(assessor.advance());
  CHECK(assessor.result().examples == 0);
}
