#include "session/session.h"

#include <algorithm>

#include "math/error.h"

namespace unrolled {

Session::Session(const SessionOptions& options, std::span<const std::uint8_t> text)
    : Session(options, decode_utf8(text)) {}

Session::Session(const SessionOptions& options, const std::vector<char32_t>& text)
    : tokens_(text, options.tokens), ids_(tokens_.encode(text)) {
  build(options);
  model_->initialize(options.seed, static_cast<float>(options.forget_bias), options.recurrent);
  if (trainer_) trainer_->resume({});
}

Session::Session(const SessionOptions& options, std::span<const std::uint8_t> text, std::span<const std::uint8_t> file)
    : Session(options, text, SafetensorsFile(file)) {}

Session::Session(const SessionOptions& options, std::span<const std::uint8_t> text, const SafetensorsFile& file)
    : tokens_(options.tokens.kind, octets(value_of(file.metadata(), "vocabulary"))), ids_(tokens_.encode(decode_utf8(text))) {
  LanguageModelShape shape = options.shape;
  shape.V = tokens_.size();
  expect_pytorch(file, shape);
  build(options);
  restore(file);
}

void Session::build(const SessionOptions& options) {
  LanguageModelShape shape = options.shape;
  shape.V = tokens_.size();
  model_ = LanguageModel<float>::make(shape);
  batch_ = options.training.batch;
  const bool only_reads = ids_.empty() && shape.V > 1;
  if (only_reads) return;
  split(options);
  TrainerOptions training = options.training;
  training.batch = batch_;
  training.seed = options.seed;
  const std::span<const Id> all(ids_);
  if (options.role == Role::helps) {
    work_ = std::make_unique<TextWork<float>>(*model_, all.first(train_size_), training.text());
    return;
  }
  Mark stream;
  for (const Id id : ids_) stream.add(static_cast<std::uint64_t>(id));
  for (const Index n : {static_cast<Index>(train_size_), batch_, training.window}) stream.add(static_cast<std::uint64_t>(n));
  start(std::make_unique<Trainer<float>>(*model_, all.first(train_size_), all.subspan(train_size_), training),
        training.optimizer.kind, stream.text());
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
                {{"characters", std::to_string(ids_.size())},
                 {"needed", std::to_string(static_cast<Index>(needed) + 1)},
                 {"tokens", tokens_.kind() == TokenKind::words ? "words" : "characters"}});
  }
  if (streams < batch_) {
    notices_.push_back({"batch-reduced", {{"batch", double(streams)}, {"asked", double(batch_)}}});
    batch_ = streams;
  }
  if (const auto rare = std::ranges::count(ids_, unknown_id))
    notices_.push_back({tokens_.kind() == TokenKind::words ? "rare-words" : "rare-characters",
                        {{"kept", double(tokens_.size() - 1)}, {"rare", double(rare)}, {"share", double(rare) / total}}});
}

void Session::describe(Metadata& metadata) const { metadata["vocabulary"] = tokens_.stored(); }

std::vector<Id> Session::encode(std::span<const std::uint8_t> text) const { return tokens_.encode(decode_utf8(text)); }

std::vector<Id> Session::encode_known(std::span<const std::uint8_t> text, const std::string& field) const {
  const auto points = decode_utf8(text);
  if (points.empty()) return {tokens_.start()};
  const std::string unknown = tokens_.unknown_in(points);
  if (unknown.empty()) return tokens_.encode(points);
  throw Error("unknown-characters", field, "the model has never seen some of these tokens",
              {{tokens_.kind() == TokenKind::words ? "words" : "characters", unknown}});
}

std::string Session::decode(std::span<const Id> ids) const {
  std::string text;
  for (const Id id : ids) tokens_.append(text, id);
  return text;
}

NgramBaselines Session::baselines(std::span<const Id> text, const NgramBaselines::Epsilon& epsilon) {
  (void)trainer();
  const std::span<const Id> all(ids_);
  if (text.empty()) text = held_out();
  return {all.first(train_size_), text, tokens_.size(), epsilon};
}

std::span<const Id> Session::held_out() {
  (void)trainer();
  if (train_size_ == ids_.size()) throw Error("nothing-held-out", "validation", "no part of the text is held out");
  return std::span<const Id>(ids_).subspan(train_size_);
}

std::vector<Id> Session::text_or_held_out(std::vector<Id> text) {
  if (!text.empty()) return text;
  const auto ids = held_out();
  return {ids.begin(), ids.end()};
}

}  // namespace unrolled
