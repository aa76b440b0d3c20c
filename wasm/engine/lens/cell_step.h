#pragma once
// One step of one cell on numbers of the caller's own, forward and back: a stack of one layer and one step, as every model
// has it, so that what is shown is what a model computes.

#include "lens/analysis.h"

namespace unrolled {

/// `layer`: of one layer that reads vectors. `numbers`, one matrix after the other, the weights as PyTorch has them:
/// weight_ih[GH×I], weight_hh[GH×H], bias_ih[GH], bias_hh[GH], x[B×I], h[B×H] and, of an LSTM, c[B×H], both before the step;
/// to train ∂L/∂h[B×H] and, of an LSTM, ∂L/∂c[B×H] after it.
///
/// Figures: wx[B×GH] = x W + b, a[B×GH] what enters each gate's activation, the cell's arrays by their names, tanh_c of an
/// LSTM, m of a GRU. To train also da[B×GH], dx, dh and dc before the step, dc_t in full, and those of the weights.
template <class T>
std::vector<Figure> cell_step(const StackShape& layer, Index B, Purpose purpose, std::vector<T> numbers);

}  // namespace unrolled
