#include "lens/analysis.h"

#include "math/error.h"

namespace unrolled {

void Analysis::add(const char* name, Index rows, Index cols) {
  figures_.push_back({name, rows, cols, std::vector<double>(static_cast<size_t>(rows * cols))});
}

double* Analysis::at(size_t k, Index row) { return figures_[k].numbers.data() + row * figures_[k].cols; }

template <class T>
TracedAnalysis<T>::TracedAnalysis(LanguageModel<T>& model, std::vector<Id> ids, Purpose purpose)
    : model_(model), ids_(std::move(ids)), trace_(model, ids_, purpose) {}

template <class T>
bool TracedAnalysis<T>::advance() {
  if (read_) return piece();
  read_ = trace_.advance();
  return false;
}

template <class T>
NamedView<T> named(const std::vector<NamedView<T>>& views, std::string_view name) {
  for (const auto& v : views)
    if (v.name == name) return v;
  throw Error("invalid-field", "names", "no array of that name");
}

template <class T>
const ArenaEntry& entry_of(LanguageModel<T>& model, std::string_view name) {
  for (const auto& e : model.parameters().entries())
    if (e.name == name && e.rows) return e;
  throw Error("invalid-field", "parameter", "no parameter of that name");
}

template <class T>
Matrix<T> parameter(LanguageModel<T>& model, std::string_view name) {
  return model.parameters().view(entry_of(model, name));
}
template <class T>
Matrix<T> parameter(LanguageModel<T>& model, Index l, const char* name) {
  return parameter(model, "layers." + std::to_string(l) + "." + name);
}

template <class T>
std::unique_ptr<LanguageModel<T>> reading_copy(LanguageModel<T>& model) {
  LanguageModelShape shape = model.shape();
  shape.dropout = 0;
  auto copy = LanguageModel<T>::make(shape);
  std::ranges::copy(model.parameters().all(), copy->parameters().all().begin());
  return copy;
}

template <class T>
double mean(std::span<const T> losses) {
  double sum = 0;
  for (const T x : losses) sum += static_cast<double>(x);
  return sum / static_cast<double>(losses.size());
}

#define UNROLLED_FOR(T)                                                            \
  template class TracedAnalysis<T>;                                                \
  template NamedView<T> named(const std::vector<NamedView<T>>&, std::string_view); \
  template const ArenaEntry& entry_of(LanguageModel<T>&, std::string_view);        \
  template Matrix<T> parameter(LanguageModel<T>&, std::string_view);               \
  template Matrix<T> parameter(LanguageModel<T>&, Index, const char*);             \
  template std::unique_ptr<LanguageModel<T>> reading_copy(LanguageModel<T>&);      \
  template double mean(std::span<const T>);
UNROLLED_FOR(float)
UNROLLED_FOR(double)
#undef UNROLLED_FOR

}  // namespace unrolled
