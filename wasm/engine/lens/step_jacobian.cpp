#include "lens/step_jacobian.h"

namespace unrolled {

double activation_slope(Activation f, double h) {
  switch (f) {
    case Activation::tanh: return 1 - h * h;
    case Activation::relu: return h > 0 ? 1 : 0;
    case Activation::sigmoid: return h * (1 - h);
    case Activation::identity: break;
  }
  return 1;
}

template <class T>
StepJacobian<T>::StepJacobian(LanguageModel<T>& model, const Trace<T>& trace, Index layer)
    : shape_(model.shape()), trace_(trace), layer_(layer), size_(shape_.cell == CellKind::lstm ? 2 * shape_.H : shape_.H) {
  const Matrix<T> U = parameter(model, layer, "U");
  for (Index row = 0; row < U.cols(); ++row)
    for (Index k = 0; k < U.rows(); ++k) Ut_.push_back(static_cast<double>(U(k, row)));
  if (shape_.cell != CellKind::gru) return;
  const Matrix<T> v = parameter(model, layer, "v");
  v_.assign(v.data(), v.data() + v.size());
}

template <class T>
double StepJacobian<T>::value(const char* name, Index t, Index j) const {
  if (t < 0) return 0;
  const auto v = named(trace_.activations(layer_), name);
  return static_cast<double>(v.data[t * v.stride + j]);
}

template <class T>
double StepJacobian<T>::memory_slope(Index t, Index j) const {
  const double bounded = bounded_memory(t, j);
  return value("o", t, j) * (1 - bounded * bounded);
}

template <class T>
double StepJacobian<T>::bounded_memory(Index t, Index j) const {
  const double o = value("o", t, j);
  return o > 0 ? value("h", t, j) / o : 0;
}

template <class T>
void StepJacobian<T>::add_weights(double* row, double factor, Index gate, Index j) const {
  if (shape_.hold[gate] >= 0) return;
  const double* weights = Ut_.data() + (gate * shape_.H + j) * shape_.H;
  for (Index k = 0; k < shape_.H; ++k) row[k] += factor * weights[k];
}

template <class T>
void StepJacobian<T>::fill(Index t, Matrix<double> J) const {
  std::fill_n(J.data(), J.size(), 0.0);
  if (shape_.cell == CellKind::rnn) fill_rnn(t, J);
  else if (shape_.cell == CellKind::gru) fill_gru(t, J);
  else fill_lstm(t, J);
}

template <class T>
void StepJacobian<T>::fill_rnn(Index t, Matrix<double> J) const {
  for (Index j = 0; j < size_; ++j)
    add_weights(J.data() + j * size_, activation_slope(shape_.activation, value("h", t, j)), 0, j);
}

template <class T>
void StepJacobian<T>::fill_gru(Index t, Matrix<double> J) const {
  const Index H = shape_.H;
  std::vector<double> before(static_cast<size_t>(H));
  for (Index j = 0; j < H; ++j) before[j] = value("h", t - 1, j);
  for (Index j = 0; j < H; ++j) {
    double m = v_[j];
    for (Index k = 0; k < H; ++k) m += before[k] * Ut_[(2 * H + j) * H + k];
    const double r = value("r", t, j), z = value("z", t, j), n = value("n", t, j), through_n = (1 - z) * (1 - n * n);
    double* row = J.data() + j * H;
    row[j] = z;
    add_weights(row, through_n * m * r * (1 - r), 0, j);
    add_weights(row, (before[j] - n) * z * (1 - z), 1, j);
    add_weights(row, through_n * r, 2, j);
  }
}

template <class T>
void StepJacobian<T>::fill_lstm(Index t, Matrix<double> J) const {
  const Index H = shape_.H;
  for (Index j = 0; j < H; ++j) {
    const double i = value("i", t, j), f = value("f", t, j), g = value("g", t, j), o = value("o", t, j);
    double *h = J.data() + j * size_, *c = J.data() + (H + j) * size_;
    add_weights(c, g * i * (1 - i), 0, j);
    add_weights(c, value("c", t - 1, j) * f * (1 - f), 1, j);
    add_weights(c, i * (1 - g * g), 2, j);
    c[H + j] = f;
    const double shows = memory_slope(t, j);
    for (Index k = 0; k < size_; ++k) h[k] = shows * c[k];
    add_weights(h, bounded_memory(t, j) * o * (1 - o), 3, j);
  }
}

template class StepJacobian<float>;
template class StepJacobian<double>;

}  // namespace unrolled
