#include "models/encoder_decoder.h"

#include <catch2/catch_test_macros.hpp>

#include "math/error.h"
#include "support/compare.h"
#include "support/example_gradients.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

std::vector<Encoded> examples(const EncoderDecoderShape& shape) {
  std::vector<Encoded> all;
  Random random(4, 9);
  for (const auto [read, written] : {std::pair<Index, Index>{5, 3}, {2, 4}, {4, 0}}) {
    Encoded e;
    const auto seed = static_cast<std::uint64_t>(10 * read + written);
    if (shape.P) e.frames.resize(shape.P), fill(std::span(e.frames), random);
    else e.source = random_ids(read, static_cast<Id>(shape.source_V), seed);
    e.target = random_ids(written, shape.bos(), seed + 1);
    all.push_back(e);
  }
  return all;
}

EncoderDecoderShape shape(CellKind cell, Index L, Index D) {
  return {.cell = cell, .H = 4, .L = L, .D = D, .E = 3, .source_V = 5, .V = 6};
}

void check(const EncoderDecoderShape& s) {
  INFO("cell " << static_cast<int>(s.cell) << " L " << s.L << " D " << s.D << " P " << s.P << " context "
               << static_cast<int>(s.context) << " attention " << static_cast<int>(s.attention));
  EncoderDecoder<double> model(s);
  model.initialize({.seed = 3});
  check_gradients(model, {5, 5, 4}, examples(s));
}

}  // namespace

TEST_CASE("Gradients of encoder and decoder are those of central differences", "[models]") {
  for (const CellKind cell : {CellKind::lstm, CellKind::gru, CellKind::rnn})
    for (const Index D : {1, 2})
      for (const Context context : {Context::initial, Context::every}) {
        auto s = shape(cell, 1, D);
        s.context = context;
        check(s);
      }
  check(shape(CellKind::lstm, 2, 2));
  check(shape(CellKind::gru, 2, 1));
}

TEST_CASE("Gradients through attention are those of central differences", "[models]") {
  for (const AttentionKind attention : {AttentionKind::dot, AttentionKind::additive})
    for (const Index D : {1, 2}) {
      auto s = shape(CellKind::lstm, 1, D);
      s.attention = attention;
      check(s);
      s.cell = CellKind::gru, s.L = 2, s.context = Context::every, s.dropout = 0.3;
      check(s);
    }
}

TEST_CASE("Gradients through a picture are those of central differences", "[models]") {
  for (const CellKind cell : {CellKind::lstm, CellKind::gru})
    for (const Context context : {Context::initial, Context::every}) {
      auto s = shape(cell, 2, 1);
      s.source_V = 0, s.P = 7, s.context = context;
      check(s);
    }
}

TEST_CASE("Padding changes nothing of what a decoder says", "[models]") {
  for (const AttentionKind attention : {AttentionKind::none, AttentionKind::dot, AttentionKind::additive}) {
    auto s = shape(CellKind::lstm, 2, 2);
    s.attention = attention;
    EncoderDecoder<float> model(s);
    model.initialize({.seed = 3});
    const auto all = examples(s);
    auto alone = model.pass({2, 5, 1}, Purpose::read), together = model.pass({9, 9, 3}, Purpose::read);
    alone->set(std::vector{&all[1]}), together->set(pointers(all));
    for (auto* pass : {alone.get(), together.get()}) pass->begin(0), pass->forward(), pass->score();
    CHECK(alone->predictions() == 5);
    CHECK(together->predictions() == 4 + 5 + 1);
    for (Index t = 0; t < 5; ++t) CHECK(alone->losses()[t] == together->losses()[t * 3 + 1]);
  }
}

TEST_CASE("Step by step the decoder says what it says at once", "[models]") {
  for (const AttentionKind attention : {AttentionKind::none, AttentionKind::additive}) {
    auto s = shape(CellKind::lstm, 2, 1);
    s.attention = attention;
    EncoderDecoder<float> model(s);
    model.initialize({.seed = 3});
    const auto all = examples(s);
    EncoderDecoderPass<float> whole(model, {5, 5, 3}, Purpose::read), single(model, {5, 1, 3}, Purpose::read);
    whole.set(pointers(all)), single.set(pointers(all));
    whole.begin(0), single.begin(0);
    whole.forward();
    single.encode();
    for (Index t = 0; t < whole.steps(); ++t) {
      std::copy_n(whole.inputs().begin() + t * 3, 3, single.inputs().begin());
      single.decode(0, 1);
      CHECK(same_bits(single.outputs(), rows(whole.outputs(), t * 3, (t + 1) * 3)));
      single.carry();
    }
  }
}

TEST_CASE("Attention weights sum to one over the steps that count", "[models]") {
  auto s = shape(CellKind::gru, 1, 2);
  s.attention = AttentionKind::dot;
  EncoderDecoder<float> model(s);
  model.initialize({.seed = 3});
  EncoderDecoderPass<float> pass(model, {5, 5, 3}, Purpose::read);
  const auto all = examples(s);
  pass.set(pointers(all));
  pass.begin(0);
  pass.forward();
  const Matrix<float> alpha = pass.attention_weights();
  for (Index row = 0; row < pass.steps() * 3; ++row) {
    float sum = 0;
    const auto count = static_cast<Index>(all[row % 3].source.size());
    for (Index j = 0; j < 5; ++j) {
      if (j >= count) CHECK(alpha(row, j) == 0);
      sum += alpha(row, j);
    }
    CHECK(std::abs(sum - 1) < 1e-5f);
  }
}

TEST_CASE("A picture of another size is refused in plain words, and nothing is written past its place", "[models]") {
  auto s = shape(CellKind::lstm, 1, 1);
  s.source_V = 0, s.P = 12;
  EncoderDecoder<double> model(s);
  EncoderDecoderPass<double> pass(model, {1, 2, 1}, Purpose::read);
  for (const std::size_t numbers : {0, 11, 13, 4000}) {
    Encoded e;
    e.frames.resize(numbers);
    const std::vector<const Encoded*> one{&e};
    try {
      pass.set(one);
      FAIL("taken: " << numbers);
    } catch (const Error& error) {
      CHECK(error.code == "invalid-field");
      CHECK(error.details.at("value") == std::to_string(numbers) + " numbers");
      CHECK(error.details.at("wanted") == "a picture of 12 numbers");
    }
  }
}
