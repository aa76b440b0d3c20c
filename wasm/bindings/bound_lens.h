#pragma once
// The analyses of the lens, all through one class: what was asked in, named figures out; and a step of a cell likewise.

#include "bindings/bound_session.h"

namespace unrolled {

EMSCRIPTEN_DECLARE_VAL_TYPE(Figures)

inline Figures copy_of(const std::vector<Figure>& figures) {
  val all = val::object();
  for (const auto& f : figures) {
    const std::vector<float> numbers(f.numbers.begin(), f.numbers.end());
    val one = val::object();
    one.set("rows", f.rows);
    one.set("cols", f.cols);
    one.set("data", copy_of(std::span<const float>(numbers)));
    all.set(f.name, one);
  }
  return Figures(all);
}

/// Of a layer as a model of that shape has it, with E inputs.
inline Figures step_cell(const LanguageModelShape& shape, double batch, Purpose purpose, const Float32Array& numbers) {
  return guarded([&] {
    return copy_of(cell_step(shape.stack(), static_cast<Index>(batch), purpose, emscripten::convertJSArrayToNumberVector<float>(numbers)));
  });
}

/// Works on a copy of the weights as they were when it began.
class BoundLens {
 public:
  BoundLens(BoundSession& bound, const Uint8Array& text, const LensRequest& request)
      : model_(reading_copy((*bound).model())), analysis_(guarded([&] {
          return make_analysis(*model_, (*bound).encode_known(bytes_of(text), "text"), request);
        })) {}
  bool run(double milliseconds) {
    return guarded([&] { return run_for(milliseconds, [&] { return analysis_->advance(); }); });
  }
  Figures figures() const { return copy_of(analysis_->figures()); }

 private:
  std::unique_ptr<LanguageModel<float>> model_;
  std::unique_ptr<Analysis> analysis_;
};

inline void register_lens() {
  using namespace emscripten;
  register_type<Figures>("Record<string, { rows: number; cols: number; data: Float32Array<ArrayBuffer> }>");
  value_object<LensRequest>("LensRequest")
      .field("analysis", &LensRequest::analysis)
      .field("layer", &LensRequest::layer)
      .field("position", &LensRequest::position)
      .field("bins", &LensRequest::bins)
      .field("parameter", &LensRequest::parameter)
      .field("entries", &LensRequest::entries)
      .field("seed", &LensRequest::seed);
  function("stepCell", &step_cell);
  class_<BoundLens>("Lens")
      .constructor<BoundSession&, const Uint8Array&, const LensRequest&>()
      .function("run", &BoundLens::run)
      .function("figures", &BoundLens::figures);
}

}  // namespace unrolled
