/** Runners in a page of a real browser, launched as the tests launch it. */
import { join } from "node:path";
import { root } from "../../../web/build.mjs";

/** The tests' own helpers are TypeScript, which Node 20 does not read: Vite does, once `prepare.mjs` has installed it. */
async function testSupport(name) {
  const { runnerImport } = await import("vite");
  const { module } = await runnerImport(join(root, "tests/support", name), { configFile: false, logLevel: "error" });
  return module;
}

export async function serveProject() {
  const { serve } = await testSupport("server.ts");
  return serve(root);
}

/** A document that runs nothing of its own; runners are added by the address of their module. */
export async function startBrowser(name, server) {
  const { launch } = await testSupport("browsers.ts");
  const browser = await launch(name);
  const page = await browser.open(`${server.url}/dist/favicon.svg`);
  let added = 0;
  return {
    version: browser.version,
    add: async (moduleUrl, options) => {
      const key = `runner${added++}`;
      await page.evaluate(
        async (key, moduleUrl, options) => void ((window.runners ??= {})[key] = (await import(moduleUrl)).makeRunner(options)),
        key, moduleUrl, options,
      );
      return {
        call: (method, ...args) =>
          page.evaluate(async (key, method, args) => (await window.runners[key][method](...args)) ?? {}, key, method, args),
        end: async () => undefined,
      };
    },
    evaluate: (body, ...args) => page.evaluate(body, ...args),
    close: () => browser.close(),
  };
}
