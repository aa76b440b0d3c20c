#include "decoding/writer.h"

#include <catch2/catch_test_macros.hpp>

#include "decoding/beam.h"
#include "decoding/exhaustive.h"
#include "support/compare.h"
#include "support/fill.h"
#include "support/table_steps.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

constexpr Index source_V = 6, V = 7, longest = 9;

EncoderDecoderShape shape(CellKind cell, AttentionKind attention, Context context = Context::initial, Index directions = 1) {
  return {.cell = cell, .H = 6, .L = 2, .D = directions, .E = 4, .source_V = source_V, .V = V, .context = context, .attention = attention};
}

const EncoderDecoderShape shapes[] = {
    shape(CellKind::rnn, AttentionKind::none), shape(CellKind::gru, AttentionKind::dot, Context::every),
    shape(CellKind::lstm, AttentionKind::additive, Context::initial, 2), shape(CellKind::lstm, AttentionKind::none, Context::every)};

/// Weights so large that it has decided opinions, <bos> and <unk> among them.
std::unique_ptr<EncoderDecoder<float>> opinionated(const EncoderDecoderShape& s, std::uint64_t seed) {
  auto model = std::make_unique<EncoderDecoder<float>>(s);
  model->initialize({seed});
  Random random(seed, 90);
  for (float& x : model->parameters().all()) x *= 3;
  model->changed();
  return model;
}

std::vector<Encoded> sources(std::size_t count) {
  std::vector<Encoded> all(count);
  for (std::size_t n = 0; n < count; ++n) {
    all[n].source = random_ids(static_cast<Index>(1 + n % 5), source_V, n + 1);
    all[n].target = random_ids(static_cast<Index>(n % 4), V - 2, n + 50);
  }
  return all;
}

std::vector<const Encoded*> views(const std::vector<Encoded>& all) {
  std::vector<const Encoded*> pointers;
  for (const Encoded& e : all) pointers.push_back(&e);
  return pointers;
}

BeamOptions beam_options(const EncoderDecoderShape& s, Index width) {
  BeamOptions o;
  o.width = width, o.length = longest, o.end = s.eos(), o.banned = {s.bos()};
  return o;
}

std::vector<Id> best_of(BeamSearch<float>& beam, Id eos) {
  finished(beam);
  auto ids = beam.path(beam.hypotheses().front());
  if (!ids.empty() && ids.back() == eos) ids.pop_back();
  return ids;
}

}  // namespace

TEST_CASE("Greedy writing of many sources side by side equals a beam of one for each", "[decoding]") {
  std::size_t ended = 0, cut = 0;
  for (const auto& s : shapes)
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      const auto model = opinionated(s, seed);
      const auto all = sources(7);
      EncoderDecoderPass<float> pass(*model, {5, 1, 7}, Purpose::read);
      const auto written = write_greedily(pass, views(all), longest);
      REQUIRE(written.size() == 7);
      for (std::size_t n = 0; n < all.size(); ++n) {
        BeamSearch<float> beam(std::make_unique<DecoderSteps<float>>(*model, all[n], 1), beam_options(s, 1));
        CHECK(written[n] == best_of(beam, s.eos()));
        for (const Id id : written[n]) CHECK((id > unknown_id && id < s.bos()));
        ++(static_cast<Index>(written[n].size()) < longest ? ended : cut);
      }
    }
  CHECK(ended > 0);
  CHECK(cut > 0);
}

TEST_CASE("What is written does not depend on who is beside it, nor on what an earlier batch said", "[decoding]") {
  for (const auto& s : shapes) {
    const auto model = opinionated(s, 3);
    const auto all = sources(5);
    EncoderDecoderPass<float> pass(*model, {5, 1, 5}, Purpose::read);
    const auto together = write_greedily(pass, views(all), longest);
    const auto pointers = views(all);
    for (std::size_t n = 0; n < all.size(); ++n)
      CHECK(write_greedily(pass, std::span(pointers).subspan(n, 1), longest)[0] == together[n]);
  }
}

TEST_CASE("A beam as wide as there are sequences finds what exhaustive search finds", "[decoding]") {
  for (const auto& s : shapes) {
    const auto model = opinionated(s, 4);
    const auto source = sources(4).back();
    ExhaustiveOptions all{.length = 3, .count = 5, .end = s.eos(), .banned = {s.bos()}};
    Exhaustive<float> search(std::make_unique<DecoderSteps<float>>(*model, source, 4), all);
    finished(search);
    BeamOptions o = beam_options(s, 64);
    o.length = 3, o.length_penalty = all.length_penalty;
    BeamSearch<float> beam(std::make_unique<DecoderSteps<float>>(*model, source, 64), o);
    finished(beam);
    REQUIRE(beam.hypotheses().size() >= 5);
    REQUIRE(search.hypotheses().size() == 5);
    for (std::size_t k = 0; k < 5; ++k) {
      const auto& found = search.hypotheses()[k];
      const auto leaf = beam.hypotheses()[k];
      CHECK(beam.path(leaf) == found.ids);
      CHECK(std::abs(beam.tree()[static_cast<std::size_t>(leaf)].score - found.score) < 1e-5);
    }
  }
}

TEST_CASE("Decoder steps come back to what was stored, and carry on as if nothing had been between", "[decoding]") {
  for (const auto& s : shapes) {
    const auto model = opinionated(s, 5);
    const auto source = sources(5).back();
    DecoderSteps<float> steps(*model, source, 2);
    REQUIRE(steps.read());
    const auto after = [&](std::vector<Id> ids) {
      steps.take(ids);
      const auto z = steps.logits();
      return std::vector<float>(z.data(), z.data() + z.size());
    };
    steps.store(0);
    const auto first = after({1, 2});
    steps.store(1);
    const auto second = after({3, 4});
    after({2, 2});
    steps.recall(1);
    CHECK(same_bits(after({3, 4}), second));
    steps.recall(0);
    CHECK(same_bits(after({1, 2}), first));
    CHECK_FALSE(same_bits(first, second));
  }
}

TEST_CASE("Reordered hypotheses go on as their parents would have", "[decoding]") {
  for (const auto& s : shapes) {
    const auto model = opinionated(s, 6);
    const auto source = sources(3).back();
    const auto row = [&](DecoderSteps<float>& steps, Index b) {
      const auto z = steps.logits();
      return std::vector<float>(z.data() + b * z.cols(), z.data() + (b + 1) * z.cols());
    };
    DecoderSteps<float> straight(*model, source, 2), crossed(*model, source, 2);
    for (auto* steps : {&straight, &crossed}) {
      steps->read();
      steps->take(std::vector<Id>{1, 2});
    }
    straight.take(std::vector<Id>{3, 4});
    crossed.reorder(std::vector<Index>{1, 0});
    crossed.take(std::vector<Id>{4, 3});
    CHECK(same_bits(row(straight, 0), row(crossed, 1)));
    CHECK(same_bits(row(straight, 1), row(crossed, 0)));
  }
}
