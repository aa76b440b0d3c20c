/** Ours, through the public API. The same module runs in Node and in every browser. */

export function makeRunner({ packageUrl, engine: options }) {
  let engine, model, characters, stepsPerSecond;
  const seconds = (began) => (performance.now() - began) / 1000;

  async function create(work) {
    const { vocabulary, text, hidden, layers, batch, window } = work;
    model?.close();
    model = await engine.create({
      task: "language-model", text, hidden, layers, batch, window,
      validation: 0, clip: 5, optimizer: { name: "adam", rate: 2e-3 }, seed: 1,
    });
    const found = model.info.vocabulary.length;
    if (found !== vocabulary) throw new Error(`The work means ${vocabulary} characters, the engine found ${found} in its text.`);
    characters = batch * window;
    stepsPerSecond = 0;
  }

  async function run(wanted) {
    const steps = Math.max(1, Math.round(stepsPerSecond * wanted));
    let last;
    const began = performance.now();
    for await (const progress of model.train({ steps })) last = progress;
    const taken = seconds(began);
    stepsPerSecond = steps / taken;
    return { characters: steps * characters, seconds: taken, workers: last.workers ?? 1 };
  }

  return {
    async start() {
      const { createEngine } = await import(packageUrl);
      try {
        engine = await createEngine(options);
      } catch (error) {
        if (error.code === "invalid-field") return { skipped: "not in this build" };
        throw error;
      }
      if (options.numerics === "fast" && engine.numerics !== "fast") return { skipped: "this environment has no relaxed SIMD" };
      return {};
    },
    async open(work, warmUp) {
      await create(work);
      for (let left = warmUp; left > 0;) left -= (await run(Math.min(left, 0.3))).seconds;
    },
    run,
    async generate(temperature, length) {
      const began = performance.now();
      await model.sample({ length, temperature });
      return { characters: length, seconds: seconds(began) };
    },
    async beam(width, length) {
      const began = performance.now();
      await model.beam({ width, length });
      return { hypotheses: width * length, seconds: seconds(began) };
    },
    memory: () => engine.memory(),
    async close() {
      model?.close();
      model = undefined;
    },
  };
}
