#include "bindings/bound_examples.h"

namespace unrolled {

namespace {

void register_example_options() {
  using namespace emscripten;
  enum_<Readout>("Readout").value("last", Readout::last).value("mean", Readout::mean);
  enum_<Context>("Context").value("initial", Context::initial).value("every", Context::every);
  enum_<AttentionKind>("Attention")
      .value("none", AttentionKind::none)
      .value("dot", AttentionKind::dot)
      .value("additive", AttentionKind::additive);
  value_object<SeriesOptions>("SeriesOptions")
      .field("window", &SeriesOptions::window)
      .field("lags", &SeriesOptions::lags)
      .field("column", &SeriesOptions::column);
  value_object<DatasetOptions>("DatasetOptions")
      .field("task", &DatasetOptions::task)
      .field("language", &DatasetOptions::language)
      .field("variant", &DatasetOptions::variant)
      .field("length", &DatasetOptions::length)
      .field("symbols", &DatasetOptions::symbols)
      .field("noise", &DatasetOptions::noise)
      .field("examples", &DatasetOptions::examples)
      .field("validation", &DatasetOptions::validation)
      .field("seed", &DatasetOptions::seed)
      .field("series", &DatasetOptions::series);
  value_object<ExampleModelOptions>("ExampleModelOptions")
      .field("cell", &ExampleModelOptions::cell)
      .field("activation", &ExampleModelOptions::activation)
      .field("hold", &ExampleModelOptions::hold)
      .field("hidden", &ExampleModelOptions::hidden)
      .field("layers", &ExampleModelOptions::layers)
      .field("directions", &ExampleModelOptions::directions)
      .field("embedding", &ExampleModelOptions::embedding)
      .field("dropout", &ExampleModelOptions::dropout)
      .field("readout", &ExampleModelOptions::readout)
      .field("context", &ExampleModelOptions::context)
      .field("attention", &ExampleModelOptions::attention);
  value_object<ExampleSessionOptions>("ExampleSessionOptions")
      .field("data", &ExampleSessionOptions::data)
      .field("model", &ExampleSessionOptions::model)
      .field("forgetBias", &ExampleSessionOptions::forget_bias)
      .field("recurrent", &ExampleSessionOptions::recurrent)
      .field("training", &ExampleSessionOptions::training)
      .field("seed", &ExampleSessionOptions::seed)
      .field("role", &ExampleSessionOptions::role);
}

}  // namespace

void register_examples() {
  using namespace emscripten;
  register_example_options();
  class_<BoundExamples, base<BoundTraining>>("Examples")
      .constructor<const ExampleSessionOptions&, const Uint8Array&>()
      .constructor<const ExampleSessionOptions&, const Uint8Array&, const Uint8Array&>()
      .function("sizes", &BoundExamples::sizes)
      .function("words", &BoundExamples::words)
      .function("text", &BoundExamples::text)
      .function("frames", &BoundExamples::frames)
      .function("values", &BoundExamples::values);
  class_<BoundAssessment>("Assessment")
      .constructor<BoundExamples&>()
      .function("add", &BoundAssessment::add)
      .function("run", &BoundAssessment::run)
      .function("result", &BoundAssessment::result)
      .function("answer", &BoundAssessment::answer)
      .function("numbers", &BoundAssessment::numbers);
  class_<BoundWriting>("Writing")
      .constructor<BoundExamples&, const Uint8Array&, const Float32Array&, BeamOptions>()
      .function("run", &BoundWriting::run)
      .function("tree", &BoundWriting::tree)
      .function("hypotheses", &BoundWriting::hypotheses)
      .function("attention", &BoundWriting::attention);
  class_<BoundExampleTrace>("ExampleTrace")
      .constructor<BoundExamples&, const Uint8Array&, const Float32Array&>()
      .function("run", &BoundExampleTrace::run)
      .function("written", &BoundExampleTrace::written)
      .function("array", &BoundExampleTrace::array);
  class_<BoundForecast>("Forecast")
      .constructor<BoundExamples&, double, const Float32Array&>()
      .function("run", &BoundForecast::run)
      .function("first", &BoundForecast::first)
      .function("predictions", &BoundForecast::predictions)
      .function("points", &BoundForecast::points);
}

}  // namespace unrolled
