#include "io/pytorch.h"

namespace unrolled {

namespace {

/// Where one of our tensors goes: its names in PyTorch, of which the first holds the values.
struct Place {
  std::vector<std::string> names;
  bool is_matrix;
};

Place place_of(const ArenaEntry& entry, CellKind cell) {
  if (entry.name == "embedding") return {{"embedding.weight"}, false};
  if (entry.name == "head.W") return {{"linear.weight"}, true};
  if (entry.name == "head.b") return {{"linear.bias"}, false};
  const std::string module = cell == CellKind::lstm ? "lstm" : "rnn";
  const size_t dot = entry.name.rfind('.');
  const std::string layer = "_l" + entry.name.substr(7, dot - 7);  // after "layers."
  const char kind = entry.name[dot + 1];
  if (kind == 'W') return {{module + ".weight_ih" + layer}, true};
  if (kind == 'U') return {{module + ".weight_hh" + layer}, true};
  return {{module + ".bias_ih" + layer, module + ".bias_hh" + layer}, false};
}

std::vector<Index> shape_of(const ArenaEntry& e, const Place& place) {
  if (place.is_matrix) return {e.cols, e.rows};
  if (e.name == "embedding") return {e.rows, e.cols};
  return {e.cols};
}

/// Row-major [rows×cols] to [cols×rows].
std::vector<float> transpose(std::span<const float> from, Index rows, Index cols) {
  std::vector<float> to(from.size());
  for (Index r = 0; r < rows; ++r)
    for (Index c = 0; c < cols; ++c) to[c * rows + r] = from[r * cols + c];
  return to;
}

}  // namespace

std::vector<NamedTensor> to_pytorch(LanguageModel<float>& model) {
  std::vector<NamedTensor> tensors;
  for (const ArenaEntry& e : model.parameters().entries()) {
    if (e.rows * e.cols == 0) continue;
    const Place place = place_of(e, model.shape().cell);
    const auto values = model.parameters().all().subspan(e.offset, e.rows * e.cols);
    const auto shape = shape_of(e, place);
    tensors.push_back({place.names[0], shape,
                       place.is_matrix ? transpose(values, e.rows, e.cols) : std::vector(values.begin(), values.end())});
    for (size_t k = 1; k < place.names.size(); ++k) tensors.push_back({place.names[k], shape, std::vector<float>(values.size())});
  }
  return tensors;
}

void from_pytorch(const SafetensorsFile& file, LanguageModel<float>& model) {
  std::vector<std::pair<const ArenaEntry*, std::vector<float>>> all;
  for (const ArenaEntry& e : model.parameters().entries()) {
    if (e.rows * e.cols == 0) continue;
    const Place place = place_of(e, model.shape().cell);
    std::vector<float> values = file.read(place.names[0], shape_of(e, place));
    for (size_t k = 1; k < place.names.size(); ++k) {
      const auto more = file.read(place.names[k], shape_of(e, place));
      for (size_t j = 0; j < values.size(); ++j) values[j] += more[j];
    }
    all.emplace_back(&e, place.is_matrix ? transpose(values, e.cols, e.rows) : std::move(values));
  }
  for (const auto& [e, values] : all) std::ranges::copy(values, model.parameters().all().begin() + e->offset);
  model.changed();
}

}  // namespace unrolled
