import { fileURLToPath } from "node:url";
import { defineConfig, type UserConfig } from "vite";
import { codePlugin } from "./web/code/plugin.js";
import { gallery } from "./web/gallery/plugin.js";
import { designTokens, lessons } from "./web/lessons/plugin.js";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Pages and package, with the lessons of a folder. App mode, also for the npm package: library mode would inline the
 * WebAssembly as base64.
 */
export const site = (lessonsFolder: string): UserConfig => ({
  root: at("web"),
  base: "./",
  publicDir: at("web/public"),
  plugins: [codePlugin(), designTokens(), lessons(lessonsFolder), gallery()],
  resolve: {
    alias: [
      { find: /^#(engine|engine_fast)\.wasm/, replacement: at("build/wasm-release/wasm/bindings/$1.wasm") },
      { find: /^#(engine|engine_fast)$/, replacement: at("build/wasm-release/wasm/bindings/$1.js") },
    ],
  },
  build: {
    outDir: at("dist"),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: {
        home: at("web/index.html"),
        studio: at("web/studio/index.html"),
        unrolled: at("web/src/engine/index.ts"),
        "unrolled-elements": at("web/src/widgets/index.ts"),
      },
      preserveEntrySignatures: "strict",
      // Importing one thing through an index brings only the module that has it: an exhibit carries no other's state.
      treeshake: { moduleSideEffects: (id) => !/\/web\/src\/(state|draw|i18n)\//.test(id) },
      external: [/^node:/],
      output: {
        entryFileNames: (chunk) => (/^unrolled(-elements)?$/.test(chunk.name) ? "[name].js" : "assets/[name]-[hash].js"),
      },
    },
  },
  worker: { format: "es", rolldownOptions: { external: [/^node:/, "module"] } },
});

export default defineConfig(site(at("lessons")));
