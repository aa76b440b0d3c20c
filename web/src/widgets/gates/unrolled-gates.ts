import { html, nothing } from "lit";
import { state } from "lit/decorators.js";
import { passage, placesOf, type Places } from "../../draw/passage.js";
import type { Size } from "../../draw/marks.js";
import type { GatesWords } from "../../i18n/en-gates.js";
import { Catalogue } from "../../i18n/index.js";
import {
  OWN_LEAST, gatesFields, gatesPlan, heldNames, isChanged, isTooShort, passageOf, quantities, readGates, saturationOf, settingsOf, type GateQuantity, type GatesRun, type Plan, type Trial,
} from "../../state/index.js";
import { aNumber, aText, listOf, matrix, numbers, objectOf, type Check } from "../exhibit/check-data.js";
import { Exhibit, type Shown } from "../exhibit/exhibit.js";
import type { Cursor, Reading } from "../exhibit/figure.js";
import { element } from "../shared/element.js";
import { gatesStyles } from "./gates.styles.js";
import { lowered } from "./lowered.js";
import {
  boundOf, decayOfAll, decayOfUnit, decayPicture, followPicture, heatPicture, linesPicture, lossPicture, meanLines, passageInks, saturationPicture, unitLines,
  type Decay, type GatesLabels,
} from "./pictures.js";
import { gatesSentence } from "./sentence.js";
import { gatesTables } from "./tables.js";
import { viewOf, type View } from "./view.js";

/** What the exhibit shows: in literal data the numbers of any run, in the same form as its own. */
export interface GatesData { runs: readonly GatesRun[] }

/** Every array over the passage has a row for each step and a number for each unit. */
const aRun: Check = (value, path) => {
  const misfit = objectOf({
    name: aText, characters: listOf(aText), loss: aNumber, change: numbers, forgetNorm: numbers, derivativeNorm: numbers, step: numbers, train: numbers,
    ...Object.fromEntries([...quantities, "forget", "derivative"].map((name) => [name, matrix])),
  })(value, path);
  if (misfit) return misfit;
  const run = value as GatesRun;
  const [steps, units] = [run.h.length, run.h[0]?.length];
  const uneven = ([...quantities, "forget", "derivative"] as const).find((name) => run[name].length !== steps || run[name][0]?.length !== units);
  if (uneven || steps === 0) return { path: `${path}.${uneven ?? "h"}`, wanted: "matrix" };
  const short = (["forgetNorm", "derivativeNorm"] as const).find((name) => run[name].length !== steps) ?? (run.change.length === units ? null : "change");
  return short ? { path: `${path}.${short}`, wanted: "numbers" } : null;
};

const gatesWords = new Catalogue<GatesWords>({
  en: async () => (await import("../../i18n/en-gates.js")).enGates,
  zh: async () => (await import("../../i18n/zh-gates.js")).zhGates,
});

/**
 * What an LSTM's gates do over a text: i, f, g, o, c and h of every unit; which units follow quotation marks, brackets or
 * the line, tested by knocking them out; ∏ f beside the measured ∂c_T/∂c; and the same model retrained from the same seed
 * with a gate held, removed or biased.
 *
 * @attr lang - `zh` or `en`; else the page's language.
 * @attr theme - `light` or `dark`; else the system's.
 * @attr seed - Start of all random numbers, a whole number.
 * @attr preset - Settings, `learn=marks-zh hold.f=1`, or a lesson's preset, `06-lstm/name`.
 * @attr hide - Parts left out: `title controls run sentence table save note heat passage unit means followers saturation decay unitDecay losses`, or names of settings.
 * @attr lock - Settings that are shown but cannot be changed: their names, or `all`.
 * @attr model - Exhibits with the same name share one experiment and what is chosen in it.
 * @attr data - Numbers to show instead of running anything, as JSON; also a property.
 * @prop data - `{ runs: [{ name, characters, i, f, g, o, c, h, loss, change, forget, derivative, forgetNorm, derivativeNorm, step, train }] }`:
 *   per run, named `plain` or `changed`, T × H lists of the gates and states, the loss and what is added to it without each unit, T × H of ∏ f and of the diagonal of ∂c_T/∂c with their T norms, and the training loss by step.
 * @fires unrolled-settings - A setting changed; `detail` has all of them.
 * @fires unrolled-phase - Training began, paused, ended or failed; `detail` is the phase.
 * @fires unrolled-select - A unit or a character was chosen; `detail` is the selection.
 * @csspart controls - The settings.
 * @csspart run - Measure, train, pause, reset.
 * @csspart figures - The pictures.
 * @csspart sentence - What is shown, in words.
 */
@element("unrolled-gates")
export class UnrolledGates extends Exhibit<typeof gatesFields, GatesData, GatesWords> {
  protected readonly fields = gatesFields;
  protected readonly catalogue = gatesWords;
  protected override readonly parts = ["note", "heat", "passage", "unit", "means", "followers", "saturation", "decay", "unitDecay", "losses"];
  protected override readonly views = ["quantity", "follow", "view"];
  protected readonly form = objectOf({ runs: listOf(aRun) });
  /** The row of the heatmap that is pointed at. */
  @state() private pointed: number | null = null;
  /** Where the passage's characters stand at its present width. */
  #places: Places = placesOf([], 0);

  static override styles = [...Exhibit.styles, gatesStyles];

  /** While the reader writes a text of their own, what was there stays. */
  protected override plan(): Plan | null {
    return isTooShort(this.settings) ? null : gatesPlan(this.settings);
  }

  protected override reads() {
    return passageOf(this.settings);
  }

  protected override async read(trial: Trial, signal: AbortSignal): Promise<void> {
    const names = ["plain", "changed"];
    if (!names.includes(trial.name) || isTooShort(this.settings)) return;
    const run = await readGates(trial, passageOf(this.settings), signal);
    const others = (this.measured?.runs ?? []).filter(({ name }) => name !== run.name && (name === "plain" || isChanged(this.settings)));
    this.measured = { runs: [...others, run].sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name)) };
  }

  protected override adopt(plan: Plan): void {
    for (const [name, value] of Object.entries(settingsOf(plan) ?? {})) this.draft.type(name as keyof typeof gatesFields, value);
  }

  protected show(data: GatesData | null): Shown {
    const runs = data?.runs ?? [];
    const view = viewOf(runs, this.settings, this.bench.selection);
    const naming = { say: this.say, words: this.words, name: (one: string) => this.choiceName(one) };
    return {
      controls: this.#controls(runs),
      figures: view ? html`${this.#overText(view)}${this.#ofUnits(view)}${this.#ofMemory(view)}${this.#ofAll(view, runs)}` : nothing,
      sentence: isTooShort(this.settings) ? this.say.tooShort([...this.settings.own].length, OWN_LEAST) : view ? gatesSentence(view, runs, naming) : this.say.empty,
      tables: () => (view ? gatesTables(view, runs, naming) : [{ columns: [this.say.columns.unit], rows: [] }]),
    };
  }

  #controls(runs: readonly GatesRun[]) {
    return html`${this.control("learn", "wide")}${this.settings.learn === "own" ? this.control("own", "wide") : nothing}
      ${heldNames.map((name) => this.control(name))}${this.control("quantity")}${this.control("follow")}
      ${runs.length > 1 ? this.control("view") : nothing}
      ${this.more(this.control("forgetBias"), this.control("hidden"), this.control("steps"), this.control("seed"), this.control("passage", "wide"))}`;
  }

  get #labels(): GatesLabels {
    return { ...this.say, run: (name) => this.choiceName(name), format: this.words.format };
  }

  /** The heatmap and the passage itself. */
  #overText({ run, quantity, feature, scaled, unit, step }: View) {
    const { say } = this, { format } = this.words;
    const columns = Array.from(run.h, (_, k) => k);
    const written = (k: number) => ({ "\n": say.lineFeed, " ": say.space })[run.characters[k]!] ?? run.characters[k]!;
    const value = (k: number, of: number) => say.readCell(of, written(k), quantity, format.number(run[quantity][k]![of]!));
    const own = unitLines(run, unit)(quantity);
    const bound = boundOf(quantity, own);
    const strength = own.map((one) => one / bound);
    const places = () => this.#places;
    const reading: Reading = {
      get x() { return places().x.slice(0, columns.length); },
      get y() { return places().y.slice(0, columns.length); },
      say: ({ column }) => value(column, unit),
    };
    const draw = (size: Size, cursor: Cursor | null) => {
      this.#places = placesOf(run.characters, size.width);
      return passage({ characters: run.characters, strength, inks: passageInks(quantity), name: quantity, under: scaled, cursor: cursor?.column ?? null }, size);
    };
    const rows = run.h[0]!.length;
    return html`${this.figure({
      name: "heat", heading: say.heat(this.choiceName(quantity)), least: Math.max(120, rows * 8), most: Math.max(140, rows * 12), ratio: 0.45,
      draw: (size, cursor) => heatPicture(run, quantity, { unit, cursor }, size),
      reading: { x: columns, rows, say: ({ column, row }) => value(column, row) },
      cursor: step === null ? null : { column: step, row: this.pointed ?? unit },
      onCursor: (at) => {
        this.pointed = at?.row ?? null;
        this.select({ step: at?.column ?? null });
      },
      onPick: ({ row }) => this.select({ unit: row }),
    })}
    ${this.figure({
      name: "passage", heading: say.passage(this.choiceName(quantity), unit, this.choiceName(feature)), draw, reading,
      cursor: this.#at(step), onCursor: (at) => this.select({ step: at?.column ?? null }),
    })}`;
  }

  #ofUnits(view: View) {
    const { say } = this, { format } = this.words, labels = this.#labels;
    const { run, unit, absolute, r } = view;
    const onPick = ({ column }: Cursor) => this.select({ unit: column });
    const gates = (["i", "f", "o"] as const).map((gate) => ({ gate, ...saturationOf(run[gate]) }));
    return html`${this.#lines("unit", say.unit(unit), view, unitLines(run, unit))}
    ${this.figure({
      name: "followers", heading: say.followers, width: "half", draw: (size, cursor) => followPicture(run, absolute, { unit, pointed: cursor?.column ?? null }, labels, size),
      reading: { x: absolute, y: run.change, say: ({ column }) => say.readUnit(column, format.number(r[column]!), format.number(run.change[column]!)) },
      onPick,
    })}
    ${this.figure({
      name: "saturation", heading: say.saturation, width: "half", draw: (size, cursor) => saturationPicture(run, cursor?.column ?? unit, labels, size),
      reading: {
        x: gates[1]!.shut, y: gates[1]!.open,
        say: ({ column }) => say.readSaturation(column, gates.map(({ gate, shut, open }) => say.saturationOf(gate, format.share(shut[column]!), format.share(open[column]!))).join("; ")),
      },
      onPick,
    })}`;
  }

  #ofMemory({ run, unit, step }: View) {
    const { say } = this, { format } = this.words, labels = this.#labels;
    const last = run.h.length - 1;
    const figure = (name: string, heading: string, decay: Decay) => this.figure({
      name, heading, width: "half", draw: (size, cursor) => decayPicture(decay, cursor?.column ?? null, labels, size),
      reading: { x: decay.product.map((_, k) => k), say: ({ column }) => say.readDecay(column, format.number(decay.product[column]!), format.number(decay.measured[column]!)) },
      cursor: this.#at(step === null ? null : last - step), onCursor: (at) => this.select({ step: at ? last - at.column : null }),
    });
    return html`${figure("decay", say.decay, decayOfAll(run))}${figure("unitDecay", say.unitDecay(unit), decayOfUnit(run, unit))}
      ${this.shows("note") ? html`<p class="note">${lowered(say.note)}</p>` : nothing}`;
  }

  #lines(name: string, heading: string, { run, step, scaled, quantity }: View, of: (quantity: GateQuantity) => number[], width = "") {
    const { format } = this.words;
    return this.figure({
      name, heading, width, most: 280, ratio: 0.4,
      draw: (size, cursor) => linesPicture(of, { property: scaled, quantity, step: cursor?.column ?? null }, this.#labels, size),
      reading: { x: Array.from(run.h, (_, k) => k), say: ({ column }) => quantities.map((one) => `${one} ${format.number(of(one)[column]!)}`).join(", ") },
      cursor: this.#at(step), onCursor: (at) => this.select({ step: at?.column ?? null }),
    });
  }

  #ofAll(view: View, runs: readonly GatesRun[]) {
    const hasTrained = runs[0]!.step.length > 0;
    return html`${this.#lines("means", this.say.means, view, meanLines(view.run), hasTrained ? "half" : "")}${hasTrained ? this.#losses(runs) : nothing}`;
  }

  #losses(runs: readonly GatesRun[]) {
    const { say } = this, { format } = this.words;
    const x = runs[0]!.step;
    const values = (k: number) => runs.flatMap(({ name, train }) => (k < train.length ? [`${this.choiceName(name)} ${format.loss(train[k]!)}`] : [])).join(", ");
    return this.figure({
      name: "losses", heading: say.losses, width: "half", most: 280, ratio: 0.4, draw: (size, cursor) => lossPicture(runs, cursor?.column ?? null, this.#labels, size),
      reading: { x, say: ({ column }) => say.readLoss(x[column]!, values(column)) },
    });
  }

  #at(column: number | null): Cursor | null {
    return column === null || column < 0 ? null : { column, row: 0 };
  }
}
