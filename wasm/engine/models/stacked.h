#pragma once
// The language model and its pass, for one kind of cell.

#include <cmath>

#include "layers/embedding.h"
#include "layers/loss.h"
#include "layers/unroll.h"
#include "math/init.h"
#include "models/language_model.h"

namespace unrolled {

/// Rows of a chunk: enough for the tall products, little enough that a chunk is a short piece of work.
inline constexpr Index chunk_rows = 256;

inline Index chunk_steps(Span s) { return std::clamp<Index>(chunk_rows / s.B, 1, s.T); }

template <class Cell>
struct StackedParams {
  using Scalar = typename Cell::Scalar;
  Matrix<Scalar> embedding;  // [V×E]
  std::vector<typename Cell::Params> layers;
  Linear<Scalar> head;

  static StackedParams declare(Arena<Scalar>& arena, const LanguageModelShape& s) {
    auto embedding = arena.matrix("embedding", s.E ? s.V : 0, s.E);
    std::vector<typename Cell::Params> layers;
    for (Index l = 0; l < s.L; ++l) {
      const typename Arena<Scalar>::Scope scope(arena, "layers." + std::to_string(l));
      layers.push_back(Cell::Params::declare(arena, l ? s.H : s.E ? s.E : s.V, s.H));
    }
    const typename Arena<Scalar>::Scope scope(arena, "head");
    return {embedding, std::move(layers), Linear<Scalar>::declare(arena, s.H, s.V)};
  }
};

template <class Cell>
struct StackedArrays {
  using Scalar = typename Cell::Scalar;
  std::vector<Unroll<Cell>> layers;
  std::vector<Packed<Scalar>> W, Wt;  // of each layer that reads vectors, then of the head; Wt only to train
  Matrix<Scalar> x, dx, z;            // x[TB×E] dx[SB×E] z[SB×V], S steps a chunk

  static StackedArrays declare(Arena<Scalar>& arena, const LanguageModelShape& s, Span span, Purpose purpose) {
    const bool train = purpose == Purpose::train;
    std::vector<Unroll<Cell>> layers;
    std::vector<Packed<Scalar>> W, Wt;
    const auto pack = [&](Index I, Index O) {
      W.push_back(Packed<Scalar>::declare(arena, I, O));
      Wt.push_back(Packed<Scalar>::declare(arena, train ? O : 0, train ? I : 0));
    };
    for (Index l = 0; l < s.L; ++l) {
      const typename Arena<Scalar>::Scope scope(arena, "layers." + std::to_string(l));
      layers.push_back(Unroll<Cell>::declare(arena, span, train ? span : Span{0, 0}, s.H));
      pack(l ? s.H : s.E, Cell::gates * s.H);
    }
    pack(s.H, s.V);
    const Index S = chunk_steps(span) * span.B;
    return {std::move(layers), std::move(W), std::move(Wt), arena.matrix("x", span.T * span.B, s.E),
            arena.matrix("dx", train ? S : 0, s.E), arena.matrix("z", S, s.V)};
  }
};

template <class Cell>
class StackedPass final : public Pass<typename Cell::Scalar> {
  using T = typename Cell::Scalar;
  using Pass<T>::span_, Pass<T>::inputs_, Pass<T>::targets_, Pass<T>::losses_, Pass<T>::weights_, Pass<T>::predictions_;

 public:
  StackedPass(const LanguageModel<T>& model, const StackedParams<Cell>& params, Span span, Purpose purpose)
      : Pass<T>(span, chunk_steps(span)),
        model_(model),
        p_(params),
        purpose_(purpose),
        arrays_(place<StackedArrays<Cell>>(model.shape(), span, purpose)),
        gradients_(place<StackedParams<Cell>>(purpose == Purpose::train ? model.shape() : no_gradients)) {}

  void reset() override {
    for (auto& layer : a().layers)
      for (auto& [name, all] : layer.saved.state()) rows(all, 0, span_.B).setZero();
  }

  void carry() override {
    const Index B = span_.B, end = span_.T * B;
    for (auto& layer : a().layers)
      for (auto& [name, all] : layer.saved.state())
        std::copy_n(rows(all, end, end + B).data(), B * all.cols(), all.data());
  }

  void begin() override {
    if (packed_version_ != model_.version()) pack();
    if (purpose_ == Purpose::read) return;
    gradients_.arena.zero();
    for (auto& layer : a().layers) {
      layer.grads.dh.setZero();
      if constexpr (requires { layer.grads.dc; }) layer.grads.dc.setZero();
    }
  }

  void forward(Index k) override {
    const auto [first, last] = this->chunk(k);
    for (size_t l = 0; l < a().layers.size(); ++l) {
      auto& layer = a().layers[l];
      Matrix<T> into = layer.steps(layer.saved.a, first, last);
      layer.begin(p_.layers[l], first, last);
      if (l > 0) {
        multiply_add(into, plain(a().layers[l - 1].output(first, last)), a().W[l]);
      } else if (model_.shape().E) {
        Matrix<T> x = layer.steps(a().x, first, last);
        x.setZero();
        add_rows(p_.embedding, ids(inputs_, first, last), x);
        multiply_add(into, plain(x), a().W[0]);
      } else {
        add_rows(p_.layers[0].W, ids(inputs_, first, last), into);
      }
      layer.forward(model_.shape().activation, first, last);
    }
    z_rows_ = (last - first) * span_.B;
    fill_rows(p_.head.b, logits());
    multiply_add(logits(), plain(a().layers.back().output(first, last)), a().W.back());
  }

  double score(Index k) override {
    const auto [first, last] = this->chunk(k);
    const auto expected = ids(targets_, first, last);
    const auto weights = std::span<const T>(weights_).subspan(first * span_.B, expected.size());
    const double nats = cross_entropy(logits(), expected, weights,
                                      std::span<T>(losses_).subspan(first * span_.B, expected.size()));
    if (purpose_ == Purpose::read) return nats;
    auto& top = a().layers.back();
    const Matrix<T> dz = logits();
    cross_entropy_gradient(dz, expected, weights, T(1) / T(predictions_));
    linear_gradients(top.output(first, last), dz, g().head.W, g().head.b);
    multiply_add(top.steps(top.grads.dh, first, last), plain(dz), a().Wt.back());
    return nats;
  }

  void backward(Index k) override {
    const auto [first, last] = this->chunk(k);
    for (size_t l = a().layers.size(); l-- > 0;) {
      auto& layer = a().layers[l];
      layer.backward(model_.shape().activation, g().layers[l], first, last);
      const Matrix<T> da = layer.steps(layer.grads.da, first, last);
      if (l > 0) {
        auto& below = a().layers[l - 1];
        multiply_add(g().layers[l].W, transposed(below.output(first, last)), plain(da));
        multiply_add(below.steps(below.grads.dh, first, last), plain(da), a().Wt[l]);
      } else if (model_.shape().E) {
        multiply_add(g().layers[0].W, transposed(layer.steps(a().x, first, last)), plain(da));
        Matrix<T> dx = rows(a().dx, 0, da.rows());
        dx.setZero();
        multiply_add(dx, plain(da), a().Wt[0]);
        scatter_rows(dx, ids(inputs_, first, last), g().embedding);
      } else {
        scatter_rows(da, ids(inputs_, first, last), g().layers[0].W);
      }
    }
  }

  Matrix<T> logits() override { return rows(a().z, 0, z_rows_); }
  Arena<T>& gradients() override { return gradients_.arena; }
  std::vector<NamedView<T>> activations(Index l) const override { return arrays_.tensors.layers[l].saved.views(); }
  std::vector<NamedView<T>> activation_gradients(Index l) const override {
    return arrays_.tensors.layers[l].grads.views();
  }

  std::vector<std::pair<std::string, Matrix<T>>> state() override {
    std::vector<std::pair<std::string, Matrix<T>>> all;
    for (size_t l = 0; l < a().layers.size(); ++l)
      for (auto& [name, m] : a().layers[l].saved.state())
        all.emplace_back("layers." + std::to_string(l) + "." + std::string(name), rows(m, 0, span_.B));
    return all;
  }

 private:
  static constexpr LanguageModelShape no_gradients{.V = 0, .E = 0, .H = 0, .L = 0};

  void pack() {
    for (size_t l = 0; l < p_.layers.size(); ++l) {
      a().layers[l].pack(p_.layers[l]);
      pack(l, p_.layers[l].W);
    }
    pack(p_.layers.size(), p_.head.W);
    packed_version_ = model_.version();
  }
  void pack(size_t l, const Matrix<T>& W) {
    if (a().W[l].rows()) a().W[l].pack(plain(W));
    if (a().Wt[l].cols()) a().Wt[l].pack(transposed(W));
  }

  StackedArrays<Cell>& a() { return arrays_.tensors; }
  StackedParams<Cell>& g() { return gradients_.tensors; }
  std::span<const Id> ids(const std::vector<Id>& all, Index first, Index last) const {
    return std::span(all).subspan(first * span_.B, (last - first) * span_.B);
  }

  const LanguageModel<T>& model_;
  const StackedParams<Cell>& p_;
  Purpose purpose_;
  Placed<StackedArrays<Cell>> arrays_;
  Placed<StackedParams<Cell>> gradients_;
  std::uint64_t packed_version_ = 0;
  Index z_rows_ = 0;
};

template <class Cell>
class StackedModel final : public LanguageModel<typename Cell::Scalar> {
  using T = typename Cell::Scalar;

 public:
  explicit StackedModel(const LanguageModelShape& shape)
      : LanguageModel<T>(shape), params_(place<StackedParams<Cell>>(shape)) {}

  Arena<T>& parameters() override { return params_.arena; }

  void initialize(std::uint64_t seed, T forget_bias, const RecurrentStart& start) override {
    Random random(seed, Stream::initialization);
    auto& p = params_.tensors;
    const Index H = this->shape_.H;
    const double bound = 1 / std::sqrt(static_cast<double>(H));
    fill_normal(random, p.embedding);
    for (auto& layer : p.layers) {
      fill_uniform(random, layer.W, bound);
      fill_uniform(random, layer.U, bound);
      start_recurrent(seed + static_cast<std::uint64_t>(&layer - p.layers.data()), layer.U, start);
      Cell::initialize_biases(random, layer, bound);
      if (Cell::gates == 4)
        for (Index j = H; j < 2 * H; ++j) layer.b.data()[j] += forget_bias;
    }
    fill_uniform(random, p.head.W, bound);
    fill_uniform(random, p.head.b, bound);
    this->changed();
  }

  std::unique_ptr<Pass<T>> pass(Span span, Purpose purpose) override {
    return std::make_unique<StackedPass<Cell>>(*this, params_.tensors, span, purpose);
  }

 private:
  Placed<StackedParams<Cell>> params_;
};

}  // namespace unrolled
