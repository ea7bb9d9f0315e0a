import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // Against what hangs, not against what is slow: speed is for the benchmarks.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          include: [
            "{simulator,protocol,server,client,webview,scripts}/**/*.test.{ts,tsx}",
            "test/*.test.ts",
          ],
        },
      },
      // In a real browser: slower to start.
      "test/panel/vitest.config.mts",
    ],
  },
});
