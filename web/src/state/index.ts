/** All that widgets and pages need of the state, and, through it, of the engine's types. */
export { Studio, type Phase, type Problem, type Topic } from "./studio.js";
export {
  isRelevant, modelFieldNames, studioFields, type Field, type FieldProblem, type StudioField, type StudioValues,
} from "./fields.js";
export { URL_VERSION, readPreset, writePreset, type BundledText, type Preset, type ReadPreset } from "./url.js";
export { Reading } from "./reading.js";
export { Preferences, themeChoices, type ThemeChoice } from "./preferences.js";
export { isRefusal, type TextName, type TextNote } from "./text-source.js";
export type { EngineModule } from "./engine-source.js";
export type { LossHistory } from "./loss-history.js";
export { asFailure, type Failure, type Remedy } from "./remedy.js";
export type { Run, SampleEntry } from "./run.js";
export { benchFor, type Bench, type Selection } from "./bench.js";
export { Experiment, type ExperimentPhase, type Plan, type Reader, type Trial } from "./experiment.js";
export { Draft, isPresetName, parsePreset, readPresetAttribute, type PresetProblem } from "./draft.js";
export {
  choice, integer, logRange, members, number, range, set, text,
  type ExhibitField, type ExhibitFieldProblem, type ExhibitFields, type RangeField, type ValuesOf,
} from "./exhibit-fields.js";
export { PresetError, resolvePreset, type LessonPreset } from "./lesson-presets.js";
export { gapKeys, gapLine, gapText, gapWindow, type GapTask } from "./gap-text.js";
export { flowFields, flowPlan, predictedFlow, reachOf, readFlow, type FlowCurve, type FlowSettings } from "./gradient-flow.js";
export type * from "../engine/api.js";
