/** All that widgets and pages need of the state, and, through it, of the engine's types. */
export { Studio, type Phase, type Problem, type Topic } from "./studio.js";
export {
  isRelevant, modelFieldNames, studioFields, type Field, type FieldProblem, type StudioField, type StudioValues,
} from "./fields.js";
export { URL_VERSION, readPreset, writePreset, type BundledText, type Preset, type ReadPreset } from "./url.js";
export { PresetError, isLessonPreset, resolvePreset, type LessonPreset } from "./lesson-presets.js";
export { Reading } from "./reading.js";
export { Preferences, themeChoices, type ThemeChoice } from "./preferences.js";
export { isRefusal, type TextName, type TextNote } from "./text-source.js";
export type { EngineModule } from "./engine-source.js";
export type { LossHistory } from "./loss-history.js";
export type { Remedy } from "./remedy.js";
export type { Run, SampleEntry } from "./run.js";
