#include "session/session.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>

#include "math/error.h"

namespace unrolled {

namespace {

constexpr size_t most_losses_kept = 4096;
constexpr std::uint64_t most_steps = std::uint64_t{1} << 53;  // what JavaScript still counts

/// 0 where the file does not say.
std::uint64_t number(const Metadata& metadata, const std::string& key) {
  const auto found = metadata.find(key);
  if (found == metadata.end()) return 0;
  std::uint64_t n = 0;
  const char* end = found->second.data() + found->second.size();
  const auto [at, problem] = std::from_chars(found->second.data(), end, n);
  if (at != end || problem != std::errc{} || n > most_steps)
    throw Error("bad-file", "bytes", "its metadata “" + key + "” is not a whole number");
  return n;
}

/// A file may claim any window; the modulus that `seek` takes would make a negative one of those beyond 2^31.
Trainer<float>::Counters counters_of(const Metadata& metadata) {
  constexpr std::uint64_t most = std::numeric_limits<std::int32_t>::max();
  const std::uint64_t step = number(metadata, "step");
  return {step, std::min(step, number(metadata, "updates")), static_cast<Index>(std::min(number(metadata, "window"), most))};
}

std::string value(const Metadata& metadata, const char* key) {
  const auto found = metadata.find(key);
  return found == metadata.end() ? "" : found->second;
}

std::span<const std::uint8_t> bytes_of(const std::string& s) {
  return {reinterpret_cast<const std::uint8_t*>(s.data()), s.size()};
}

/// AdamW's moments are Adam's.
const char* moments_of(OptimizerKind kind) {
  return kind == OptimizerKind::sgd ? "sgd" : kind == OptimizerKind::rmsprop ? "rmsprop" : "adam";
}

/// A mark by which a text with its division into streams is known again (FNV-1a).
std::string mark(std::span<const Id> text, std::initializer_list<Index> division) {
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto mix = [&](std::uint64_t x) { hash = (hash ^ x) * 0x100000001b3; };
  for (const Id id : text) mix(static_cast<std::uint64_t>(id));
  for (const Index n : division) mix(static_cast<std::uint64_t>(n));
  return std::to_string(hash);
}

}  // namespace

Session::Session(const SessionOptions& options, std::span<const std::uint8_t> text)
    : vocabulary_(std::vector<char32_t>{}) {
  const auto points = decode_utf8(text);
  vocabulary_ = Vocabulary::of(points, options.vocabulary);
  ids_ = vocabulary_.encode(points);
  build(options);
  model_->initialize(options.seed, static_cast<float>(options.forget_bias), options.recurrent);
  if (trainer_) trainer_->resume({});
}

Session::Session(const SessionOptions& options, std::span<const std::uint8_t> text, std::span<const std::uint8_t> file)
    : Session(options, text, SafetensorsFile(file)) {}

Session::Session(const SessionOptions& options, std::span<const std::uint8_t> text, const SafetensorsFile& file)
    : vocabulary_(decode_utf8(bytes_of(value(file.metadata(), "vocabulary")))) {
  if (vocabulary_.size() < 2) throw Error("bad-file", "bytes", "the file's vocabulary is empty");
  auto points = vocabulary_.points();
  std::ranges::sort(points);
  if (std::ranges::adjacent_find(points) != points.end())
    throw Error("bad-file", "bytes", "the file's vocabulary has a character twice");
  LanguageModelShape shape = options.shape;
  shape.V = vocabulary_.size();
  expect_pytorch(file, shape);
  ids_ = vocabulary_.encode(decode_utf8(text));
  build(options);
  restore(file);
}

void Session::build(const SessionOptions& options) {
  LanguageModelShape shape = options.shape;
  shape.V = vocabulary_.size();
  model_ = LanguageModel<float>::make(shape);
  batch_ = options.training.batch;
  const bool only_reads = ids_.empty() && shape.V > 1;
  if (only_reads) return;
  split(options);
  TrainerOptions training = options.training;
  training.batch = batch_;
  const std::span<const Id> all(ids_);
  if (options.role == Role::helps) {
    work_ = std::make_unique<TextWork<float>>(*model_, all.first(train_size_), training.text());
    return;
  }
  trainer_ = std::make_unique<Trainer<float>>(*model_, all.first(train_size_), all.subspan(train_size_), training);
  losses_.reserve(most_losses_kept);
  optimizer_ = moments_of(training.optimizer.kind);
  stream_ = mark(ids_, {static_cast<Index>(train_size_), batch_, training.window});
}

/// Where validation begins, and how many streams the rest fills.
void Session::split(const SessionOptions& options) {
  const double total = static_cast<double>(ids_.size());
  size_t held_out = static_cast<size_t>(options.validation * total);
  if (held_out < 2) {
    if (options.validation > 0) notices_.push_back({"no-validation", {}});
    held_out = 0;
  }
  train_size_ = ids_.size() - held_out;
  const Index window = options.training.window;
  const Index streams = (static_cast<Index>(train_size_) - 1) / window;
  if (streams < 1) {
    const double needed = static_cast<double>(window + 2) / (1 - options.validation);
    throw Error("text-too-short", "text", "the text is shorter than one window",
                {{"characters", std::to_string(ids_.size())}, {"needed", std::to_string(static_cast<Index>(needed) + 1)}});
  }
  if (streams < batch_) {
    notices_.push_back({"batch-reduced", {{"batch", double(streams)}, {"asked", double(batch_)}}});
    batch_ = streams;
  }
  if (const auto rare = std::ranges::count(ids_, unknown_id))
    notices_.push_back({"rare-characters",
                        {{"kept", double(vocabulary_.size() - 1)}, {"rare", double(rare)}, {"share", double(rare) / total}}});
}

std::string Session::vocabulary_text() const {
  std::string text;
  for (const char32_t c : vocabulary_.points()) append_utf8(text, c);
  return text;
}

Index Session::parameters() const {
  Index n = 0;
  for (const auto& e : model_->parameters().entries()) n += e.rows * e.cols;
  return n;
}

Trainer<float>& Session::trainer() {
  if (!trainer_) throw Error("no-text", "text", "the model has no text to train on");
  return *trainer_;
}

bool Session::advance() {
  if (trainer().advance() != Finished::step) return false;
  keep_loss();
  return true;
}

void Session::keep_loss() {
  if (losses_.size() == most_losses_kept) losses_.erase(losses_.begin());
  losses_.push_back(static_cast<float>(trainer_->loss()));
}

std::vector<float> Session::take_losses() {
  std::vector<float> taken(losses_);
  losses_.clear();
  return taken;
}

std::vector<Id> Session::encode(std::span<const std::uint8_t> text) const {
  return vocabulary_.encode(decode_utf8(text));
}

std::vector<Id> Session::encode_known(std::span<const std::uint8_t> text, const std::string& field) const {
  const auto points = decode_utf8(text);
  if (points.empty()) return {vocabulary_.start()};
  std::set<char32_t> unknown;
  for (const char32_t c : points)
    if (vocabulary_.id(c) == unknown_id) unknown.insert(c);
  if (!unknown.empty()) {
    std::string named;
    for (const char32_t c : unknown) append_utf8(named, c);
    throw Error("unknown-characters", field, "the model has never seen some of these characters", {{"characters", named}});
  }
  return vocabulary_.encode(points);
}

std::string Session::decode(std::span<const Id> ids) const {
  std::string text;
  for (const Id id : ids) append_utf8(text, vocabulary_.point(id));
  return text;
}

NgramBaselines Session::baselines(std::span<const Id> text, const NgramBaselines::Epsilon& epsilon) {
  (void)trainer();
  const std::span<const Id> all(ids_);
  if (text.empty()) text = all.subspan(train_size_);
  if (text.empty()) throw Error("nothing-held-out", "validation", "no part of the text is held out");
  return {all.first(train_size_), text, vocabulary_.size(), epsilon};
}

std::vector<std::uint8_t> Session::save(Contents contents, Metadata metadata) {
  metadata["format"] = "pt";
  metadata["vocabulary"] = vocabulary_text();
  std::vector<NamedTensor> tensors;
  if (contents == Contents::training && trainer_) {
    if (trainer_->finish_step() == Finished::step) keep_loss();
    metadata["updates"] = std::to_string(trainer_->counters().updates);
    metadata["window"] = std::to_string(trainer_->counters().window);
    metadata["optimizer"] = optimizer_;
    metadata["stream"] = stream_;
    for (const auto& [name, values] : trainer_->arrays()) {
      if (name == "parameters") continue;  // the weights, which stand there under PyTorch's names
      tensors.push_back({"training." + name, {static_cast<Index>(values.size())}, {values.begin(), values.end()}});
    }
  }
  metadata["step"] = std::to_string(step());
  auto weights = to_pytorch(*model_);
  tensors.insert(tensors.begin(), std::make_move_iterator(weights.begin()), std::make_move_iterator(weights.end()));
  return write_safetensors(tensors, metadata);
}

void Session::restore(std::span<const std::uint8_t> bytes) { restore(SafetensorsFile(bytes)); }

void Session::restore(const SafetensorsFile& file) {
  auto counters = counters_of(file.metadata());
  if (!trainer_) {
    from_pytorch(file, *model_);
    step_ = counters.step;
    return;
  }
  const bool same_optimizer = value(file.metadata(), "optimizer") == optimizer_;
  const bool same_stream = value(file.metadata(), "stream") == stream_;
  std::vector<std::pair<std::span<float>, std::vector<float>>> all;  // read before anything is changed
  for (const auto& [name, array] : trainer_->arrays()) {
    if (name == "parameters") continue;
    const bool resumes = name == "state" ? same_stream : same_optimizer;
    all.emplace_back(array, resumes ? file.read("training." + name, {static_cast<Index>(array.size())})
                                    : std::vector<float>(array.size()));
  }
  from_pytorch(file, *model_);
  for (const auto& [array, values] : all) std::ranges::copy(values, array.begin());
  if (!same_optimizer) counters.updates = 0;
  if (!same_stream) counters.window = 0;
  trainer_->resume(counters);
}

}  // namespace unrolled
