import { defineConfig } from "vitest/config";

/** The panel in a real browser: `npx vitest run --config test/panel/vitest.config.mts`. */
export default defineConfig({
  test: {
    name: "panel",
    root: import.meta.dirname,
    include: ["*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
