#pragma once
// What every model is: parameters with names, in one block.

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

}  // namespace unrolled
