#include "lens/cell_step.h"

namespace unrolled {

namespace {

template <class T>
using Own = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class T>
class CellStep {
 public:
  CellStep(const CellRequest& r, T* numbers)
      : B_(r.batch), H_(r.hidden), wide_(size_of(r.cell).gates * H_), back_(r.purpose == Purpose::train), cell_(r.cell), next_(numbers),
        shape_{.cell = r.cell, .options = r.options, .I = r.inputs, .H = H_, .L = 1}, weights_(place<StackParams<T>>(shape_)),
        gradients_(place<StackParams<T>>(shape_)), stack_(shape_, {1, B_}, r.purpose) {}

  std::vector<Figure> figures() {
    read_weights();
    stack_.pack(weights_.tensors);
    stack_.begin(0);
    layer().reach_start();
    const Matrix<T> x = take(B_, shape_.I);
    for (const auto& [name, all] : layer().state()) rows(all, 0, B_) = take(B_, H_);
    Own<T> dx(back_ ? B_ : 0, shape_.I);
    const StackInput<T> in{{}, x, Matrix<T>(dx.data(), dx.rows(), dx.cols())};
    forward(in);
    if (back_) backward(in);
    return std::move(figures_);
  }

 private:
  CellParams<T>& parameters() { return weights_.tensors.layers[0]; }
  Recurrent<T>& layer() { return stack_.layer(0); }

  Matrix<T> take(Index rows, Index cols) {
    const Matrix<T> m(next_, rows, cols);
    next_ += rows * cols;
    return m;
  }

  /// Of PyTorch's two biases a GRU keeps the second apart in its last third; a zero leaves all bits, those of −0 among them.
  void read_weights() {
    CellParams<T>& p = parameters();
    p.W = take(wide_, shape_.I).transpose();
    p.U = take(wide_, H_).transpose();
    p.b = take(1, wide_);
    const Matrix<T> more = take(1, wide_);
    const Index shared = wide_ - p.v.cols();
    for (Index j = 0; j < wide_; ++j) {
      if (j >= shared) p.v.data()[j - shared] = more.data()[j];
      else if (more.data()[j] != 0) p.b.data()[j] += more.data()[j];
    }
  }

  void show(const char* name, const T* data, Index rows, Index cols, Index stride) {
    Figure f{name, rows, cols, {}};
    for (Index r = 0; r < rows; ++r) f.numbers.insert(f.numbers.end(), data + r * stride, data + r * stride + cols);
    figures_.push_back(std::move(f));
  }
  void show(const char* name, const Matrix<T>& m) { show(name, m.data(), m.rows(), m.cols(), m.cols()); }
  void show(const NamedView<T>& v) { show(v.name.data(), v.data, v.rows, v.cols, v.stride); }

  /// The cell puts its gates where what enters them stood: that is kept aside.
  void forward(const StackInput<T>& in) {
    const CellParams<T>& p = parameters();
    layer().begin(p, 0, 1);
    multiply_add(layer().input(0, 1), plain(in.x), plain(p.W));
    Own<T> a = layer().input(0, 1);
    show("wx", layer().input(0, 1));
    const Matrix<T> enters(a.data(), B_, wide_);
    if (cell_ != CellKind::gru) multiply_add(enters, plain(rows(layer().state()[0].all, 0, B_)), plain(p.U));
    stack_.forward(weights_.tensors, in, 0, 1);
    const Matrix<T> kept = layer().kept();
    if (cell_ == CellKind::gru) add_recurrent(a, kept);
    show("a", enters);
    for (const auto& view : layer().views()) show(view);
    if (cell_ == CellKind::lstm) show("tanh_c", kept);
    if (cell_ == CellKind::gru) show("m", kept.data() + 2 * H_, B_, H_, wide_);
  }
  /// u = h U, its last third m = h U + v, which r gates.
  void add_recurrent(Own<T>& a, const Matrix<T>& u) {
    const Matrix<T> gates = layer().input(0, 1);
    for (Index b = 0; b < B_; ++b)
      for (Index j = 0; j < wide_; ++j) a(b, j) += j < 2 * H_ ? u(b, j) : gates(b, j - 2 * H_) * u(b, j);
  }

  void backward(const StackInput<T>& in) {
    const auto& after = layer().state_gradients();
    for (Matrix<T> d : after) d = take(B_, H_);
    stack_.backward(gradients_.tensors, in, {}, 0, 1);
    show("da", layer().input_gradient(0, 1));
    show("dx", in.dx);
    show("dh", layer().start_gradients()[0]);
    if (cell_ == CellKind::lstm) show("dc", layer().start_gradients()[1]), show("dc_t", after[1]);
    show_weights(gradients_.tensors.layers[0]);
  }
  void show_weights(const CellParams<T>& d) {
    Own<T> W = d.W.transpose(), U = d.U.transpose(), b = d.b;
    show("weight_ih", W.data(), wide_, shape_.I, shape_.I);
    show("weight_hh", U.data(), wide_, H_, H_);
    show("bias_ih", d.b);
    std::copy_n(d.v.data(), d.v.cols(), b.data() + wide_ - d.v.cols());
    show("bias_hh", b.data(), 1, wide_, wide_);
  }

  Index B_, H_, wide_;
  bool back_;
  CellKind cell_;
  T* next_;
  StackShape shape_;
  Placed<StackParams<T>> weights_, gradients_;
  Stack<T> stack_;
  std::vector<Figure> figures_;
};

}  // namespace

template <class T>
std::vector<Figure> cell_step(const CellRequest& request, std::vector<T> numbers) {
  return CellStep<T>(request, numbers.data()).figures();
}

template std::vector<Figure> cell_step(const CellRequest&, std::vector<float>);
template std::vector<Figure> cell_step(const CellRequest&, std::vector<double>);

}  // namespace unrolled
