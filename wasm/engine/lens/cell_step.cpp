#include "lens/cell_step.h"

#include <utility>

namespace unrolled {

namespace {

template <class T>
class CellStep {
 public:
  CellStep(const StackShape& shape, Index B, Purpose purpose, T* numbers)
      : B_(B), H_(shape.H), wide_(size_of(shape.cell).gates * H_), cell_(shape.cell), next_(numbers),
        weights_(place<StackParams<T>>(shape)), gradients_(place<StackParams<T>>(shape)), stack_(shape, {1, B}, purpose) {}

  void forward() {
    read_weights();
    stack_.pack(weights_.tensors);
    stack_.begin(0);
    layer().reach_start();
    x_ = take(B_ * stack_.shape().I);
    for (const auto& [name, all] : layer().state()) read(rows(all, 0, B_), H_, 1);
    find_input();
    stack_.forward(weights_.tensors, input(nullptr), 0, 1);
    if (cell_ == CellKind::gru) add_recurrent();
    show("a", a_.data(), wide_);
    for (const auto& view : layer().views()) show(view.name.data(), view.data, H_, view.stride);
    if (cell_ == CellKind::lstm) show("tanh_c", layer().kept().data(), H_);
    if (cell_ == CellKind::gru) show("m", layer().kept().data() + 2 * H_, H_, wide_);
  }

  void backward() {
    const auto& after = layer().state_gradients();
    for (const Matrix<T>& d : after) read(d, H_, 1);
    std::vector<T> dx(static_cast<size_t>(B_ * stack_.shape().I));
    stack_.backward(gradients_.tensors, input(dx.data()), {}, 0, 1);
    show("da", layer().input_gradient(0, 1).data(), wide_);
    show("dx", dx.data(), stack_.shape().I);
    show("dh", layer().start_gradients()[0].data(), H_);
    if (cell_ == CellKind::lstm) show("dc", layer().start_gradients()[1].data(), H_), show("dc_t", after[1].data(), H_);
    show_weights(gradients_.tensors.layers[0]);
  }

  std::vector<Figure> figures;

 private:
  CellParams<T>& parameters() { return weights_.tensors.layers[0]; }
  Recurrent<T>& layer() { return stack_.layer(0); }
  StackInput<T> input(T* dx) {
    const Index I = stack_.shape().I;
    return {{}, Matrix<T>(x_, B_, I), Matrix<T>(dx, dx ? B_ : 0, I)};
  }

  T* take(Index count) { return std::exchange(next_, next_ + count); }
  /// The next numbers, by their steps between rows and columns.
  void read(Matrix<T> to, Index row_step, Index col_step) {
    const T* from = take(to.size());
    for (Index r = 0; r < to.rows(); ++r)
      for (Index c = 0; c < to.cols(); ++c) to(r, c) = from[r * row_step + c * col_step];
  }
  void show(const char* name, const T* data, Index rows, Index cols, Index row_step, Index col_step) {
    figures.push_back({name, rows, cols, std::vector<double>(static_cast<size_t>(rows * cols))});
    double* to = figures.back().numbers.data();
    for (Index r = 0; r < rows; ++r)
      for (Index c = 0; c < cols; ++c) *to++ = static_cast<double>(data[r * row_step + c * col_step]);
  }
  /// A row for each state.
  void show(const char* name, const T* data, Index cols, Index stride) { show(name, data, B_, cols, stride, 1); }
  void show(const char* name, const T* data, Index cols) { show(name, data, cols, cols); }

  /// Of PyTorch's two biases a GRU keeps the second apart in its last third; a zero leaves all bits, those of −0 among them.
  void read_weights() {
    const CellParams<T>& p = parameters();
    read(p.W, 1, p.W.rows());
    read(p.U, 1, H_);
    read(p.b, 0, 1);
    const T* more = take(wide_);
    const Index shared = wide_ - p.v.cols();
    for (Index j = 0; j < wide_; ++j) {
      if (j >= shared) Matrix<T>(p.v).data()[j - shared] = more[j];
      else if (more[j] != 0) Matrix<T>(p.b).data()[j] += more[j];
    }
  }
  void show_weights(const CellParams<T>& d) {
    const Index I = d.W.rows();
    show("weight_ih", d.W.data(), wide_, I, 1, wide_);
    show("weight_hh", d.U.data(), wide_, H_, 1, wide_);
    show("bias_ih", d.b.data(), 1, wide_, 0, 1);
    std::copy_n(d.v.data(), d.v.cols(), Matrix<T>(d.b).data() + wide_ - d.v.cols());
    show("bias_hh", d.b.data(), 1, wide_, 0, 1);
  }

  /// The cell puts its gates where what enters them stood: that is kept aside.
  void find_input() {
    const CellParams<T>& p = parameters();
    const Matrix<T> wx = layer().input(0, 1);
    layer().begin(p, 0, 1);
    multiply_add(wx, plain(input(nullptr).x), plain(p.W));
    show("wx", wx.data(), wide_);
    a_.assign(wx.data(), wx.data() + wx.size());
    if (cell_ != CellKind::gru) multiply_add(Matrix<T>(a_.data(), B_, wide_), plain(rows(layer().state()[0].all, 0, B_)), plain(p.U));
  }
  /// u = h U, in its last third m = h U + v, which r gates.
  void add_recurrent() {
    const Matrix<T> u = layer().kept(), gates = layer().input(0, 1);
    for (Index b = 0; b < B_; ++b)
      for (Index j = 0; j < wide_; ++j) a_[b * wide_ + j] += j < 2 * H_ ? u(b, j) : gates(b, j - 2 * H_) * u(b, j);
  }

  Index B_, H_, wide_;
  CellKind cell_;
  T *next_, *x_ = nullptr;
  std::vector<T> a_;
  Placed<StackParams<T>> weights_, gradients_;
  Stack<T> stack_;
};

}  // namespace

template <class T>
std::vector<Figure> cell_step(const StackShape& layer, Index B, Purpose purpose, std::vector<T> numbers) {
  CellStep<T> step(layer, B, purpose, numbers.data());
  step.forward();
  if (purpose == Purpose::train) step.backward();
  return std::move(step.figures);
}

template std::vector<Figure> cell_step(const StackShape&, Index, Purpose, std::vector<float>);
template std::vector<Figure> cell_step(const StackShape&, Index, Purpose, std::vector<double>);

}  // namespace unrolled
