import { beforeAll, describe, expect, it } from "vitest";
import { studioFields, type StudioField } from "../../web/src/state/index.js";
import { until, visits, type State, type Visit } from "./support.js";

const open = visits();

const base = "hidden=12&batch=4&window=8&steps=6";

interface Change {
  to: string;
  /** What in the run must become another. */
  changes: (state: State) => unknown;
  /** The settings beside which this one means something. */
  beside?: Record<string, string>;
}

const parameters = (state: State) => state.parameters;
const losses = (state: State) => state.losses;

/** Each control of the settings panel, and what it is there for. */
const controls: Record<string, Change> = {
  "cell": { to: "rnn", changes: parameters },
  "activation": { to: "relu", changes: losses, beside: { cell: "rnn" } },
  "hidden": { to: "20", changes: parameters },
  "layers": { to: "2", changes: parameters },
  "embedding": { to: "8", changes: parameters },
  "forgetBias": { to: "1", changes: losses },
  "tokens": { to: "words", changes: parameters },
  "vocabulary": { to: "20", changes: parameters },
  "minFrequency": { to: "30", changes: parameters },
  "validation": { to: "0.3", changes: (state) => state.trainCharacters },
  "batch": { to: "2", changes: losses },
  "window": { to: "12", changes: losses },
  "optimizer.name": { to: "sgd", changes: losses },
  "optimizer.rate": { to: "0.02", changes: losses },
  "optimizer.momentum": { to: "0.9", changes: losses, beside: { "optimizer.name": "sgd" } },
  "optimizer.decay": { to: "0.5", changes: losses, beside: { "optimizer.name": "adamw" } },
  "schedule.name": { to: "step", changes: losses, beside: { "schedule.name": "cosine", "schedule.steps": "10" } },
  "schedule.every": { to: "2", changes: losses, beside: { "schedule.name": "step" } },
  "schedule.factor": { to: "0.1", changes: losses, beside: { "schedule.name": "step", "schedule.every": "2" } },
  "schedule.steps": { to: "6", changes: losses, beside: { "schedule.name": "cosine" } },
  "schedule.warmup": { to: "5", changes: losses },
  "clipValue": { to: "0.0001", changes: losses, beside: { "optimizer.name": "sgd" } },
  "dropout": { to: "0.5", changes: losses, beside: { layers: "2" } },
  "state": { to: "zero", changes: losses },
  "truncation.name": { to: "random", changes: losses },
  "truncation.steps": { to: "2", changes: losses, beside: { "truncation.name": "steps", "truncation.steps": "4" } },
  "feeding.name": { to: "constant", changes: losses },
  "feeding.k": { to: "0.9", changes: losses, beside: { "feeding.name": "exponential" } },
  "feeding.c": { to: "0.2", changes: losses, beside: { "feeding.name": "linear" } },
  "feeding.floor": { to: "0.9", changes: losses, beside: { "feeding.name": "exponential", "feeding.k": "0.2" } },
  "feeding.per": { to: "sequence", changes: losses, beside: { "feeding.name": "constant" } },
  "feeding.own": { to: "best", changes: losses, beside: { "feeding.name": "constant" } },
  "hold.i": { to: "1", changes: losses },
  "hold.f": { to: "0.5", changes: losses },
  "hold.g": { to: "0.5", changes: losses },
  "hold.o": { to: "1", changes: losses },
  "hold.r": { to: "1", changes: losses, beside: { cell: "gru" } },
  "hold.z": { to: "0.5", changes: losses, beside: { cell: "gru" } },
  "recurrent": { to: "identity", changes: losses },
  "spectralRadius": { to: "1.2", changes: losses },
  "clip": { to: "0.01", changes: losses, beside: { "optimizer.name": "sgd" } },
  "seed": { to: "2", changes: losses },
  "steps": { to: "9", changes: (state) => state.losses.length },
  "workers": { to: "2", changes: (state) => state.team },
  "numerics": { to: "fast", changes: (state) => state.team },
};

async function put(visit: Visit, name: string, value: string): Promise<void> {
  const field = visit.at(`field-${name}`);
  if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(value);
  else await field.fill(value);
}

describe("the settings panel", () => {
  it("has no control beyond those that are tested here", async () => {
    const found = new Set<string>();
    const beside = [
      "&layers=2&truncation.name=steps&feeding.name=linear", "&cell=rnn&optimizer.name=sgd", "&cell=gru&optimizer.name=adamw&schedule.name=step", "&schedule.name=cosine",
    ];
    for (const hash of beside.map((more) => base + more)) {
      const visit = await open.studio({ hash });
      const ids = await visit.page.locator("unrolled-settings-panel [data-testid^='field-']").evaluateAll((fields) =>
        fields.map((field) => (field as HTMLElement).dataset["testid"]!.slice("field-".length)));
      ids.forEach((id) => found.add(id));
    }
    expect([...found].sort()).toEqual(Object.keys(controls).sort());
  });

  describe("makes another run", () => {
    let visit: Visit;
    beforeAll(async () => {
      visit = await open.studio({ hash: base, lasting: true });
      await visit.openDetails();
    });

    for (const [name, { to, changes, beside = {} }] of Object.entries(controls)) {
      it(`with ${name} ${to}`, async () => {
        for (const [other, value] of Object.entries(beside)) await put(visit, other, value);
        const usual = await visit.at(`field-${name}`).inputValue();
        const before = await visit.trainToEnd();
        await put(visit, name, to);
        if (name !== "steps") {
          await visit.shows("stale", /^Changed: .+ This takes a new model/);
          expect((await visit.state()).losses).toEqual(before.losses);
        }
        await visit.reset();
        const after = await visit.trainToEnd();
        expect(changes(after)).not.toEqual(changes(before));
        await put(visit, name, usual);
        for (const other of Object.keys(beside).reverse()) await put(visit, other, String(studioFields[other as StudioField].fallback));
        await visit.reset();
      });
    }
  });

  it("shows a setting only beside the choice that gives it a meaning", async () => {
    const visit = await open.studio();
    await visit.openDetails();
    expect(await visit.at("field-activation").count()).toBe(0);
    await put(visit, "cell", "rnn");
    await visit.at("field-activation").waitFor();
    expect(await visit.at("field-forgetBias").count()).toBe(0);
    await put(visit, "optimizer.name", "sgd");
    await visit.at("field-optimizer.momentum").waitFor();
    expect(await visit.at("field-hold.i").count()).toBe(0);
    await put(visit, "cell", "gru");
    // As open as it was before its fields had no meaning.
    await visit.at("field-hold.r").waitFor({ state: "visible" });
    expect(await visit.at("field-feeding.c").count()).toBe(0);
    await put(visit, "feeding.name", "linear");
    await visit.at("field-feeding.c").waitFor();
  });

  it("gives each schedule of feeding the k that is usual for it, and says where a typed one cannot be", async () => {
    const visit = await open.studio({ hash: base });
    await visit.openDetails();
    for (const [schedule, k] of [["constant", "0.5"], ["exponential", "0.999"], ["inverse-sigmoid", "500"]] as const) {
      await put(visit, "feeding.name", schedule);
      expect(await visit.at("field-feeding.k").inputValue()).toBe(k);
    }
    await put(visit, "feeding.k", "0.25");
    expect(await visit.page.locator("unrolled-setting-field[name='feeding.k'] [data-testid=error]").innerText()).toMatch(/between 1 and/);
    await put(visit, "feeding.name", "constant");
    expect(await visit.at("field-feeding.k").inputValue()).toBe("0.25");
    expect(await visit.page.locator("unrolled-setting-field[name='feeding.k'] [data-testid=error]").count()).toBe(0);
  });

  it("switches the chart between even and logarithmic steps", async () => {
    const visit = await open.studio();
    await visit.at("axis-switch").click();
    await visit.shows("axis-switch", /even steps/);
    await visit.at("axis-switch").click();
    await visit.shows("axis-switch", /log steps/);
  });
});

describe("how it writes", () => {
  let visit: Visit;
  beforeAll(async () => {
    visit = await open.studio({ hash: `${base}&steps=40`, lasting: true });
    await visit.trainToEnd();
    await visit.openDetails();
  });
  const write = async (visit: Visit) => {
    const newest = (state: State) => state.samples.length;
    const before = newest(await visit.state());
    await visit.at("write-button").click();
    return (await visit.until("a sample is written", (state) => newest(state) > before)).samples[0]!;
  };

  it("begins with the prompt", async () => {
    await visit.at("field-prompt").fill("the ");
    expect((await write(visit)).prompt).toBe("the ");
    expect(await visit.at("sample").first().locator("bdi").innerText()).toMatch(/^the /);
  });

  it("writes as many characters as asked for", async () => {
    await visit.at("field-sample.length").fill("17");
    expect([...(await write(visit)).text]).toHaveLength(17);
  });

  it("writes the same again at temperature 0, and something else each time above it", async () => {
    const [one, other] = [await write(visit), await write(visit)];
    expect(other.text).not.toBe(one.text);
    await visit.at("field-sample.temperature").fill("0");
    const [greedy, again] = [await write(visit), await write(visit)];
    expect(again.text).toBe(greedy.text);
    expect(greedy.text).not.toBe(one.text);
  });

  it("uses a prompt typed while it trains from the next sample on", async () => {
    const visit = await open.studio({ hash: `${base}&steps=1000000` });
    await visit.train();
    await visit.openDetails();
    await visit.at("field-prompt").fill("and ");
    await visit.until("a sample begins with it", ({ samples }) => samples[0]?.prompt === "and ");
    await visit.pause();
  });
});

describe("who computes", () => {
  const shared = "hidden=64&batch=64&window=16&steps=1000000";

  it("is told beside the speed, with the gain once it is known, and never shows in the losses", async () => {
    const [one, two] = [await open.studio({ hash: shared }), await open.studio({ hash: `${shared}&workers=2` })];
    for (const visit of [one, two]) await visit.train();
    await two.shows("workers-value", /^(2 workers, \d+\.\d × the speed of one|1 worker: more would not be faster here)$/);
    for (const visit of [one, two]) await visit.pause();
    const [alone, together] = [(await one.state()).losses, (await two.state()).losses];
    const count = Math.min(alone.length, together.length, 100);
    expect(count).toBeGreaterThan(20);
    expect(together.slice(0, count)).toEqual(alone.slice(0, count));
    expect(await one.at("workers-value").count()).toBe(0);
  });

  it("is told where fast numerics were asked for", async () => {
    const visit = await open.studio({ hash: `${base}&numerics=fast` });
    await visit.trainToEnd();
    await visit.shows("numerics-value", /^fast numerics$/);
  });

  it("is asked for in the machine's cores", async () => {
    const visit = await open.studio();
    await visit.openDetails();
    const cores = await visit.page.evaluate(() => navigator.hardwareConcurrency);
    expect(await visit.page.locator("unrolled-setting-field[name=workers] .help").innerText()).toContain(`${cores} cores`);
  });
});

describe("the address", () => {
  it("keeps every change, so that the page comes back as it was", async () => {
    const visit = await open.studio({ hash: base });
    await put(visit, "cell", "rnn");
    await visit.openDetails();
    await put(visit, "optimizer.rate", "0.02");
    await visit.at("field-prompt").fill("a & b");
    await visit.at("corpus-select").selectOption("chinese");
    await until("the address has it", async () => visit.page.url(), (url) => url.includes("text=chinese"));
    await visit.page.reload();
    expect(await visit.at("field-cell").inputValue()).toBe("rnn");
    expect(await visit.at("field-hidden").inputValue()).toBe("12");
    expect(await visit.at("field-optimizer.rate").inputValue()).toBe("0.02");
    expect(await visit.at("field-prompt").inputValue()).toBe("a & b");
    expect(await visit.at("corpus-select").inputValue()).toBe("chinese");
  });

  it("applies what it can and says what it could not use", async () => {
    const visit = await open.studio({ hash: "hidden=9999&cell=rnn&nonsense=1&window=abc&%E0%A4%A&layers=2&=&batch" });
    const note = await visit.shows("notice", /could not be used/);
    for (const part of ["hidden=9999", "nonsense=1", "window=abc", "%E0%A4%A", "batch"]) expect(note).toContain(part);
    expect(await visit.at("field-cell").inputValue()).toBe("rnn");
    expect(await visit.at("field-layers").inputValue()).toBe("2");
    expect(await visit.at("field-hidden").inputValue()).toBe("128");
    expect(await visit.at("field-window").inputValue()).toBe("32");
  });

  it("says when it was written by another version, and uses what it understands", async () => {
    const visit = await open.at("studio/#v=99&hidden=20");
    await visit.shows("notice", /another version/);
    expect(await visit.at("field-hidden").inputValue()).toBe("20");
  });
});
