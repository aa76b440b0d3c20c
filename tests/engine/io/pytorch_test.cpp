#include "io/pytorch.h"

#include <catch2/catch_test_macros.hpp>

#include "math/error.h"
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
