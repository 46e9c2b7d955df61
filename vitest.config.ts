import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

// These rooms keep nothing between files and count nothing of the process: one worker may run file after file, which
// saves its start, and loading the AWS clients, CDK and the schema for each.
const SHARED = [
  ...['domain', 'alarms', 'report', 'diagnosis', 'discovery', 'publish', 'simulator', 'infra', 'docs'],
  ...['authorization', 'cli', 'examples', 'host', 'watch'],
].map((room) => `test/${room}/**/*.test.ts`);

// Much of a test's time is waiting for time limits to pass: more workers than processors fill it.
const WORKERS = availableParallelism() + 1;

// biome-ignore lint/style/noDefaultExport: vitest reads the configuration from the default export.
export default defineConfig({
  test: {
    maxWorkers: WORKERS,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/support/temporary-folder.ts', 'test/support/built-bundle.ts'],
    // Every test starts its own servers on ports that the system chooses; a slow machine needs patience, not retries.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // The command line and the Lambda function are tested as processes of their own: many, of the same modules.
    env: {
      NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node', import.meta.url)),
      // CDK's own validation takes a second for each app and warns of what a test leaves out. cfn-lint and cdk-nag judge.
      CDK_VALIDATION: 'false',
    },
    expect: { poll: { timeout: 20_000 } },
    // Rows of a table begin alike.
    taskTitleValueFormatTruncate: 0,
    projects: [
      { extends: true, test: { name: 'rooms', include: SHARED, isolate: false } },
      { extends: true, test: { name: 'program', include: ['test/**/*.test.ts'], exclude: SHARED } },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'infra/**/*.ts'],
      // Tested as processes of their own, where this coverage does not look.
      exclude: ['src/cli/**', 'src/lambda.ts', 'src/log.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 97, functions: 97, branches: 90, statements: 97 },
    },
  },
});
