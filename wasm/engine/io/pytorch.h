#pragma once
// Our parameters under PyTorch's names and shapes: nn.LSTM or nn.RNN as `lstm` or `rnn`, nn.Linear as `linear`,
// nn.Embedding as `embedding`. PyTorch keeps matrices transposed and two biases per layer; ours goes into the first,
// the second is zero, and reading adds the two.

#include "io/safetensors.h"
#include "models/language_model.h"

namespace unrolled {

std::vector<NamedTensor> to_pytorch(LanguageModel<float>& model);

/// Throws Error "bad-file" and leaves the model as it was when a tensor is missing or of another shape.
void from_pytorch(const SafetensorsFile& file, LanguageModel<float>& model);

}  // namespace unrolled
