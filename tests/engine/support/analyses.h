#pragma once
// Models and analyses in double, and plain readings of a text to hold them to.

#include "lens/analysis.h"
#include "support/differences.h"
#include "support/fill.h"

namespace unrolled::tests {

template <class T = double>
std::unique_ptr<LanguageModel<T>> seeded(const LanguageModelShape& shape, std::uint64_t seed = 3) {
  auto model = LanguageModel<T>::make(shape);
  model->initialize(seed, 0);
  return model;
}

/// One of each cell, with gates free and held, and of each activation, with one layer or two.
inline std::vector<LanguageModelShape> every_shape() {
  std::vector<LanguageModelShape> all;
  for (const Index L : {1, 2}) {
    all.push_back({.cell = CellKind::lstm, .V = 6, .H = 5, .L = L});
    all.push_back({.cell = CellKind::lstm, .V = 6, .H = 5, .L = L, .hold = {-1, 0.5, -1, 0.75}});
    all.push_back({.cell = CellKind::gru, .V = 6, .E = 3, .H = 5, .L = L});
    all.push_back({.cell = CellKind::gru, .V = 6, .E = 3, .H = 5, .L = L, .hold = {0.5, -1, -1, -1}});
    for (const auto f : {Activation::tanh, Activation::relu, Activation::identity, Activation::sigmoid})
      all.push_back({.cell = CellKind::rnn, .activation = f, .V = 6, .H = 5, .L = L});
  }
  return all;
}

inline void finish(Analysis& analysis) {
  while (!analysis.advance()) continue;
}

/// The figure of that name; fails the test if there is none.
inline const Figure& figure(const Analysis& analysis, const std::string& name) {
  for (const auto& f : analysis.figures())
    if (f.name == name) return f;
  FAIL("no figure " << name);
  return analysis.figures().front();
}

/// A pass over ids, of which the last is only predicted; read from the state that `before` sets.
template <class T, class Before>
std::unique_ptr<Pass<T>> read(LanguageModel<T>& model, std::span<const Id> ids, Before&& before) {
  auto pass = model.pass({static_cast<Index>(ids.size()) - 1, 1}, Purpose::read);
  std::copy(ids.begin(), ids.end() - 1, pass->inputs().begin());
  std::copy(ids.begin() + 1, ids.end(), pass->targets().begin());
  for (auto& [name, m] : pass->state()) before(name, m);
  pass->begin();
  for (Index k = 0; k < pass->chunks(); ++k) pass->forward(k), pass->score(k);
  return pass;
}

/// Where layer l's array stood after step t of a pass; zeros before the text.
inline std::vector<double> row_of(const Pass<double>& pass, Index l, std::string_view name, Index t) {
  const auto v = named(pass.activations(l), name);
  if (t < 0) return std::vector<double>(static_cast<std::size_t>(v.cols));
  return {v.data + t * v.stride, v.data + t * v.stride + v.cols};
}

/// A reading that starts after step t of `whole`, with h and c of every layer as they were then.
inline auto state_after(const Pass<double>& whole, Index t) {
  return [&whole, t](const std::string& name, Matrix<double> m) {
    const auto values = row_of(whole, name[7] - '0', name.substr(9), t);  // layers.l.name
    std::ranges::copy(values, m.data());
  };
}

}  // namespace unrolled::tests
