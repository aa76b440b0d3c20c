import { describe, expect, it } from "vitest";
import type { FlowData } from "../../web/src/widgets/gradient-flow/unrolled-gradient-flow.js";
import { describeControls, describeManners, exhibitPages, type ControlCase, type ExhibitElement, type ExhibitPage } from "./support/exhibit.js";
import { until } from "./support.js";

const open = exhibitPages();

const learned = { step: [0, 25], recall: [1.4, 0.3], norm: [0, 2.5], clipped: [0, 1] };
const data: FlowData = {
  curves: [
    { name: "rnn", gradient: [0.2, 0.1, 0.05, 0.02], memory: null, radius: 0.7, ...learned, recall: [1.4, 1.3] },
    { name: "lstm", gradient: [0.2, 0.19, 0.18, 0.17], memory: [0.1, 0.1, 0.09, 0.09], radius: 0.7, ...learned },
  ],
  portrait: { paths: [{ x: [1.2, 0.6, 0.3], y: [-1.2, -0.6, -0.3] }], fixed: [{ x: 0, y: 0, radius: 0.5 }, { x: 1, y: 1, radius: 1.5 }] },
};
const literal = `<unrolled-gradient-flow class="exhibit" data='${JSON.stringify(data)}'></unrolled-gradient-flow>`;

describeManners(open, {
  tag: "unrolled-gradient-flow",
  data,
  words: { en: /How far the gradient flows back/, zh: /梯度能往回流多远/ },
  bad: [
    ["preset='hidden=1000'", /Hidden units.*must lie between 2 and 64.*24/],
    ["preset='nonsense=3'", /no setting “nonsense”/],
    ["preset='99-nowhere/nothing'", /no preset .?99-nowhere\/nothing/],
    ["seed='minus'", /Seed.*must be a number/],
    ["hide='everything'", /no setting “everything”/],
    ["lock='doors'", /no setting “doors”/],
    ["data='{\"curves\":[{\"name\":\"rnn\",\"gradient\":\"x\"}]}'", /data\.curves\[0\]\.gradient must be a list of finite numbers/],
  ],
});

const small = `<unrolled-gradient-flow class="exhibit" preset="hidden=6 gap=20 steps=50"></unrolled-gradient-flow>`;
const drawnEqual = (drawn: [number, number][], values: ArrayLike<number>, x: ArrayLike<number> | null = null, log = true) => {
  expect(drawn.length).toBe(values.length);
  drawn.forEach(([at, y], k) => {
    expect(at).toBeCloseTo(x ? x[k]! : k, 1);
    if (log) expect(Math.abs(Math.log10(y / values[k]!))).toBeLessThan(0.01);
    else expect(y).toBeCloseTo(values[k]!, 2);
  });
};
const shown = (visit: ExhibitPage) => visit.ask((element) => JSON.parse(JSON.stringify(element.shown)) as FlowData);

describe("the gradient's way back", () => {
  it("is drawn as literal data say", async () => {
    const visit = await open(literal);
    for (const { name, gradient } of data.curves) drawnEqual(await visit.drawn("flow", name), gradient);
    drawnEqual(await visit.drawn("flow", "lstm-c"), data.curves[1]!.memory!);
    drawnEqual(await visit.drawn("recall", "lstm"), [1.4, 0.3], [0, 25], false);
    expect(await visit.drawn("norms", "rnn")).toHaveLength(1);
    drawnEqual(await visit.drawn("portrait", "path"), data.portrait!.paths[0]!.y, data.portrait!.paths[0]!.x, false);
    expect((await visit.drawn("portrait", "repels")).map((at) => at.map((value) => Math.round(value * 100) / 100))).toEqual([[1, 1]]);
  });

  it("is what the engine's flow, trace and jacobians say, before and after training, and so is what is drawn", async () => {
    const visit = await open(small);
    await visit.exhibit().getByTestId("train-button").click();
    await visit.waitForPhase(/finished/);
    const { curves, portrait } = await shown(visit);
    const paths = portrait!.paths.flatMap(({ x, y }) => x.map((value, k) => [value, y[k]!] as const)).filter((at) => at.every((value) => Math.abs(value) <= 1.6));
    drawnEqual(await visit.drawn("portrait", "path"), paths.map(([, y]) => y), paths.map(([x]) => x), false);
    expect(curves.map(({ name, step }) => [name, step])).toEqual(["rnn", "gru", "lstm"].map((name) => [name, [0, 25, 50]]));
    // Asked anew, past all of the exhibit's own code.
    const asked = await visit.exhibit().evaluate((element) => Promise.all((element as ExhibitElement).bench.experiment.trials.filter(({ name }) => name !== "two").map(async ({ model }) => {
      const text = `a${".".repeat(20)}?a`;
      const { h, c } = await model.flow({ text });
      const { radii } = await model.jacobians({ text });
      const recall = await Promise.all(["a", "b", "c", "d"].map(async (key) => (await model.trace({ text: text.replaceAll("a", key) })).losses.at(-1)!));
      return {
        gradient: Array.from({ length: 22 }, (_, k) => h.data[21 * 22 + 21 - k]!), memory: c && Array.from({ length: 22 }, (_, k) => c.data[21 * 22 + 21 - k]!),
        radius: Math.max(...radii), recall: recall.reduce((sum, loss) => sum + loss / 4, 0),
      };
    })));
    for (const [k, curve] of curves.entries()) {
      expect([curve.gradient, curve.memory, curve.radius]).toEqual([asked[k]!.gradient, asked[k]!.memory, asked[k]!.radius]);
      expect(curve.recall[2]).toBeCloseTo(asked[k]!.recall, 10);
      drawnEqual(await visit.drawn("flow", curve.name), curve.gradient);
      drawnEqual(await visit.drawn("recall", curve.name), curve.recall, curve.step, false);
      drawnEqual(await visit.drawn("norms", curve.name), Array.from(curve.norm).slice(1), [25, 50]);
      drawnEqual(await visit.drawn("norms", `${curve.name}-clipped`), Array.from(curve.clipped).slice(1), [25, 50]);
    }
  });

  it("is clipped where it is to be clipped", async () => {
    const visit = await open(small.replace("steps=50", "steps=50 clip=0.05 cells=rnn"));
    await visit.exhibit().getByTestId("train-button").click();
    await visit.waitForPhase(/finished/);
    const [{ norm, clipped }] = (await shown(visit)).curves as [FlowData["curves"][number]];
    for (const k of [1, 2]) {
      expect(clipped[k]).toBeLessThan(0.0501);
      expect(clipped[k]).toBeCloseTo(Math.min(0.05, norm[k]!), 4);
    }
    expect(norm[1]).toBeGreaterThan(0.05);
  });

  it("is read off by keys, and chooses that step for all who share the model", async () => {
    const visit = await open(literal);
    await visit.exhibit().getByTestId("read").first().focus();
    await visit.page.keyboard.press("ArrowRight");
    await visit.page.keyboard.press("ArrowRight");
    expect(await visit.exhibit().getByTestId("reading").first().innerText()).toMatch(/2 steps back: RNN 0\.05, LSTM 0\.18/);
    expect(await visit.ask((element) => (element as unknown as { bench: { selection: { step: number } } }).bench.selection.step)).toBe(1);
  });
});

const cases: ControlCase[] = [
  { name: "activation", to: "relu", claim: "rnn activation", becomes: "relu" },
  { name: "spectralRadius", to: "1.5", claim: (element) => (element.shown as FlowData).curves.map(({ radius }) => Math.round(radius * 50) / 50), becomes: [1.5, 1.5, 1.5] },
  { name: "recurrent", to: "uniform", claim: "gru recurrent", becomes: "uniform" },
  { name: "forgetBias", to: "-1", claim: "lstm forgetBias", becomes: -1 },
  { name: "hidden", to: "8", claim: "rnn hidden", becomes: 8 },
  { name: "gap", to: "30", claim: (element) => (element.shown as FlowData).curves.map(({ gradient }) => gradient.length), becomes: [32, 32, 32] },
  // Keys, dot, question mark, line feed and <unk>.
  { name: "keys", to: "3", claim: (element) => element.bench.experiment.trials[0]?.model.info.vocabulary.length, becomes: 7 },
  { name: "optimizer.rate", to: "0.5", claim: "rnn optimizer.rate", becomes: 0.5 },
  { name: "clip", to: "0.5", claim: "rnn clip", becomes: 0.5 },
  { name: "truncation.steps", to: "9", claim: "lstm truncation.steps", becomes: 9 },
  { name: "seed", to: "5", claim: "rnn seed", becomes: 5 },
  { name: "steps", to: "75", claim: (element) => element.bench.experiment.plan.steps, becomes: 75 },
  { name: "cells", to: "gru", claim: (element) => (element.shown as FlowData).curves.map(({ name }) => name), becomes: ["rnn", "lstm"] },
];

describe("at the gradient-flow exhibit", () => {
  describeControls(open, small, cases);

  it("truncation leaves the part pale that training does not see", async () => {
    const visit = await open(small);
    await visit.look();
    expect(await visit.exhibit().locator("unrolled-figure[data-name=flow] path[data-name=rnn]").count()).toBe(1);
    await visit.set("truncation.steps", "9");
    const paths = visit.exhibit().locator("unrolled-figure[data-name=flow] path[data-name=rnn]");
    await until("it is cut", () => paths.count(), (count) => count === 2);
    // 21 steps lead to the last loss; training's gradient does not cross step 18.
    expect((await visit.drawn("flow", "rnn")).filter(([x]) => x < 3.01)).toHaveLength(5);
    expect(await visit.ask((element) => element.shadowRoot!.querySelector("unrolled-figure")!.shadowRoot!.textContent)).toMatch(/sees no further/);
  });

  it("an exploding identity is as λᵏ says", async () => {
    const visit = await open(`<unrolled-gradient-flow class="exhibit" preset="cells=rnn activation=identity spectralRadius=1.2 hidden=8"></unrolled-gradient-flow>`);
    await visit.look();
    const [curve] = (await shown(visit)).curves as [FlowData["curves"][number]];
    expect(curve.radius).toBeCloseTo(1.2, 2);
    // An orthogonal U times 1.2 stretches every vector alike.
    expect(curve.gradient[60]! / curve.gradient[0]!).toBeGreaterThan(0.9 * 1.2 ** 60);
    expect(curve.gradient[60]! / curve.gradient[0]!).toBeLessThan(1.1 * 1.2 ** 60);
    const [drawn, predicted] = [await visit.drawn("flow", "rnn"), await visit.drawn("flow", "predicted")];
    for (let k = 0; k < predicted.length; k++) expect(Math.log10(drawn[k]![1] / predicted[k]![1])).toBeCloseTo(0, 1);
  });
});
