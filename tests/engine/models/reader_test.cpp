#include "models/reader.h"

#include <catch2/catch_test_macros.hpp>

#include "support/compare.h"
#include "support/example_gradients.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

/// Examples of these lengths: ids below V or frames, with a class or numbers for every step, or for each of them.
std::vector<Encoded> examples(const ReaderShape& shape, const std::vector<Index>& lengths) {
  std::vector<Encoded> all;
  Random random(4, 9);
  for (const Index n : lengths) {
    Encoded e;
    const Index said = shape.readout == Readout::every ? n : 1;
    e.source = random_ids(n, static_cast<Id>(shape.V), 10 + static_cast<std::uint64_t>(n));
    e.target = random_ids(said, static_cast<Id>(shape.O), 50 + static_cast<std::uint64_t>(n));
    e.frames.resize(n * shape.width), e.values.resize(said * shape.O);
    fill(std::span(e.frames), random), fill(std::span(e.values), random);
    all.push_back(e);
  }
  return all;
}

void check(const ReaderShape& shape) {
  INFO("cell " << static_cast<int>(shape.stack.cell) << " L " << shape.stack.L << " D " << shape.stack.D << " readout "
               << static_cast<int>(shape.readout) << " loss " << static_cast<int>(shape.loss));
  Reader<double> model(shape);
  model.initialize({.seed = 3});
  check_gradients(model, {6, 6, 4}, examples(shape, {6, 3, 1}));
}

StackShape stack(CellKind cell, Index L, Index D, double dropout = 0) {
  return {.cell = cell, .H = 3, .L = L, .D = D, .dropout = dropout};
}

template <class T>
std::vector<T> read_out(Reader<T>& model, const ExampleSpan& span, const std::vector<Encoded>& all) {
  auto pass = model.pass(span, Purpose::read);
  pass->set(pointers(all));
  pass->begin(0);
  pass->forward();
  const Matrix<T> z = pass->outputs();
  return {z.data(), z.data() + z.size()};
}

}  // namespace

TEST_CASE("Gradients of readers are those of central differences, whatever they read and say", "[models]") {
  for (const CellKind cell : {CellKind::lstm, CellKind::gru, CellKind::rnn})
    for (const Index D : {1, 2})
      for (const Readout readout : {Readout::every, Readout::last, Readout::mean})
        check({.stack = stack(cell, 1, D), .V = 5, .O = 4, .readout = readout});
  check({.stack = stack(CellKind::lstm, 2, 2), .V = 5, .E = 3, .O = 3, .readout = Readout::every});
  check({.stack = stack(CellKind::gru, 3, 2), .V = 5, .E = 2, .O = 3, .readout = Readout::last});
  check({.stack = stack(CellKind::rnn, 2, 1), .width = 3, .O = 2, .readout = Readout::last, .loss = LossKind::squares});
  check({.stack = stack(CellKind::lstm, 2, 2), .width = 2, .O = 1, .readout = Readout::every, .loss = LossKind::squares});
}

TEST_CASE("Gradients with dropout are those of central differences at the same coin flips", "[models]") {
  check({.stack = stack(CellKind::lstm, 3, 1, 0.4), .V = 5, .O = 4, .readout = Readout::every});
  check({.stack = stack(CellKind::gru, 2, 2, 0.4), .V = 5, .E = 3, .O = 4, .readout = Readout::mean});
}

TEST_CASE("A gate that is held keeps its value and learns nothing, and the others' gradients stay right", "[models]") {
  ReaderShape shape{.stack = stack(CellKind::lstm, 1, 1), .V = 5, .O = 4, .readout = Readout::every};
  shape.stack.options.hold = {-1, 1, -1, 0.5f};
  Reader<double> model(shape);
  model.initialize({.seed = 3});
  const auto all = examples(shape, {6, 3, 1});
  auto pass = model.pass({6, 6, 4}, Purpose::train);
  pass->set(pointers(all));
  pass->average_over(pass->predictions());
  mean_loss(model, *pass);
  pass->backward();
  const auto layers = pass->activations();
  for (const auto& view : layers[0])
    for (Index r = 0; r < view.rows; ++r)
      for (Index j = 0; j < view.cols; ++j) {
        if (view.name == "f") REQUIRE(view.data[r * view.stride + j] == 1);
        if (view.name == "o") REQUIRE(view.data[r * view.stride + j] == 0.5);
      }
  for (const auto& e : model.parameters().entries()) {
    if (!e.name.starts_with("layers")) continue;
    const auto gradient = pass->gradients().view(e);
    for (Index r = 0; r < e.rows; ++r)
      for (Index j = 3; j < 6; ++j) REQUIRE(gradient(r, j) == 0);  // f of H = 3
  }
  check_gradients(model, {6, 6, 4}, all);
}

TEST_CASE("Padding changes nothing of what a reader says", "[models]") {
  for (const Index D : {1, 2})
    for (const Readout readout : {Readout::every, Readout::last, Readout::mean}) {
      const ReaderShape shape{.stack = stack(CellKind::lstm, 2, D), .V = 5, .O = 4, .readout = readout};
      Reader<float> model(shape);
      model.initialize({.seed = 3});
      const auto all = examples(shape, {6, 3});
      const auto alone = read_out(model, {3, 3, 1}, {all[1]}), together = read_out(model, {9, 9, 2}, all);
      INFO("D " << D << " readout " << static_cast<int>(readout));
      for (Index t = 0; t < (readout == Readout::every ? 3 : 1); ++t)
        for (Index j = 0; j < 4; ++j) CHECK(alone[t * 4 + j] == together[(t * 2 + 1) * 4 + j]);
    }
}

TEST_CASE("Only the backward direction knows what comes later", "[models]") {
  for (const Index D : {1, 2}) {
    const ReaderShape shape{.stack = stack(CellKind::gru, 1, D), .V = 5, .O = 4, .readout = Readout::every};
    Reader<float> model(shape);
    model.initialize({.seed = 3});
    auto one = examples(shape, {6});
    const auto before = read_out(model, {6, 6, 1}, one);
    one[0].source[5] = (one[0].source[5] + 1) % 5;
    const auto after = read_out(model, {6, 6, 1}, one);
    CHECK(std::equal(before.begin(), before.begin() + 4, after.begin()) == (D == 1));
    CHECK(!std::equal(before.end() - 4, before.end(), after.end() - 4));
  }
}

TEST_CASE("A reader that only reads drops nothing, and takes no room for gradients", "[models]") {
  ReaderShape shape{.stack = stack(CellKind::lstm, 2, 1, 0.5), .V = 5, .O = 4, .readout = Readout::every};
  Reader<float> dropping(shape);
  shape.stack.dropout = 0;
  Reader<float> plain_one(shape);
  dropping.initialize({.seed = 3}), plain_one.initialize({.seed = 3});
  const auto all = examples(shape, {6, 3});
  CHECK(same_bits(read_out(dropping, {6, 6, 2}, all), read_out(plain_one, {6, 6, 2}, all)));
  CHECK(dropping.pass({6, 6, 2}, Purpose::read)->gradients().all().empty());
}
