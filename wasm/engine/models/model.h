#pragma once
// What every model is: parameters with names, in one block.

#include <memory>

#include "cells/cell.h"

namespace unrolled {

template <class T>
class Model {
 public:
  virtual ~Model() = default;
  virtual Arena<T>& parameters() = 0;
  virtual CellKind cell() const = 0;

  /// To be called after writing to `parameters()`; passes notice at their next `begin`.
  void changed() { ++version_; }
  std::uint64_t version() const { return version_; }

 private:
  std::uint64_t version_ = 1;
};

/// Another model of the same shape with the same parameters.
template <class M>
std::unique_ptr<M> twin_of(M& model) {
  auto other = std::make_unique<M>(model.shape());
  std::ranges::copy(model.parameters().all(), other->parameters().all().begin());
  return other;
}

}  // namespace unrolled
