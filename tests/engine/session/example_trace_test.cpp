#include "session/example_trace.h"

#include <catch2/catch_test_macros.hpp>

#include "support/compare.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

ExampleSession trained(const std::string& task, const ExampleModelOptions& model) {
  ExampleSessionOptions o;
  o.data = {.task = task, .length = task == "series" ? Index{120} : Index{0}, .examples = 60, .validation = 0.25, .series = {.window = 6}};
  o.model = model;
  o.training = {.batch = 16, .optimizer = {.rate = 0.02}};
  ExampleSession session(o, {});
  while (session.step() < 10) session.advance();
  return session;
}

ExampleTrace traced(ExampleSession& session, const Encoded& input) {
  ExampleTrace trace(session.model(), session.data(), input);
  while (!trace.advance()) continue;
  return trace;
}

std::span<const float> row(const NamedView<float>& v, Index t) { return {v.data + t * v.stride, static_cast<std::size_t>(v.cols)}; }

/// The rows [first, first + count) of both, in every array.
bool same_rows(const std::vector<NamedView<float>>& a, const std::vector<NamedView<float>>& b, Index count) {
  for (std::size_t k = 0; k < a.size(); ++k)
    for (Index t = 0; t < count; ++t)
      if (!same_bits(row(a[k], t), row(b[k], t))) return false;
  return true;
}

/// Steps [from, to) of an input of frames.
Encoded part(const ExampleSession& session, const Encoded& whole, Index from, Index to) {
  const Index width = session.data().width();
  return session.data().encode(std::vector<float>(whole.frames.begin() + from * width, whole.frames.begin() + to * width));
}

}  // namespace

TEST_CASE("A direction of a reader knows what it has read, from its own end, and no more", "[session]") {
  for (const CellKind cell : {CellKind::lstm, CellKind::gru, CellKind::rnn}) {
    auto session = trained("phonemes", {.cell = cell, .hidden = 5, .directions = 2});
    const Encoded& whole = session.data().held_out()[0];
    const Index steps = session.data().steps(whole);
    REQUIRE(steps > 6);
    const auto trace = traced(session, part(session, whole, 0, steps));
    const auto arrays = trace.arrays();
    REQUIRE(arrays.size() == 2);
    CHECK(trace.written().empty());
    for (const auto& direction : arrays)
      for (const auto& v : direction) CHECK((v.rows == steps && v.cols == 5));
    const auto beginning = traced(session, part(session, whole, 0, 6)), end = traced(session, part(session, whole, steps - 6, steps));
    CHECK(same_rows(beginning.arrays()[0], arrays[0], 6));
    CHECK(same_rows(end.arrays()[1], arrays[1], 6));
    CHECK_FALSE(same_rows(beginning.arrays()[1], arrays[1], 6));
  }
}

TEST_CASE("Each kind of reader shows every layer, and its trace is that of its prediction", "[session]") {
  for (const char* task : {"reviews", "series", "adding"}) {
    auto session = trained(task, {.hidden = 4, .layers = 2, .embedding = 3});
    const Encoded& example = session.data().held_out()[0];
    const auto trace = traced(session, example);
    REQUIRE(trace.arrays().size() == 2);
    auto pass = session.model().pass({session.data().steps(example), session.data().steps(example), 1}, Purpose::read);
    const std::vector<const Encoded*> one{&example};
    pass->set(one);
    pass->begin(0);
    pass->forward();
    for (std::size_t l = 0; l < 2; ++l) CHECK(same_rows(trace.arrays()[l], pass->activations()[l], session.data().steps(example)));
  }
}

TEST_CASE("A writer is traced while it writes what it would write", "[session]") {
  for (const char* task : {"dates", "scenes"}) {
    auto session = trained(task, {.hidden = 6, .layers = 2, .directions = task == std::string("dates") ? 2 : 1, .embedding = 3});
    const Encoded& example = session.data().held_out()[0];
    Encoded input;
    input.source = example.source, input.frames = example.frames;
    const auto trace = traced(session, input);
    Assessor assessor(session.model(), session.data(), {&example});
    while (!assessor.advance()) continue;
    CHECK(same_bits(trace.written(), assessor.said()[0]));
    const auto arrays = trace.arrays();
    const std::size_t read = task == std::string("dates") ? 4 : 0;
    REQUIRE(arrays.size() == read + 2);

    EncoderDecoderPass<float> steps(*session.writer(), {session.data().steps(input), 1, 1}, Purpose::read);
    const std::vector<const Encoded*> one{&input};
    steps.set(one);
    steps.begin(0);
    steps.encode();
    for (Index t = 0; t <= static_cast<Index>(trace.written().size()); ++t) {
      if (t > 0) steps.inputs()[0] = trace.written()[static_cast<std::size_t>(t) - 1];
      steps.decode(0, 1);
      for (std::size_t l = 0; l < 2; ++l) {
        const auto now = steps.activations()[read + l];
        for (std::size_t k = 0; k < now.size(); ++k) CHECK(same_bits(row(now[k], 0), row(arrays[read + l][k], t)));
      }
      steps.carry();
    }
  }
}
