/** Where runners run. Browsers and the server are started when first needed, and all are ended together. */
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { root } from "../../../web/build.mjs";
import { serveProject, startBrowser } from "./browser.mjs";
import { startInNode } from "./node.mjs";

export function makeHosts() {
  const browsers = new Map();
  const handles = [];
  let server;
  const served = () => (server ??= serveProject());

  async function browser(name) {
    if (!browsers.has(name)) browsers.set(name, startBrowser(name, await served()));
    return browsers.get(name);
  }

  /** Addresses of the project's files as the environment sees them. */
  async function addresses(environment) {
    const base = environment === "node" ? pathToFileURL(root).href : (await served()).url;
    return (path) => new URL(`${base}/${path}`);
  }

  return {
    served,
    /** Ends this runner, too, when all is over. */
    keep: (handle) => (handles.push(handle), handle),
    /** `options` may hold paths of the project as `packageUrl` and `wasmUrl`. */
    async start(environment, module, options, flags) {
      const at = await addresses(environment);
      const given = { ...options };
      for (const key of ["packageUrl", "wasmUrl"]) if (key in given) given[key] = at(given[key]).href;
      if (environment === "node") return startInNode(at(module), given, flags);
      return (await browser(environment)).add(at(module).href, given);
    },
    async versions() {
      const found = { node: process.versions.node };
      for (const [name, started] of browsers) found[name] = (await started).version;
      return found;
    },
    async close() {
      for (const handle of handles) await handle.end();
      // One that did not start has told so already.
      for (const started of browsers.values()) await (await started.catch(() => undefined))?.close();
      if (server) await (await server).close();
    },
  };
}
