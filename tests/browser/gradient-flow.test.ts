import { describe, expect, it } from "vitest";
import { describeManners, exhibitPages } from "./support/exhibit.js";

const open = exhibitPages();

const data = {
  curves: [
    { name: "rnn", gradient: [0.2, 0.1, 0.05, 0.02], radius: 0.7, step: [0, 20], recall: [1.4, 1.3] },
    { name: "lstm", gradient: [0.2, 0.19, 0.18, 0.17], radius: 0.7, step: [0, 20], recall: [1.4, 0.4] },
  ],
};

describeManners(open, {
  tag: "unrolled-gradient-flow",
  data,
  words: { en: /How far the gradient flows back/, zh: /梯度能往回流多远/ },
  bad: [
    ["preset='hidden=1000'", /Hidden units.*must lie between 2 and 64.*24/],
    ["preset='nonsense=3'", /no setting “nonsense”/],
    ["preset='99-nowhere/nothing'", /no preset “99-nowhere\/nothing”/],
    ["seed='minus'", /Seed.*must be a number/],
    ["hide='everything'", /no setting “everything”/],
    ["data='{\"curves\":[{\"name\":\"rnn\",\"gradient\":\"x\"}]}'", /data\.curves\[0\]\.gradient must be a list of finite numbers/],
  ],
});

describe("the gradient's way back", () => {
  it("is drawn as the data say, to the pixel", async () => {
    const visit = await open(`<unrolled-gradient-flow class="exhibit" data='${JSON.stringify(data)}'></unrolled-gradient-flow>`);
    for (const { name, gradient } of data.curves) {
      const drawn = await visit.drawn("flow", name);
      expect(drawn.length).toBe(gradient.length);
      drawn.forEach(([x, y], k) => {
        expect(x).toBeCloseTo(k, 2);
        expect(Math.abs(Math.log10(y / gradient[k]!))).toBeLessThan(0.002);
      });
    }
  });

  it("is read off by keys", async () => {
    const visit = await open(`<unrolled-gradient-flow class="exhibit" data='${JSON.stringify(data)}'></unrolled-gradient-flow>`);
    await visit.exhibit().getByTestId("read").first().focus();
    await visit.page.keyboard.press("ArrowRight");
    await visit.page.keyboard.press("ArrowRight");
    expect(await visit.exhibit().getByTestId("reading").first().innerText()).toMatch(/2 steps back: RNN.* 0\.05, LSTM 0\.18/);
  });
});
