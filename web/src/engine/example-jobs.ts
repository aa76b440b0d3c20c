/** Runs on the worker. A model of whole examples: its options, what is known of it, and its long calls. */
import type { Examples, MainModule } from "#engine";
import { heldGates } from "./combinations.js";
import { readBeam } from "./decoding-jobs.js";
import type { Tensor } from "./api.js";
import type { Example, ExampleInfo, ResolvedExampleSettings } from "./example-api.js";
import type { OpenExamples } from "./host.js";
import { checkedNames, type Work } from "./jobs.js";
import type { AssessRequest, Bytes, ExampleTraceRequest, ForecastRequest, InputBytes, Recipe, WriteRequest } from "./protocol.js";
import { engineNotice } from "./sentences.js";
import { trainingOptions } from "./training-options.js";

const decoder = new TextDecoder();

export function exampleOptions(module: MainModule, s: ResolvedExampleSettings, role: Recipe["role"]) {
  const { data: task, language, variant, length, symbols, noise, examples, validation, seed, window, lags, column } = s;
  return {
    data: { task, language, variant, length, symbols, noise, examples, validation, seed, series: { window, lags, column } },
    model: {
      cell: module.CellKind[s.cell],
      activation: module.Activation[s.activation],
      hold: heldGates(s),
      hidden: s.hidden,
      layers: s.layers,
      directions: s.bidirectional ? 2 : 1,
      embedding: s.embedding,
      dropout: s.dropout,
      readout: module.Readout[s.readout],
      context: module.Context[s.context],
      attention: module.Attention[s.attention],
    },
    forgetBias: s.forgetBias,
    recurrent: { kind: module.RecurrentKind[s.recurrent], radius: s.spectralRadius },
    training: trainingOptions(module, s),
    seed,
    role: module.Role[role],
  };
}

const unknownFirst = (bytes: Bytes) => ["<unk>", ...decoder.decode(bytes)];

export function exampleInfo(session: Examples, settings: ResolvedExampleSettings): ExampleInfo {
  const [, width = 0, trainExamples = 0, validationExamples = 0] = session.sizes();
  return {
    settings: { ...settings, batch: session.batch || settings.batch },
    parameters: session.parameters,
    trainExamples,
    validationExamples,
    width,
    source: unknownFirst(session.words(0)),
    target: unknownFirst(session.words(1)),
    classes: decoder.decode(session.words(2)).split("\n").filter((name) => name !== ""),
    notices: session.notices().map(({ code, details }) => engineNotice(code, details)),
  };
}

export function assessJob(module: MainModule, { session }: OpenExamples, { inputs }: AssessRequest): Work<"assess"> {
  const assessment = new module.Assessment(session);
  try {
    for (const input of inputs) assessment.add(input.text, input.frames, session);
  } catch (error) {
    assessment.delete();
    throw error;
  }
  return {
    run: (milliseconds) => assessment.run(milliseconds),
    result: () => {
      const [loss = 0, predictions = 0, right = 0, exact = 0, bleu = 0, examples = 0] = assessment.result();
      const share = (count: number, of: number) => (of > 0 ? count / of : 0);
      return {
        assessment: { loss, predictions, accuracy: share(right, predictions), exact: share(exact, examples), bleu, examples },
        predictions: inputs.map((_, k) => ({ text: decoder.decode(assessment.answer(k)), values: assessment.numbers(k) })),
      };
    },
    delete: () => assessment.delete(),
  };
}

export function writeJob(module: MainModule, { session, info }: OpenExamples, { input, ...options }: WriteRequest): Work<"write"> {
  const writing = new module.Writing(session, input.text, input.frames, { ...options, end: -1 });
  const tokens = [...info.target, "<bos>", "<eos>"];
  return {
    run: (milliseconds) => writing.run(milliseconds),
    result: () => {
      const { hypotheses, tree } = readBeam(writing.tree(), writing.hypotheses(), tokens);
      const weights = writing.attention();
      const best = hypotheses[0]!.text;
      const steps = [...best.replace(/<eos>$/, "")].length + 1;
      return {
        hypotheses: hypotheses.map(({ text, ...rest }) => ({ ...rest, text: text.replace(/<eos>$/, "") })),
        tree,
        attention: weights.length > 0 ? { shape: [steps, weights.length / steps], data: weights } : null,
      };
    },
    delete: () => writing.delete(),
  };
}

/** The same rows from the last to the first. */
function turned({ shape, data }: Tensor): Tensor {
  const cols = shape[1]!;
  const rows = Array.from({ length: shape[0]! }, (_, row) => data.subarray(row * cols, (row + 1) * cols)).reverse();
  return { shape, data: Float32Array.from(rows.flatMap((row) => [...row])) };
}

export function exampleTraceJob(module: MainModule, { session, info }: OpenExamples, { input, names: asked }: ExampleTraceRequest): Work<"traceExample"> {
  const { cell, layers, bidirectional, task } = info.settings;
  const names = checkedNames(cell, asked);
  const characters = [...decoder.decode(input.text)];
  const steps = characters.length || input.frames.length / info.width;
  const directions = bidirectional ? 2 : 1;
  const read = task === "caption" ? 0 : layers;
  const trace = new module.ExampleTrace(session, input.text, input.frames);
  const arrays = (k: number, rows: number): Record<string, Tensor> => Object.fromEntries(names.map((name) => {
    const data = trace.array(k, name);
    return [name, { shape: [rows, data.length / rows], data }];
  }));
  const backward = (k: number) => Object.fromEntries(Object.entries(arrays(k, steps)).map(([name, array]) => [name, turned(array)]));
  const decoded = (written: string[]) => ({
    characters: ["<bos>", ...written],
    layers: Array.from({ length: layers }, (_, l) => arrays(read * directions + l, written.length + 1)),
  });
  return {
    run: (milliseconds) => trace.run(milliseconds),
    result: () => ({
      characters,
      layers: Array.from({ length: read }, (_, l) =>
        ({ forward: arrays(l * directions, steps), backward: bidirectional ? backward(l * directions + 1) : null })),
      decoder: task === "translate" || task === "caption" ? decoded([...decoder.decode(trace.written())]) : null,
    }),
    delete: () => trace.delete(),
  };
}

export function forecastJob(module: MainModule, { session }: OpenExamples, { ahead, history }: ForecastRequest): Work<"forecast"> {
  const forecast = new module.Forecast(session, ahead, history);
  return {
    run: (milliseconds) => forecast.run(milliseconds),
    result: () => {
      const data = forecast.predictions();
      const trainPoints = session.sizes()[6] ?? 0;
      return { predictions: { shape: [data.length / ahead, ahead], data }, first: forecast.first(), points: forecast.points(), trainPoints };
    },
    delete: () => forecast.delete(),
  };
}

export function heldOut({ session, info }: OpenExamples, from: number, count: number): Example[] {
  const last = Math.min(from + count, info.validationExamples || info.trainExamples);
  return Array.from({ length: Math.max(0, last - from) }, (_, k) => {
    const [source = "", target = ""] = decoder.decode(session.text(from + k)).split("\n");
    return { source, target, frames: session.frames(from + k), values: session.values(from + k) };
  });
}

export type { InputBytes };
