#include "session/dataset.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

#include "math/error.h"
#include "math/sort.h"
#include "session/trained_session.h"
#include "tasks/catalogue.h"
#include "tasks/pairs.h"
#include "tasks/table.h"

namespace unrolled {

namespace {

constexpr size_t most_characters = 8192;

std::vector<char32_t> points_of(const std::string& text) { return decode_utf8(octets(text)); }

std::string text_of_points(const std::vector<char32_t>& points) {
  std::string text;
  for (const char32_t c : points) append_utf8(text, c);
  return text;
}

// A double in a file: its bits as a whole number, so that none is lost.
std::string bits_of(double x) { return std::to_string(std::bit_cast<std::uint64_t>(x)); }
double double_of(const std::string& bits, double otherwise) {
  std::uint64_t n = 0;
  const auto [at, problem] = std::from_chars(bits.data(), bits.data() + bits.size(), n);
  const double x = std::bit_cast<double>(n);
  return bits.empty() || problem != std::errc{} || !std::isfinite(x) || x == 0 ? otherwise : x;
}

/// An aligned example has a label for each character.
void check_aligned(const std::vector<Example>& examples) {
  for (size_t n = 0; n < examples.size(); ++n)
    if (points_of(examples[n].source).size() != points_of(examples[n].target).size())
      throw Error("bad-data", "text", "a line has not one label for each character",
                  {{"problem", "unequal"}, {"line", std::to_string(n + 1)}, {"value", shortened(examples[n].source)}});
}

}  // namespace

Dataset::Dataset(const DatasetOptions& options, std::span<const std::uint8_t> own) { take(options, own); }

Dataset::Dataset(const DatasetOptions& options, std::span<const std::uint8_t> own, const Metadata& known)
    : known_(true),
      source_(points_of(value_of(known, "source"))),
      target_(points_of(value_of(known, "target"))),
      mean_(double_of(value_of(known, "mean"), 0)),
      scale_(double_of(value_of(known, "scale"), 1)) {
  const std::string names = value_of(known, "classes");
  for (std::string_view left = names; !left.empty();) classes_.emplace_back(take_line(left));
  take(options, own);
}

void Dataset::take(const DatasetOptions& o, std::span<const std::uint8_t> own) {
  const Task* task = find_task(o.task);
  if (!task) throw Error("invalid-field", "data", "there is no such task", {{"value", o.task}});
  form_ = task->form;
  width_ = task->width;
  is_series_ = o.task == "series";
  every_ = form_ == Form::aligned || is_series_;
  if (is_series_) {
    if (!own.empty()) points_ = read_column(own, o.series.column, "text").values;
    width_ = o.series.lags ? o.series.lags : 1;
  }
  std::vector<Example> examples;
  if (!own.empty() && !is_series_) {
    width_ = 0;
    examples = form_ == Form::classes ? read_labelled(own, "text") : read_pairs(own, "text");
    if (form_ == Form::aligned) check_aligned(examples);
  } else if (points_.empty()) {
    const TaskOptions options{o.length, o.language, o.variant, o.symbols, o.noise};
    examples = distinct_examples(*task, options, is_series_ ? 1 : o.examples, o.seed);
  }
  if (is_series_ && points_.empty()) {
    points_ = std::move(examples[0].frames);
    points_.push_back(examples[0].values.back());
  }
  if (is_series_) return cut_series(o);
  if (!known_) make_vocabularies(examples);
  encode_all(examples, o.validation);
}

void Dataset::make_vocabularies(const std::vector<Example>& examples) {
  std::vector<char32_t> read, written;
  for (const Example& e : examples) {
    if (width_ == 0) std::ranges::copy(points_of(e.source), std::back_inserter(read));
    if (form_ == Form::classes) classes_.push_back(e.target);
    else std::ranges::copy(points_of(e.target), std::back_inserter(written));
  }
  source_ = Vocabulary::of(read, most_characters);
  target_ = Vocabulary::of(written, most_characters);
  sort_list(classes_);
  classes_.erase(std::unique(classes_.begin(), classes_.end()), classes_.end());
}

Id Dataset::class_of(const std::string& name) const {
  const auto found = std::ranges::find(classes_, name);
  if (found == classes_.end()) throw Error("bad-data", "text", "a class is not among the model's", {{"problem", "no-class"}, {"value", shortened(name)}});
  return static_cast<Id>(found - classes_.begin());
}

Encoded Dataset::encoded(Example& e) const {
  Encoded n;
  if (width_ == 0) n.source = source_.encode(points_of(e.source));
  n.frames = std::move(e.frames);
  n.values = std::move(e.values);
  if (form_ == Form::classes) n.target = {class_of(e.target)};
  else n.target = target_.encode(points_of(e.target));
  return n;
}

void Dataset::encode_all(std::vector<Example>& examples, double validation) {
  for (Example& e : examples) encoded_.push_back(encoded(e));
  const auto held = static_cast<size_t>(validation * static_cast<double>(encoded_.size()));
  train_size_ = encoded_.size() - held;
  measure();
}

void Dataset::measure() {
  for (const Encoded& e : encoded_) {
    const Index steps = width_ ? static_cast<Index>(e.frames.size()) / width_ : static_cast<Index>(e.source.size());
    longest_.source = std::max(longest_.source, steps);
    longest_.target = std::max(longest_.target, static_cast<Index>(e.target.size()) + 1);
  }
  if (form_ != Form::pairs && form_ != Form::picture) longest_.target = longest_.source;
}

/// Standardised by the part that is trained on.
void Dataset::cut_series(const DatasetOptions& o) {
  const auto& s = o.series;
  const Index n = static_cast<Index>(points_.size()), reach = s.lags ? s.lags : s.window;
  train_points_ = n - static_cast<Index>(o.validation * static_cast<double>(n));
  if (train_points_ <= reach + 1)
    throw Error("bad-data", "text", "the series is too short", {{"problem", "too-short"}, {"value", std::to_string(n)}, {"needed", std::to_string(reach + 2)}});
  if (!known_) {
    double sum = 0, squares = 0;
    for (Index t = 0; t < train_points_; ++t) sum += static_cast<double>(points_[t]);
    mean_ = sum / static_cast<double>(train_points_);
    for (Index t = 0; t < train_points_; ++t) squares += (static_cast<double>(points_[t]) - mean_) * (static_cast<double>(points_[t]) - mean_);
    scale_ = squares > 0 ? std::sqrt(squares / static_cast<double>(train_points_)) : 1;
  }
  for (float& x : points_) x = static_cast<float>((static_cast<double>(x) - mean_) / scale_);
  for (Index at = 0; at + reach < train_points_; ++at) add_window(s, at);
  train_size_ = encoded_.size();
  // What is held out is predicted from what stands before it, point by point or window by window.
  for (Index at = train_points_ - (s.lags ? reach : 0); at + reach < n; at += s.lags ? 1 : reach) add_window(s, at);
  measure();
}

void Dataset::add_window(const SeriesOptions& s, Index at) {
  const Index reach = s.lags ? s.lags : s.window, first = s.lags ? at + reach : at + 1;
  Encoded e;
  e.frames.assign(points_.begin() + at, points_.begin() + at + reach);
  e.values.assign(points_.begin() + first, points_.begin() + at + reach + 1);
  encoded_.push_back(std::move(e));
}

void Dataset::describe(Metadata& metadata) const {
  metadata["source"] = text_of_points(source_.points());
  metadata["target"] = text_of_points(target_.points());
  std::string names;
  for (const auto& name : classes_) names += name + '\n';
  metadata["classes"] = names;
  if (!is_series_) return;
  metadata["mean"] = bits_of(mean_), metadata["scale"] = bits_of(scale_);
}

Encoded Dataset::encode(std::string_view source) const {
  const auto points = points_of(std::string(source));
  std::string unknown;
  for (const char32_t c : points)
    if (source_.id(c) == unknown_id && unknown.size() < 200) append_utf8(unknown, c);
  if (!unknown.empty())
    throw Error("unknown-characters", "inputs", "the model has never seen some of these characters", {{"characters", unknown}});
  Encoded e;
  e.source = source_.encode(points);
  return e;
}

std::string Dataset::decode(std::span<const Id> ids) const {
  std::string text;
  for (const Id id : ids) {
    if (form_ == Form::classes) text += classes_[id];
    else append_utf8(text, id < target_.size() ? target_.point(id) : replacement_character);
  }
  return text;
}

std::string Dataset::target_text(const Encoded& e) const { return decode(e.target); }

std::string Dataset::source_text(const Encoded& e) const {
  std::string text;
  for (const Id id : e.source) append_utf8(text, source_.point(id));
  return text;
}

}  // namespace unrolled
