#pragma once
// Our parameters under PyTorch's names and shapes: nn.LSTM, nn.GRU or nn.RNN as `lstm`, `gru` or `rnn`, nn.Embedding as
// `embedding`, the head's nn.Linear as `linear`, other nn.Linear by our own names; of an encoder-decoder with `encoder.`,
// `decoder.` or `attention.` before them. PyTorch keeps matrices transposed and two biases per layer; ours goes into the
// first, the second is zero (a GRU's v excepted), and reading adds the two.

#include "io/safetensors.h"
#include "models/language_model.h"

namespace unrolled {

std::vector<NamedTensor> to_pytorch(Model<float>& model);

/// Throws Error "bad-file" unless the file has every tensor of a model of this shape: to be asked before there is one,
/// since a few bytes of settings may claim a model of any size.
void expect_pytorch(const SafetensorsFile& file, const LanguageModelShape& shape);

/// Likewise, for the tensors of any model.
void expect_pytorch(const SafetensorsFile& file, const std::vector<ArenaEntry>& entries, CellKind cell);

/// Throws Error "bad-file" and leaves the model as it was when a tensor is missing, of another shape, or not finite.
void from_pytorch(const SafetensorsFile& file, Model<float>& model);

}  // namespace unrolled
