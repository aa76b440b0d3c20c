#include "io/pytorch.h"

#include <algorithm>
#include <cmath>

#include "math/error.h"

namespace unrolled {

namespace {

/// Where one of our tensors goes: its names in PyTorch, of which the first holds the values. Where PyTorch adds a
/// second bias, all of it is added to ours, but for a GRU's: its last third is our v.
struct Place {
  std::vector<std::string> names;
  bool is_matrix = false, is_last_third = false;
};

std::string module_of(CellKind cell) { return cell == CellKind::lstm ? "lstm" : cell == CellKind::gru ? "gru" : "rnn"; }

Place place_of(const ArenaEntry& entry, CellKind cell) {
  const std::string& name = entry.name;
  const size_t dot = name.rfind('.') + 1, layers = name.find("layers.");
  const std::string kind = name.substr(dot);
  if (kind == "embedding" || name == "attention.v") return {{name + ".weight"}};
  if (layers == std::string::npos) {
    const std::string module = name == "head." + kind ? "linear." : name.substr(0, dot);
    if (kind == "b") return {{module + "bias"}};
    return {{kind == "W" ? module + "weight" : name + ".weight"}, true};
  }
  std::string layer = "_l" + name.substr(layers + 7, dot - layers - 8);
  std::ranges::replace(layer, '.', '_');  // l.reverse
  const std::string module = name.substr(0, layers) + module_of(cell);
  if (kind == "W") return {{module + ".weight_ih" + layer}, true};
  if (kind == "U") return {{module + ".weight_hh" + layer}, true};
  if (kind == "v") return {.names = {module + ".bias_hh" + layer}, .is_last_third = true};
  return {{module + ".bias_ih" + layer, module + ".bias_hh" + layer}};
}

std::vector<Index> shape_of(const ArenaEntry& e, const Place& place) {
  if (place.is_matrix) return {e.cols, e.rows};
  if (place.names[0].ends_with("weight")) return {e.rows, e.cols};
  return {place.is_last_third ? 3 * e.cols : e.cols};
}

/// Row-major [rows×cols] to [cols×rows].
std::vector<float> transpose(std::span<const float> from, Index rows, Index cols) {
  std::vector<float> to(from.size());
  for (Index r = 0; r < rows; ++r)
    for (Index c = 0; c < cols; ++c) to[c * rows + r] = from[r * cols + c];
  return to;
}

}  // namespace

std::vector<NamedTensor> to_pytorch(Model<float>& model) {
  std::vector<NamedTensor> tensors;
  for (const ArenaEntry& e : model.parameters().entries()) {
    if (e.rows * e.cols == 0) continue;
    const Place place = place_of(e, model.cell());
    const auto values = model.parameters().all().subspan(e.offset, e.rows * e.cols);
    const auto shape = shape_of(e, place);
    if (place.is_last_third) {
      auto& whole = std::ranges::find(tensors, place.names[0], &NamedTensor::name)->data;
      std::ranges::copy(values, whole.end() - e.cols);
      continue;
    }
    tensors.push_back({place.names[0], shape,
                       place.is_matrix ? transpose(values, e.rows, e.cols) : std::vector(values.begin(), values.end())});
    for (size_t k = 1; k < place.names.size(); ++k) tensors.push_back({place.names[k], shape, std::vector<float>(values.size())});
  }
  return tensors;
}

void expect_pytorch(const SafetensorsFile& file, const LanguageModelShape& s) {
  const Index rows = s.H * (s.cell == CellKind::lstm ? 4 : s.cell == CellKind::gru ? 3 : 1);
  if (s.E) file.expect("embedding.weight", {s.V, s.E});
  for (Index l = 0; l < s.L; ++l) {
    const auto expect = [&](const char* what, const std::vector<Index>& shape) {
      file.expect(module_of(s.cell) + what + std::to_string(l), shape);
    };
    expect(".weight_ih_l", {rows, l ? s.H : s.E ? s.E : s.V});
    expect(".weight_hh_l", {rows, s.H});
    expect(".bias_ih_l", {rows});
    expect(".bias_hh_l", {rows});
  }
  file.expect("linear.weight", {s.V, s.H});
  file.expect("linear.bias", {s.V});
}

void expect_pytorch(const SafetensorsFile& file, const std::vector<ArenaEntry>& entries, CellKind cell) {
  for (const ArenaEntry& e : entries) {
    if (e.rows * e.cols == 0) continue;
    const Place place = place_of(e, cell);
    for (const auto& name : place.names) file.expect(name, shape_of(e, place));
  }
}

void from_pytorch(const SafetensorsFile& file, Model<float>& model) {
  std::vector<std::pair<const ArenaEntry*, std::vector<float>>> all;
  for (const ArenaEntry& e : model.parameters().entries()) {
    if (e.rows * e.cols == 0) continue;
    const Place place = place_of(e, model.cell());
    std::vector<float> values = file.read(place.names[0], shape_of(e, place));
    if (place.is_last_third) values.erase(values.begin(), values.end() - e.cols);
    for (size_t k = 1; k < place.names.size(); ++k) {
      const auto more = file.read(place.names[k], shape_of(e, place));
      const size_t added = model.cell() == CellKind::gru ? values.size() / 3 * 2 : values.size();
      // A zero leaves all the bits, those of −0 among them.
      for (size_t j = 0; j < added; ++j)
        if (more[j] != 0) values[j] += more[j];
    }
    if (!std::ranges::all_of(values, [](float x) { return std::isfinite(x); }))
      throw Error("bad-file", "bytes", "the biases “" + place.names.front() + "” and “" + place.names.back() + "” add up to an infinity");
    all.emplace_back(&e, place.is_matrix ? transpose(values, e.cols, e.rows) : std::move(values));
  }
  for (const auto& [e, values] : all) std::ranges::copy(values, model.parameters().all().begin() + e->offset);
  model.changed();
}

}  // namespace unrolled
