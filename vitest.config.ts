import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** One project for each layer of tests; browsers and trainings get long time limits, and at most so many files run at once. */
const project = (name: string, include: string[], slowOnes?: number) => ({
  extends: true as const,
  test: {
    name,
    include,
    environment: "node",
    testTimeout: 60_000,
    ...(slowOnes !== undefined && { testTimeout: 240_000, hookTimeout: 120_000, maxWorkers: slowOnes }),
  },
});

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  test: {
    projects: [
      project("unit", ["tests/web/**/*.test.ts", "tests/toolchain/**/*.test.ts", "tests/bench/**/*.test.ts"]),
      project("architecture", ["tests/architecture/**/*.test.ts"]),
      project("api", ["tests/api/**/*.test.ts"], 2),
      project("lessons", ["tests/lessons/**/*.test.ts"], 2),
      project("exactness", ["tests/exactness/**/*.test.ts"], 1),
      project("browser", ["tests/support/**/*.test.ts", "tests/browser/**/*.test.ts"], 2),
    ],
  },
});
