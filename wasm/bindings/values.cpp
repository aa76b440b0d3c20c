#include "bindings/values.h"

#include "session/session.h"

namespace unrolled {

void throw_to_js(const Error& error) {
  using emscripten::val;
  val details = val::object();
  for (const auto& [key, value] : error.details) {
    const val bytes = val(copy_of(value));
    details.set(key, bytes);
  }
  val thrown = val::object();
  thrown.set("code", error.code);
  thrown.set("field", error.field);
  thrown.set("message", val(copy_of(std::string(error.what()))));
  thrown.set("details", details);
  thrown.throw_();
}

void throw_out_of_memory() {
  throw_to_js(Error("out-of-memory", "hidden", "the model does not fit into memory"));
}

void register_array_types() {
  using namespace emscripten;
  register_type<Uint8Array>("Uint8Array<ArrayBuffer>");
  register_type<Float32Array>("Float32Array<ArrayBuffer>");
  register_type<Float64Array>("Float64Array<ArrayBuffer>");
  register_type<GradientNorms>("{ name: string; before: number; after: number }[]");
  register_type<Weights>("Record<string, { shape: number[]; data: Float32Array<ArrayBuffer> }>");
  register_type<Notices>("{ code: string; details: Record<string, number> }[]");
}

void register_options() {
  using namespace emscripten;
  enum_<CellKind>("CellKind").value("lstm", CellKind::lstm).value("gru", CellKind::gru).value("rnn", CellKind::rnn);
  enum_<Activation>("Activation")
      .value("tanh", Activation::tanh)
      .value("relu", Activation::relu)
      .value("identity", Activation::identity)
      .value("sigmoid", Activation::sigmoid);
  enum_<OptimizerKind>("OptimizerKind")
      .value("adam", OptimizerKind::adam)
      .value("adamw", OptimizerKind::adamw)
      .value("rmsprop", OptimizerKind::rmsprop)
      .value("sgd", OptimizerKind::sgd);
  enum_<ScheduleKind>("ScheduleKind")
      .value("constant", ScheduleKind::constant)
      .value("step", ScheduleKind::step)
      .value("cosine", ScheduleKind::cosine);
  enum_<RecurrentKind>("RecurrentKind")
      .value("uniform", RecurrentKind::uniform)
      .value("orthogonal", RecurrentKind::orthogonal)
      .value("identity", RecurrentKind::identity);
  enum_<TokenKind>("TokenKind").value("characters", TokenKind::characters).value("words", TokenKind::words);
  enum_<Between>("Between").value("carried", Between::carried).value("zero", Between::zero);
  enum_<TruncationKind>("TruncationKind")
      .value("window", TruncationKind::window)
      .value("steps", TruncationKind::steps)
      .value("random", TruncationKind::random);
  enum_<FeedingKind>("FeedingKind")
      .value("truth", FeedingKind::truth)
      .value("constant", FeedingKind::constant)
      .value("linear", FeedingKind::linear)
      .value("exponential", FeedingKind::exponential)
      .value("inverseSigmoid", FeedingKind::inverse_sigmoid);
  enum_<CoinPer>("CoinPer").value("token", CoinPer::token).value("sequence", CoinPer::sequence);
  enum_<OwnToken>("OwnToken").value("sampled", OwnToken::sampled).value("best", OwnToken::best);
  enum_<Role>("Role").value("trains", Role::trains).value("helps", Role::helps);
  enum_<Purpose>("Purpose").value("train", Purpose::train).value("read", Purpose::read);

  value_object<PickOptions>("PickOptions")
      .field("temperature", &PickOptions::temperature)
      .field("topK", &PickOptions::top_k)
      .field("topP", &PickOptions::top_p);
  value_object<OptimizerOptions>("OptimizerOptions")
      .field("kind", &OptimizerOptions::kind)
      .field("rate", &OptimizerOptions::rate)
      .field("momentum", &OptimizerOptions::momentum)
      .field("decay", &OptimizerOptions::decay);
  value_object<Schedule>("Schedule")
      .field("kind", &Schedule::kind)
      .field("warmup", &Schedule::warmup)
      .field("every", &Schedule::every)
      .field("factor", &Schedule::factor)
      .field("steps", &Schedule::steps);
  value_object<RecurrentStart>("RecurrentStart").field("kind", &RecurrentStart::kind).field("radius", &RecurrentStart::radius);
  value_object<Truncation>("Truncation").field("kind", &Truncation::kind).field("steps", &Truncation::tau);
  value_object<Feeding>("Feeding")
      .field("kind", &Feeding::kind)
      .field("k", &Feeding::k)
      .field("c", &Feeding::c)
      .field("floor", &Feeding::floor)
      .field("per", &Feeding::per)
      .field("own", &Feeding::own);
  value_array<std::array<float, 4>>("Hold")
      .element(emscripten::index<0>())
      .element(emscripten::index<1>())
      .element(emscripten::index<2>())
      .element(emscripten::index<3>());
  value_object<LanguageModelShape>("LanguageModelShape")
      .field("cell", &LanguageModelShape::cell)
      .field("activation", &LanguageModelShape::activation)
      .field("embedding", &LanguageModelShape::E)
      .field("hidden", &LanguageModelShape::H)
      .field("layers", &LanguageModelShape::L)
      .field("hold", &LanguageModelShape::hold)
      .field("dropout", &LanguageModelShape::dropout);
  value_object<TrainerOptions>("TrainerOptions")
      .field("batch", &TrainerOptions::batch)
      .field("window", &TrainerOptions::window)
      .field("optimizer", &TrainerOptions::optimizer)
      .field("clip", &TrainerOptions::clip)
      .field("clipValue", &TrainerOptions::clip_value)
      .field("schedule", &TrainerOptions::schedule)
      .field("between", &TrainerOptions::between)
      .field("truncation", &TrainerOptions::truncation)
      .field("feeding", &TrainerOptions::feeding);
  value_object<TokenOptions>("TokenOptions")
      .field("kind", &TokenOptions::kind)
      .field("limit", &TokenOptions::limit)
      .field("minFrequency", &TokenOptions::min_frequency);
  value_object<SessionOptions>("SessionOptions")
      .field("shape", &SessionOptions::shape)
      .field("forgetBias", &SessionOptions::forget_bias)
      .field("recurrent", &SessionOptions::recurrent)
      .field("tokens", &SessionOptions::tokens)
      .field("validation", &SessionOptions::validation)
      .field("training", &SessionOptions::training)
      .field("seed", &SessionOptions::seed)
      .field("role", &SessionOptions::role);
}

}  // namespace unrolled
