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
export { calibration } from "./calibration.js";
export { Quiz, type Try } from "./quiz.js";
export { askedFor, fromPlace, margin, place, pointsAt, sampled, type Answer, type Measured, type Question } from "./quiz-question.js";
export { askedOf, corporaFrom, planOf, problemsOf, questionOf, quizFields, runsOf, type QuizValues } from "./quiz-runs.js";
export { PresetError, inLanguage, resolvePreset, type LessonPreset } from "./lesson-presets.js";
export { gapKeys, gapLine, gapText, gapWindow, type GapTask } from "./gap-text.js";
export { bestOf, columnOf, correlations, featureOf, features, rankOf, unitScale, type Feature } from "./followers.js";
export {
  OWN_LEAST, gatesFields, gatesPlan, heldNames, isChanged, isTooShort, meansOf, passageOf, quantities, readGates, saturationOf, settingsOf, type GateQuantity, type GatesRun, type GatesSettings,
} from "./gates.js";
export { readPortrait, type FixedPoint, type Path, type Portrait } from "./portrait.js";
export { flowFields, flowPlan, portraitModel, predictedFlow, reachOf, readFlow, type FlowCurve, type FlowSettings } from "./gradient-flow.js";
export { arithmeticOf, operationsOf, type Arithmetic, type Factor, type Operation } from "./cell-arithmetic.js";
export { askCell, canStep, cellFields, cellPlan, readCell, readEdit, MOST_UNITS } from "./cell-model.js";
export { CellNumbers, flatten, gateIn, gatesOf, keyOf, named, refOf, type CellData, type Ref } from "./cell-numbers.js";
export type * from "../engine/api.js";
