#pragma once
// What an analysis of one text looks like from outside: short pieces of work, then figures.

#include "lens/trace.h"

namespace unrolled {

/// A matrix of numbers with a name.
struct Figure {
  const char* name;
  Index rows, cols;
  std::vector<double> numbers;
};

class Analysis {
 public:
  virtual ~Analysis() = default;
  /// One short piece of work. True when done.
  virtual bool advance() = 0;
  const std::vector<Figure>& figures() const { return figures_; }

 protected:
  /// A new figure of zeros.
  void add(const char* name, Index rows, Index cols);
  /// Row `row` of figure k.
  double* at(size_t k, Index row);

 private:
  std::vector<Figure> figures_;
};

/// An analysis of what one reading of the text has left behind.
template <class T>
class TracedAnalysis : public Analysis {
 public:
  TracedAnalysis(LanguageModel<T>& model, std::vector<Id> ids, Purpose purpose);

  bool advance() final;

 protected:
  /// A short piece of work after the reading. True when done.
  virtual bool piece() = 0;
  Index steps() const { return static_cast<Index>(ids_.size()) - 1; }

  LanguageModel<T>& model_;
  std::vector<Id> ids_;
  Trace<T> trace_;

 private:
  bool read_ = false;
};

/// The array of that name; Error "invalid-field" at `names` when there is none.
template <class T>
NamedView<T> named(const std::vector<NamedView<T>>& views, std::string_view name);

/// The parameter of that name; Error "invalid-field" at `parameter` when there is none.
template <class T>
const ArenaEntry& entry_of(LanguageModel<T>& model, std::string_view name);
template <class T>
Matrix<T> parameter(LanguageModel<T>& model, std::string_view name);
/// Of layer l: W, U, b …
template <class T>
Matrix<T> parameter(LanguageModel<T>& model, Index l, const char* name);

/// The same model as it reads: without dropout, which would be at work in passes that train.
template <class T>
std::unique_ptr<LanguageModel<T>> reading_copy(LanguageModel<T>& model);

/// The mean of what `losses()` of a trace gives.
template <class T>
double mean(std::span<const T> losses);

}  // namespace unrolled
