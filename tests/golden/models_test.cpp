// The models of whole examples against PyTorch: a hundred steps of Adam, as generate_models.py computed them.

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "golden/formula.h"
#include "golden/models.inc"
#include "models/encoder_decoder.h"
#include "models/reader.h"
#include "training/example_work.h"
#include "training/trainer.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

constexpr Index read_steps[] = {5, 3, 1, 6, 2, 4, 6, 3}, written_steps[] = {3, 4, 0, 2, 5, 1, 4, 3};
constexpr Index classes = 5, values = 2, width = 2, pixels = 7;
constexpr Id source_V = 6, target_V = 8;

/// Eight of them, of one batch in two shards.
template <class Make>
std::vector<Encoded> examples(Make&& make) {
  std::vector<Encoded> all;
  for (std::uint64_t k = 0; k < 8; ++k) all.push_back(make(k));
  return all;
}

Encoded to_read(const ReaderShape& s, std::uint64_t k) {
  const Index n = read_steps[k], said = s.readout == Readout::every ? n : 1;
  if (s.loss == LossKind::squares) return {.frames = halves(n * width, 1300 + k), .values = halves(said * values, 1400 + k)};
  return {.source = ids(n, 1000 + k, source_V), .target = ids(said, (s.readout == Readout::every ? 1100 : 1200) + k, classes)};
}

Encoded to_write(const EncoderDecoderShape& s, std::uint64_t k) {
  Encoded e{.target = ids(written_steps[k], 1500 + k, target_V - 2)};
  if (s.P) e.frames = halves(pixels, 1600 + k);
  else e.source = ids(read_steps[k], 1000 + k, source_V);
  return e;
}

/// The largest difference of any loss.
template <class T>
double curve_error(ExampleModel<T>& model, const std::vector<Encoded>& all, std::span<const double> expected) {
  std::uint64_t seed = 300;
  for (const auto& e : model.parameters().entries())
    if (e.rows * e.cols > 0) numbers(seed++, model.parameters().view(e));
  model.changed();
  auto work = std::make_unique<ExampleWork<T>>(model, all, ExampleOptions{.batch = 8, .longest = {6, 6}});
  Trainer<T> trainer(model, std::move(work), nullptr, {.optimizer = {.rate = 0.01}, .clip = 0});
  double worst = 0;
  for (size_t step = 0; step < expected.size();)
    if (trainer.advance() == Finished::step) worst = std::max(worst, std::abs(trainer.loss() - expected[step++]));
  return worst;
}

void check(const ReaderShape& shape, std::span<const double> losses) {
  const auto all = examples([&](std::uint64_t k) { return to_read(shape, k); });
  Reader<double> exact(shape);
  Reader<float> rounded(shape);
  CHECK(curve_error(exact, all, losses) < 1e-10);
  CHECK(curve_error(rounded, all, losses) < 1e-5);
}

void check(EncoderDecoderShape shape, std::span<const double> losses) {
  shape.H = 4, shape.E = 3, shape.V = target_V, shape.source_V = shape.P ? 0 : source_V;
  const auto all = examples([&](std::uint64_t k) { return to_write(shape, k); });
  EncoderDecoder<double> exact(shape);
  EncoderDecoder<float> rounded(shape);
  CHECK(curve_error(exact, all, losses) < 1e-10);
  CHECK(curve_error(rounded, all, losses) < 1e-5);
}

StackShape stack(CellKind cell, Index L, Index D) { return {.cell = cell, .H = 4, .L = L, .D = D}; }

constexpr CellKind rnn = CellKind::rnn, gru = CellKind::gru, lstm = CellKind::lstm;

}  // namespace

TEST_CASE("A tagger in both directions follows PyTorch's losses, over packed sequences", "[golden]") {
  for (const auto& [L, losses] : {std::pair<Index, std::span<const double>>{1, tagger_1_curve}, {2, tagger_2_curve}})
    check({.stack = stack(lstm, L, 2), .V = source_V, .E = 3, .O = classes, .readout = Readout::every}, losses);
}

TEST_CASE("A classifier from the last states or from their mean follows PyTorch's losses", "[golden]") {
  ReaderShape shape{.stack = stack(gru, 2, 2), .V = source_V, .E = 3, .O = classes, .readout = Readout::last};
  check(shape, classifier_last_curve);
  shape.E = 0, shape.readout = Readout::mean;
  check(shape, classifier_mean_curve);
}

TEST_CASE("Regression follows PyTorch's mean squared errors, once a sequence and once a step", "[golden]") {
  ReaderShape shape{.stack = stack(lstm, 1, 2), .width = width, .O = values, .loss = LossKind::squares};
  check(shape, regression_last_curve);
  shape.stack = stack(rnn, 2, 1), shape.readout = Readout::every;
  check(shape, regression_every_curve);
}

TEST_CASE("Encoder and decoder of every cell follow PyTorch's losses, the context at the start or at every step", "[golden]") {
  const struct {
    CellKind cell;
    std::span<const double> initial, every;
  } curves[] = {{rnn, rnn_initial_curve, rnn_every_curve}, {gru, gru_initial_curve, gru_every_curve},
                {lstm, lstm_initial_curve, lstm_every_curve}};
  for (const auto& c : curves) {
    INFO("cell " << static_cast<int>(c.cell));
    check({.cell = c.cell, .L = 2}, c.initial);
    check({.cell = c.cell, .D = 2, .context = Context::every}, c.every);
  }
}

TEST_CASE("Decoders with attention follow PyTorch's losses", "[golden]") {
  check({.cell = lstm, .D = 2, .attention = AttentionKind::dot}, dot_curve);
  check({.cell = gru, .L = 2, .context = Context::every, .attention = AttentionKind::additive}, additive_curve);
}

TEST_CASE("A decoder that starts from a picture follows PyTorch's losses", "[golden]") {
  check({.cell = lstm, .L = 2, .P = pixels, .context = Context::every}, picture_curve);
}
