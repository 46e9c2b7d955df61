import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads the configuration from the default export.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Every test starts its own servers on ports that the system chooses; a slow machine needs patience, not retries.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 90, functions: 90, branches: 85, statements: 90 },
    },
  },
});
