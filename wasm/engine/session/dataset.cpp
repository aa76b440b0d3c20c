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

/// Steps as a file tells them; a strange file may tell anything.
Index steps_of(const Metadata& known, const char* key) {
  constexpr Index most = 20000;
  const std::string text = value_of(known, key);
  Index n = 1;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return std::clamp<Index>(n, 1, most);
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
      own_(value_of(known, "own") == "1"),
      source_(points_of(value_of(known, "source"))),
      target_(points_of(value_of(known, "target"))),
      mean_(double_of(value_of(known, "mean"), 0)),
      scale_(double_of(value_of(known, "scale"), 1)) {
  const std::string names = value_of(known, "classes");
  for (std::string_view left = names; !left.empty();) classes_.emplace_back(take_line(left));
  take(options, own);
  // What was learned counts, however short the examples at hand.
  longest_.source = std::max(longest_.source, steps_of(known, "source_steps"));
  longest_.target = std::max(longest_.target, steps_of(known, "target_steps"));
}

void Dataset::take(const DatasetOptions& o, std::span<const std::uint8_t> own) {
  const Task* task = find_task(o.task);
  if (!task) throw Error("invalid-field", "data", "there is no such task", {{"value", o.task}});
  form_ = task->form;
  width_ = task->width;
  is_series_ = o.task == "series";
  every_ = form_ == Form::aligned || is_series_;
  if (known_ && form_ == Form::classes && classes_.empty()) throw Error("bad-file", "bytes", "it names no classes");
  const bool absent = own.empty() && own_;
  own_ = own_ || !own.empty();
  if (is_series_) {
    if (!own.empty()) points_ = read_column(own, o.series.column, "text").values;
    width_ = o.series.lags ? o.series.lags : 1;
  }
  if (own_ && !is_series_) width_ = 0;
  if (absent) return;
  std::vector<Example> examples;
  if (!own.empty() && !is_series_) {
    examples = read_own(own);
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
  encode_all(examples, o);
}

std::vector<Example> Dataset::read_own(std::span<const std::uint8_t> own) const {
  if (form_ == Form::picture || form_ == Form::numbers)
    throw Error("bad-data", "text", "the task takes no examples of the learner's own", {{"problem", "generated-only"}});
  auto examples = form_ == Form::classes ? read_labelled(own, "text") : read_pairs(own, "text");
  if (form_ == Form::aligned) check_aligned(examples);
  return examples;
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
  if (found == classes_.end() && !own_) throw Error("bad-file", "bytes", "its classes are not those of its task");
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

void Dataset::encode_all(std::vector<Example>& examples, const DatasetOptions& o) {
  // Lines of a file may stand in any order, all of one class together: what is held out is drawn from all of them.
  Random random(o.seed, Stream::examples);
  if (own_)
    for (size_t n = examples.size(); n > 1; --n) std::swap(examples[n - 1], examples[static_cast<size_t>(random.uniform() * static_cast<double>(n))]);
  for (Example& e : examples) encoded_.push_back(encoded(e));
  const auto held = static_cast<size_t>(o.validation * static_cast<double>(encoded_.size()));
  train_size_ = encoded_.size() - held;
  measure();
}

void Dataset::measure() {
  for (const Encoded& e : encoded_) {
    longest_.source = std::max(longest_.source, steps(e));
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
    throw Error("bad-data", own_ ? "text" : "length", "the series is too short", {{"problem", "too-short"}, {"value", std::to_string(n)}, {"needed", std::to_string(reach + 2)}});
  if (!known_) {
    double sum = 0, squares = 0;
    for (Index t = 0; t < train_points_; ++t) sum += static_cast<double>(points_[t]);
    mean_ = sum / static_cast<double>(train_points_);
    for (Index t = 0; t < train_points_; ++t) squares += (static_cast<double>(points_[t]) - mean_) * (static_cast<double>(points_[t]) - mean_);
    scale_ = squares > 0 ? std::sqrt(squares / static_cast<double>(train_points_)) : 1;
  }
  for (float& x : points_) x = standardised(x);
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
  metadata["source_steps"] = std::to_string(longest_.source);
  metadata["target_steps"] = std::to_string(longest_.target);
  if (own_) metadata["own"] = "1";
  if (!is_series_) return;
  metadata["mean"] = bits_of(mean_), metadata["scale"] = bits_of(scale_);
}

Index Dataset::steps(const Encoded& e) const {
  return std::max<Index>(1, width_ ? static_cast<Index>(e.frames.size()) / width_ : static_cast<Index>(e.source.size()));
}

/// With a target or values of the right length.
Encoded Dataset::open(Encoded e) const {
  if (form_ == Form::classes || form_ == Form::aligned) e.target.assign(static_cast<size_t>(steps(e)), 0);
  e.values.assign(e.frames.size() + 1, 0);
  return e;
}

Encoded Dataset::encode(std::string_view source, const char* field) const {
  const auto points = points_of(std::string(source));
  std::string unknown;
  for (const char32_t c : points)
    if (source_.id(c) == unknown_id && unknown.size() < 200) append_utf8(unknown, c);
  if (!unknown.empty())
    throw Error("unknown-characters", field, "the model has never seen some of these characters", {{"characters", unknown}});
  Encoded e;
  e.source = source_.encode(points);
  return open(std::move(e));
}

Encoded Dataset::encode(std::vector<float> frames) const {
  for (float& x : frames) x = standardised(x);
  Encoded e;
  e.frames = std::move(frames);
  return open(std::move(e));
}

std::vector<float> Dataset::in_own_units(std::vector<float> numbers) const {
  for (float& x : numbers) x = in_own_units(x);
  return numbers;
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
