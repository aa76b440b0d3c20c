#pragma once
// One model of whole examples with its data: a reader (classify, tag, forecast) or an encoder-decoder (translate,
// caption), as the form of the data asks for.

#include "decoding/beam.h"
#include "decoding/writer.h"
#include "models/reader.h"
#include "session/dataset.h"
#include "session/trained_session.h"

namespace unrolled {

struct ExampleModelOptions {
  CellKind cell = CellKind::lstm;
  Activation activation = Activation::tanh;
  std::array<float, 4> hold{-1, -1, -1, -1};  // of CellOptions
  Index hidden = 64, layers = 1, directions = 1, embedding = 32;
  double dropout = 0;
  Readout readout = Readout::last;  // of classes and numbers
  Context context = Context::initial;
  AttentionKind attention = AttentionKind::none;
};

struct ExampleSessionOptions {
  DatasetOptions data;
  ExampleModelOptions model;
  double forget_bias = 0;
  RecurrentStart recurrent;
  TrainerOptions training;
  std::uint32_t seed = 1;
  Role role = Role::trains;
};

/// How well a model does on examples.
struct Assessment {
  double loss = 0;         // mean of the predictions: nats, or the squared error in the data's own units
  double predictions = 0;  // that were scored
  double right = 0;        // of those, where the most probable class was the true one
  double exact = 0;        // examples said right from beginning to end, written by the model itself
  double bleu = 0;         // mean over the examples; sequences only
  double examples = 0;
};

class ExampleSession final : public TrainedSession {
 public:
  ExampleSession(const ExampleSessionOptions& options, std::span<const std::uint8_t> own);
  /// From a file of `save`.
  ExampleSession(const ExampleSessionOptions& options, std::span<const std::uint8_t> own, std::span<const std::uint8_t> file);

  Model<float>& trained() override { return *model_; }
  ExampleModel<float>& model() { return *model_; }
  const Dataset& data() const { return data_; }
  /// Null where the model writes nothing.
  EncoderDecoder<float>* writer() { return dynamic_cast<EncoderDecoder<float>*>(model_.get()); }

 private:
  ExampleSession(const ExampleSessionOptions& options, std::span<const std::uint8_t> own, const SafetensorsFile& file);
  ExampleSession(const ExampleSessionOptions& options, Dataset data);
  void describe(Metadata& metadata) const override { data_.describe(metadata); }

  Dataset data_;
  std::unique_ptr<ExampleModel<float>> model_;
};

std::unique_ptr<ExampleModel<float>> make_model(const ExampleModelOptions& options, const Dataset& data);

/// Scores examples, a batch at a time.
class Assessor {
 public:
  /// Keeps views of all three.
  Assessor(ExampleModel<float>& model, const Dataset& data, std::vector<const Encoded*> examples);

  /// One batch. True when all are done.
  bool advance();
  const Assessment& result() const { return sum_; }
  /// What the model says of each example: ids, or numbers.
  const std::vector<std::vector<Id>>& said() const { return said_; }
  const std::vector<std::vector<float>>& numbers() const { return numbers_; }

 private:
  void read_answers(std::span<const Encoded* const> batch);
  void compare(const Encoded& example, const std::vector<Id>& said);

  const Dataset& data_;
  std::vector<const Encoded*> examples_;
  EncoderDecoder<float>* writer_;
  Index B_;
  std::unique_ptr<ExamplePass<float>> pass_;
  std::unique_ptr<EncoderDecoderPass<float>> writing_;
  size_t at_ = 0;
  double nats_ = 0;
  Assessment sum_;
  std::vector<std::vector<Id>> said_;
  std::vector<std::vector<float>> numbers_;
};

}  // namespace unrolled
