#include "io/pytorch.h"

#include <catch2/catch_test_macros.hpp>

#include "math/error.h"
#include "models/encoder_decoder.h"
#include "models/reader.h"
#include "support/compare.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

std::unique_ptr<LanguageModel<float>> made(const LanguageModelShape& shape, std::uint64_t seed) {
  auto model = LanguageModel<float>::make(shape);
  model->initialize(seed, 0);
  return model;
}

const LanguageModelShape shapes[] = {{.cell = CellKind::lstm, .V = 7, .E = 3, .H = 5, .L = 2},
                                     {.cell = CellKind::lstm, .V = 7, .H = 5, .L = 1},
                                     {.cell = CellKind::rnn, .V = 7, .E = 3, .H = 5, .L = 2},
                                     {.cell = CellKind::gru, .V = 7, .E = 3, .H = 5, .L = 2}};

}  // namespace

TEST_CASE("Tensors have PyTorch's names and shapes", "[io]") {
  std::map<std::string, std::vector<Index>> found;
  for (const auto& t : to_pytorch(*made(shapes[0], 1))) found[t.name] = t.shape;
  CHECK(found == std::map<std::string, std::vector<Index>>{{"embedding.weight", {7, 3}},
                                                           {"lstm.weight_ih_l0", {20, 3}},
                                                           {"lstm.weight_hh_l0", {20, 5}},
                                                           {"lstm.bias_ih_l0", {20}},
                                                           {"lstm.bias_hh_l0", {20}},
                                                           {"lstm.weight_ih_l1", {20, 5}},
                                                           {"lstm.weight_hh_l1", {20, 5}},
                                                           {"lstm.bias_ih_l1", {20}},
                                                           {"lstm.bias_hh_l1", {20}},
                                                           {"linear.weight", {7, 5}},
                                                           {"linear.bias", {7}}});
  found.clear();
  for (const auto& t : to_pytorch(*made({.cell = CellKind::rnn, .V = 7, .H = 5, .L = 1}, 1))) found[t.name] = t.shape;
  CHECK(found == std::map<std::string, std::vector<Index>>{{"rnn.weight_ih_l0", {5, 7}},
                                                           {"rnn.weight_hh_l0", {5, 5}},
                                                           {"rnn.bias_ih_l0", {5}},
                                                           {"rnn.bias_hh_l0", {5}},
                                                           {"linear.weight", {7, 5}},
                                                           {"linear.bias", {7}}});
}

TEST_CASE("Matrices are transposed, the embedding is not, and the second bias is zero", "[io]") {
  auto model = made(shapes[0], 1);
  std::map<std::string, std::vector<float>> written;
  for (const auto& t : to_pytorch(*model)) written[t.name] = t.data;
  for (const auto& e : model->parameters().entries()) {
    const auto m = model->parameters().view(e);
    if (e.name == "layers.1.U")
      for (Index r = 0; r < e.rows; ++r)
        for (Index c = 0; c < e.cols; ++c) CHECK(written["lstm.weight_hh_l1"][c * e.rows + r] == m(r, c));
    if (e.name == "embedding") CHECK(same_bits(written["embedding.weight"], m));
    if (e.name == "layers.0.b") CHECK(same_bits(written["lstm.bias_ih_l0"], m));
  }
  for (const float x : written["lstm.bias_hh_l0"]) CHECK(x == 0);
}

TEST_CASE("A model written and read has the same bits", "[io]") {
  for (const auto& shape : shapes) {
    auto model = made(shape, 1), other = made(shape, 2);
    const auto bytes = write_safetensors(to_pytorch(*model), {});
    from_pytorch(SafetensorsFile(bytes), *other);
    CHECK(same_bits(model->parameters().all(), other->parameters().all()));
  }
}

TEST_CASE("PyTorch's two biases are added", "[io]") {
  auto model = made(shapes[1], 1);
  auto tensors = to_pytorch(*model);
  for (auto& t : tensors)
    if (t.name == "lstm.bias_hh_l0") std::ranges::fill(t.data, 0.25f);
  const auto bytes = write_safetensors(tensors, {});
  auto other = made(shapes[1], 2);
  from_pytorch(SafetensorsFile(bytes), *other);
  for (const auto& e : model->parameters().entries())
    if (e.name == "layers.0.b")
      for (Index k = 0; k < e.cols; ++k)
        CHECK(other->parameters().view(e).data()[k] == model->parameters().view(e).data()[k] + 0.25f);
}

TEST_CASE("A GRU's v is the last third of PyTorch's second bias; the rest of it is added to b", "[io]") {
  auto model = made(shapes[3], 1);
  auto tensors = to_pytorch(*model);
  for (auto& t : tensors) {
    if (t.name != "gru.bias_hh_l1") continue;
    CHECK(t.shape == std::vector<Index>{15});
    for (Index k = 0; k < 10; ++k) {
      CHECK(t.data[k] == 0);
      t.data[k] = 0.25f;
    }
    for (Index k = 10; k < 15; ++k) CHECK(t.data[k] != 0);
  }
  const auto bytes = write_safetensors(tensors, {});
  auto other = made(shapes[3], 2);
  from_pytorch(SafetensorsFile(bytes), *other);
  for (const auto& e : model->parameters().entries()) {
    const auto before = model->parameters().view(e), after = other->parameters().view(e);
    if (e.name == "layers.1.v") CHECK(same_bits(before, after));
    if (e.name != "layers.1.b") continue;
    for (Index k = 0; k < 15; ++k) CHECK(after.data()[k] == before.data()[k] + (k < 10 ? 0.25f : 0.0f));
  }
}

TEST_CASE("A file that lacks a tensor or has one of another shape leaves the model as it was", "[io]") {
  auto model = made(shapes[0], 1);
  const std::vector<float> before(model->parameters().all().begin(), model->parameters().all().end());
  const auto complete = to_pytorch(*made(shapes[0], 2));
  for (std::size_t k = 0; k < complete.size(); ++k) {
    auto missing = complete, reshaped = complete, spoilt = complete;
    missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(k));
    reshaped[k].shape.push_back(1);
    spoilt[k].data.back() = NAN;
    for (const auto& tensors : {missing, reshaped, spoilt}) {
      const auto bytes = write_safetensors(tensors, {});
      INFO(complete[k].name);
      CHECK_THROWS_AS(from_pytorch(SafetensorsFile(bytes), *model), Error);
      REQUIRE(same_bits(before, model->parameters().all()));
    }
  }
}

TEST_CASE("A file of another cell is refused", "[io]") {
  auto model = made(shapes[0], 1);
  const auto bytes = write_safetensors(to_pytorch(*made(shapes[2], 1)), {});
  CHECK_THROWS_AS(from_pytorch(SafetensorsFile(bytes), *model), Error);
}

TEST_CASE("Whether a file has what a model needs is known without the model", "[io]") {
  for (const auto& shape : shapes) {
    const auto bytes = write_safetensors(to_pytorch(*made(shape, 1)), {});
    const SafetensorsFile read(bytes);
    CHECK_NOTHROW(expect_pytorch(read, shape));
    for (auto change : {&LanguageModelShape::V, &LanguageModelShape::H, &LanguageModelShape::L}) {
      auto other = shape;
      other.*change += 1;
      CHECK_THROWS_AS(expect_pytorch(read, other), Error);
    }
    auto absurd = shape;
    absurd.H = 1 << 30;  // asking for the model itself would end the program
    CHECK_THROWS_AS(expect_pytorch(read, absurd), Error);
  }
}

TEST_CASE("Biases that are finite one by one and add up to an infinity are refused", "[io]") {
  auto model = made(shapes[0], 1);
  const std::vector<float> before(model->parameters().all().begin(), model->parameters().all().end());
  auto tensors = to_pytorch(*made(shapes[0], 2));
  for (auto& t : tensors)
    if (t.name.find("bias") != t.name.npos) std::ranges::fill(t.data, 3e38f);
  const auto bytes = write_safetensors(tensors, {});
  CHECK_THROWS_AS(from_pytorch(SafetensorsFile(bytes), *model), Error);
  CHECK(same_bits(before, model->parameters().all()));
}

TEST_CASE("A bias of minus zero keeps its sign", "[io]") {
  auto model = made(shapes[1], 1), other = made(shapes[1], 2);
  for (const auto& e : model->parameters().entries())
    if (e.name == "layers.0.b") model->parameters().view(e).setConstant(-0.0f);
  const auto bytes = write_safetensors(to_pytorch(*model), {});
  from_pytorch(SafetensorsFile(bytes), *other);
  CHECK(same_bits(model->parameters().all(), other->parameters().all()));
}

namespace {

std::unique_ptr<ExampleModel<float>> reader(CellKind cell, Index directions, Index width = 0) {
  return std::make_unique<Reader<float>>(
      ReaderShape{.stack = {.cell = cell, .H = 5, .L = 2, .D = directions}, .V = width ? 0 : 7, .E = width ? 0 : 3, .width = width, .O = 4});
}
std::unique_ptr<ExampleModel<float>> writer(CellKind cell, AttentionKind attention, Index directions = 1, Index P = 0) {
  return std::make_unique<EncoderDecoder<float>>(
      EncoderDecoderShape{.cell = cell, .H = 6, .D = directions, .E = 3, .source_V = P ? 0 : 7, .P = P, .V = 8, .attention = attention});
}

/// One of each kind.
std::vector<std::unique_ptr<ExampleModel<float>>> of_examples(std::uint64_t seed) {
  std::vector<std::unique_ptr<ExampleModel<float>>> all;
  all.push_back(reader(CellKind::lstm, 1)), all.push_back(reader(CellKind::gru, 2)), all.push_back(reader(CellKind::rnn, 2, 9));
  all.push_back(writer(CellKind::lstm, AttentionKind::none)), all.push_back(writer(CellKind::gru, AttentionKind::additive, 2));
  all.push_back(writer(CellKind::gru, AttentionKind::dot)), all.push_back(writer(CellKind::rnn, AttentionKind::none, 1, 768));
  for (auto& model : all) model->initialize({seed});
  return all;
}

using Shapes = std::map<std::string, std::vector<Index>>;
Shapes shapes_of(Model<float>& model) {
  Shapes found;
  for (const auto& t : to_pytorch(model)) found[t.name] = t.shape;
  return found;
}

}  // namespace

TEST_CASE("A reader in two directions has PyTorch's names, _reverse for the second", "[io]") {
  CHECK(shapes_of(*reader(CellKind::lstm, 2)) ==
        Shapes{{"embedding.weight", {7, 3}},
               {"lstm.weight_ih_l0", {20, 3}}, {"lstm.weight_hh_l0", {20, 5}}, {"lstm.bias_ih_l0", {20}}, {"lstm.bias_hh_l0", {20}},
               {"lstm.weight_ih_l0_reverse", {20, 3}}, {"lstm.weight_hh_l0_reverse", {20, 5}}, {"lstm.bias_ih_l0_reverse", {20}}, {"lstm.bias_hh_l0_reverse", {20}},
               {"lstm.weight_ih_l1", {20, 10}}, {"lstm.weight_hh_l1", {20, 5}}, {"lstm.bias_ih_l1", {20}}, {"lstm.bias_hh_l1", {20}},
               {"lstm.weight_ih_l1_reverse", {20, 10}}, {"lstm.weight_hh_l1_reverse", {20, 5}}, {"lstm.bias_ih_l1_reverse", {20}}, {"lstm.bias_hh_l1_reverse", {20}},
               {"linear.weight", {4, 10}}, {"linear.bias", {4}}});
}

TEST_CASE("An encoder-decoder has PyTorch's names behind encoder, decoder and attention", "[io]") {
  CHECK(shapes_of(*writer(CellKind::gru, AttentionKind::additive, 2)) ==
        Shapes{{"encoder.embedding.weight", {7, 3}},
               {"encoder.gru.weight_ih_l0", {9, 3}}, {"encoder.gru.weight_hh_l0", {9, 3}}, {"encoder.gru.bias_ih_l0", {9}}, {"encoder.gru.bias_hh_l0", {9}},
               {"encoder.gru.weight_ih_l0_reverse", {9, 3}}, {"encoder.gru.weight_hh_l0_reverse", {9, 3}}, {"encoder.gru.bias_ih_l0_reverse", {9}}, {"encoder.gru.bias_hh_l0_reverse", {9}},
               {"decoder.embedding.weight", {8, 3}},
               {"decoder.gru.weight_ih_l0", {18, 3}}, {"decoder.gru.weight_hh_l0", {18, 6}}, {"decoder.gru.bias_ih_l0", {18}}, {"decoder.gru.bias_hh_l0", {18}},
               {"attention.W_q.weight", {6, 6}}, {"attention.W_k.weight", {6, 6}}, {"attention.v.weight", {1, 6}},
               {"attention.combine.weight", {6, 12}}, {"attention.combine.bias", {6}},
               {"linear.weight", {8, 6}}, {"linear.bias", {8}}});
}

TEST_CASE("Models of whole examples written and read have the same bits", "[io]") {
  auto from = of_examples(1), to = of_examples(2);
  for (std::size_t k = 0; k < from.size(); ++k) {
    const auto bytes = write_safetensors(to_pytorch(*from[k]), {});
    CHECK_FALSE(same_bits(from[k]->parameters().all(), to[k]->parameters().all()));
    from_pytorch(SafetensorsFile(bytes), *to[k]);
    CHECK(same_bits(from[k]->parameters().all(), to[k]->parameters().all()));
  }
}

TEST_CASE("Models of whole examples have no name twice, and every number is written once", "[io]") {
  for (auto& model : of_examples(1)) {
    std::size_t numbers = 0, zeros = 0;
    std::map<std::string, int> names;
    for (const auto& t : to_pytorch(*model)) {
      CHECK(++names[t.name] == 1);
      numbers += t.data.size();
      zeros += static_cast<std::size_t>(std::ranges::count(t.data, 0.0f));
    }
    std::size_t own = 0;
    for (const auto& e : model->parameters().entries()) own += static_cast<std::size_t>(e.rows * e.cols);
    CHECK(numbers - zeros <= own);
    CHECK(numbers >= own);
  }
}

TEST_CASE("A file that lacks any tensor of a model of whole examples is known not to fit", "[io]") {
  for (auto& model : of_examples(1)) {
    const auto complete = to_pytorch(*model);
    const std::vector<float> before(model->parameters().all().begin(), model->parameters().all().end());
    const auto bytes = write_safetensors(complete, {});
    CHECK_NOTHROW(expect_pytorch(SafetensorsFile(bytes), model->parameters().entries(), model->cell()));
    for (std::size_t k = 0; k < complete.size(); ++k) {
      auto missing = complete, reshaped = complete;
      missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(k));
      reshaped[k].shape.push_back(1);
      for (const auto& tensors : {missing, reshaped}) {
        INFO(complete[k].name);
        const auto wrong = write_safetensors(tensors, {});
        CHECK_THROWS_AS(expect_pytorch(SafetensorsFile(wrong), model->parameters().entries(), model->cell()), Error);
        CHECK_THROWS_AS(from_pytorch(SafetensorsFile(wrong), *model), Error);
        REQUIRE(same_bits(before, model->parameters().all()));
      }
    }
  }
}
