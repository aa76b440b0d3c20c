// Weights as PyTorch saves them, in files: the logits that files.py computed from the same tensors.

#include <catch2/catch_test_macros.hpp>

#include "golden/files.inc"
#include "io/pytorch.h"
#include "support/compare.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

std::uint64_t following(std::uint64_t x) { return (1103515245 * x + 12345) % (1u << 31); }

struct Case {
  LanguageModelShape shape;
  std::span<const double> logits;
};
constexpr Index V = 7, E = 3, H = 5, T = 6;
const Case cases[] = {
    {{.cell = CellKind::lstm, .V = V, .E = 0, .H = H, .L = 1}, lstm_1_one_hot_logits},
    {{.cell = CellKind::lstm, .V = V, .E = E, .H = H, .L = 1}, lstm_1_embedding_logits},
    {{.cell = CellKind::lstm, .V = V, .E = 0, .H = H, .L = 2}, lstm_2_one_hot_logits},
    {{.cell = CellKind::lstm, .V = V, .E = E, .H = H, .L = 2}, lstm_2_embedding_logits},
    {{.cell = CellKind::gru, .V = V, .E = 0, .H = H, .L = 1}, gru_1_one_hot_logits},
    {{.cell = CellKind::gru, .V = V, .E = E, .H = H, .L = 1}, gru_1_embedding_logits},
    {{.cell = CellKind::gru, .V = V, .E = 0, .H = H, .L = 2}, gru_2_one_hot_logits},
    {{.cell = CellKind::gru, .V = V, .E = E, .H = H, .L = 2}, gru_2_embedding_logits},
    {{.cell = CellKind::rnn, .V = V, .E = 0, .H = H, .L = 1}, rnn_1_one_hot_logits},
    {{.cell = CellKind::rnn, .V = V, .E = E, .H = H, .L = 1}, rnn_1_embedding_logits},
    {{.cell = CellKind::rnn, .V = V, .E = 0, .H = H, .L = 2}, rnn_2_one_hot_logits},
    {{.cell = CellKind::rnn, .V = V, .E = E, .H = H, .L = 2}, rnn_2_embedding_logits},
};

/// PyTorch's state_dict, in its order, filled by files.py's formula: both biases have their part.
std::vector<NamedTensor> state_dict(const LanguageModelShape& s) {
  std::vector<NamedTensor> all;
  std::uint64_t seed = 1000;
  const auto add = [&](const std::string& name, std::vector<Index> shape) {
    Index count = 1;
    for (const Index d : shape) count *= d;
    std::vector<float> values;
    std::uint64_t x = seed++;
    for (Index k = 0; k < count; ++k) values.push_back(static_cast<float>(static_cast<double>(x = following(x)) / (1 << 30) - 1));
    all.push_back({name, std::move(shape), std::move(values)});
  };
  const std::string module = s.cell == CellKind::lstm ? "lstm" : s.cell == CellKind::gru ? "gru" : "rnn";
  const Index rows = H * (s.cell == CellKind::lstm ? 4 : s.cell == CellKind::gru ? 3 : 1);
  if (s.E) add("embedding.weight", {V, s.E});
  for (Index l = 0; l < s.L; ++l) {
    const std::string layer = "_l" + std::to_string(l);
    add(module + ".weight_ih" + layer, {rows, l ? H : s.E ? s.E : V});
    add(module + ".weight_hh" + layer, {rows, H});
    add(module + ".bias_ih" + layer, {rows});
    add(module + ".bias_hh" + layer, {rows});
  }
  add("linear.weight", {V, H});
  add("linear.bias", {V});
  return all;
}

double worst_difference(LanguageModel<float>& model, std::span<const double> expected) {
  auto pass = model.pass({T, 1}, Purpose::read);
  std::uint64_t x = 500;
  for (Id& id : pass->inputs()) id = static_cast<Id>(((x = following(x)) >> 16) % V);
  pass->reset();
  pass->begin();
  pass->forward(0);
  const auto z = pass->logits();
  REQUIRE(static_cast<size_t>(z.size()) == expected.size());
  double worst = 0;
  for (size_t k = 0; k < expected.size(); ++k) worst = std::max(worst, std::abs(static_cast<double>(z.data()[k]) - expected[k]));
  return worst;
}

}  // namespace

TEST_CASE("Weights saved from PyTorch give PyTorch's logits, and still do when saved from here", "[golden]") {
  for (const auto& [shape, expected] : cases) {
    INFO(static_cast<int>(shape.cell) << ", layers " << shape.L << ", embedding " << shape.E);
    const auto theirs = write_safetensors(state_dict(shape), {});
    auto model = LanguageModel<float>::make(shape), again = LanguageModel<float>::make(shape);
    from_pytorch(SafetensorsFile(theirs), *model);
    CHECK(worst_difference(*model, expected) < 1e-5);
    const auto ours = write_safetensors(to_pytorch(*model), {});
    from_pytorch(SafetensorsFile(ours), *again);
    CHECK(worst_difference(*again, expected) < 1e-5);
  }
}
