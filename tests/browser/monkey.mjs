/** `npm run monkey [-- events [seed]]`: builds the page, unless UNROLLED_DIST has one, and lets a monkey play with it until leaks would show. */
import { join } from "node:path";
import { buildAll, main, root } from "../../web/build.mjs";
import { run } from "../../wasm/toolchain/system.mjs";

const EVENTS = 12_000;

await main(async () => {
  const [events = String(EVENTS), seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
  for (const [name, given] of Object.entries({ events, seed })) if (!/^\d+$/.test(given)) throw new Error(`“${given}” is no number for ${name}: npm run monkey -- 12000 7`);
  if (!process.env.UNROLLED_DIST) await buildAll();
  await (await import("../support/packages.mjs")).ensureBrowsers();
  const settings = { UNROLLED_MONKEY: events, UNROLLED_MONKEY_SEED: seed };
  await run(join(root, "node_modules", ".bin", "vitest"), ["run", "--project", "browser", "tests/browser/monkey.test.ts"], { cwd: root, env: settings, stream: true });
});
