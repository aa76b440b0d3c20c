import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** One project for each layer of tests; browsers and trainings get long time limits and no company. */
const project = (name: string, include: string[], slow = false) => ({
  extends: true as const,
  test: {
    name,
    include,
    environment: "node",
    ...(slow && { testTimeout: 240_000, hookTimeout: 120_000, fileParallelism: false }),
  },
});

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  test: {
    projects: [
      project("unit", ["tests/web/**/*.test.ts", "tests/toolchain/**/*.test.ts", "tests/bench/**/*.test.ts"]),
      project("architecture", ["tests/architecture/**/*.test.ts"]),
      project("api", ["tests/api/**/*.test.ts"], true),
      project("lessons", ["tests/lessons/**/*.test.ts"], true),
      project("exactness", ["tests/exactness/**/*.test.ts"], true),
      project("browser", ["tests/support/**/*.test.ts", "tests/browser/**/*.test.ts"], true),
    ],
  },
});
