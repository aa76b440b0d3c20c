#pragma once
// One block of memory whose parts have names and shapes.
//
// A tensor struct lists its tensors once, in `declare(arena, …)`. Run over a measuring arena the list gives
// the size; run over a placed one it gives the views. Values, gradients and optimiser moments are the same
// list placed several times, so they share offsets: element k of one block belongs to element k of another.

#include <algorithm>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "math/types.h"

namespace unrolled {

struct ArenaEntry {
  std::string name;
  Index offset, rows, cols;
};

template <class T>
class Arena {
 public:
  /// Measures: hands out views of nothing and adds up their sizes.
  Arena() = default;

  /// Places: one zeroed block of `capacity` numbers.
  explicit Arena(Index capacity)
      : block_(static_cast<T*>(::operator new(sizeof(T) * std::max<Index>(capacity, 1), alignment))),
        capacity_(capacity) {
    std::fill_n(block_.get(), capacity, T(0));
  }

  Matrix<T> matrix(std::string_view name, Index rows, Index cols) {
    T* data = block_ ? block_.get() + size_ : nullptr;
    if (block_ && size_ + rows * cols > capacity_) throw std::bad_alloc();
    entries_.push_back({prefix_ + std::string(name), size_, rows, cols});
    size_ += (rows * cols + granule - 1) / granule * granule;
    return Matrix<T>(data, rows, cols);
  }

  /// Puts "name." before the names declared while it lives.
  class Scope {
   public:
    Scope(Arena& arena, std::string_view name) : arena_(arena), before_(arena.prefix_) {
      arena.prefix_ += std::string(name) + ".";
    }
    ~Scope() { arena_.prefix_ = before_; }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Arena& arena_;
    std::string before_;
  };

  Index size() const { return size_; }
  /// The whole block, padding included; padding is zero and stays so.
  std::span<T> all() { return {block_.get(), static_cast<size_t>(size_)}; }
  std::span<const T> all() const { return {block_.get(), static_cast<size_t>(size_)}; }
  const std::vector<ArenaEntry>& entries() const { return entries_; }
  Matrix<T> view(const ArenaEntry& e) { return Matrix<T>(block_.get() + e.offset, e.rows, e.cols); }

  void zero() { std::fill_n(block_.get(), size_, T(0)); }

 private:
  static constexpr Index granule = 16;  // every tensor starts on a cache line
  static constexpr std::align_val_t alignment{64};
  struct Free {
    void operator()(T* p) const { ::operator delete(p, alignment); }
  };
  std::unique_ptr<T[], Free> block_;
  Index capacity_ = 0, size_ = 0;
  std::vector<ArenaEntry> entries_;
  std::string prefix_;
};

/// A tensor struct together with the arena that holds it.
template <class Tensors>
struct Placed {
  Arena<typename Tensors::Scalar> arena;
  Tensors tensors;
};

template <class Tensors, class... Dims>
Placed<Tensors> place(const Dims&... dims) {
  using Scalar = typename Tensors::Scalar;
  Arena<Scalar> measure;
  Tensors::declare(measure, dims...);
  Arena<Scalar> arena(measure.size());
  Tensors tensors = Tensors::declare(arena, dims...);
  return {std::move(arena), std::move(tensors)};
}

}  // namespace unrolled
