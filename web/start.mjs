/** `npm start`: installs, builds, serves, prints the URL. */
import { buildAll, main, root } from "./build.mjs";

await main(async () => {
  await buildAll();
  const { preview } = await import("vite");
  const server = await preview({ root: `${root}/web`, configFile: `${root}/vite.config.ts`, logLevel: "warn" });
  process.stdout.write(`\nUnrolled is ready: ${server.resolvedUrls.local[0]}\n(Ctrl+C stops it)\n`);
});
