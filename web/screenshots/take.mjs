/** Takes the README's pictures from the built page: `node web/screenshots/take.mjs`. Needs Debian's chromium. */
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import sirv from "sirv";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const server = createServer(sirv(here("../../dist"), { dev: true })).listen(0);
await once(server, "listening");
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
for (const [name, locale] of [["en", "en-US"], ["zh", "zh-CN"]]) {
  const context = await browser.newContext({ locale, colorScheme: "light", viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`http://localhost:${server.address().port}/`);
  await page.getByTestId("train-button").click();
  // Far enough that the curve has bent and the samples read like the story.
  await page.waitForFunction(
    () => document.querySelector("unrolled-studio")?.studio?.run?.step >= 4000,
    undefined,
    { timeout: 300_000 },
  );
  await page.screenshot({ path: here(`home-${name}.png`) });
  await context.close();
}
await browser.close();
server.close();
