// The Lambda bundle as it is deployed: one file, in a folder without node_modules, loaded by a bare Node.

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundleLambda } from '../scripts/bundle-lambda.ts';
import { startSimulator } from '../src/simulator/simulator.ts';
import { configurationFor } from './support/canary-run.ts';
import { executionEnvironment } from './support/lambda.ts';

describe('the Lambda bundle', () => {
  it('handles an event against the simulator and returns the report', async () => {
    await using folder = await temporaryFolder();
    const bundle = join(folder.path, 'index.mjs');
    await bundleLambda(bundle);
    await using simulator = await startSimulator();
    await using lambda = await executionEnvironment(
      pathToFileURL(bundle).href,
      { AWS_ENDPOINT_URL: simulator.awsEndpoint },
      folder.path,
    );

    const { result, error } = await lambda.invoke(configurationFor(simulator));

    expect(error).toBeUndefined();
    expect((await readdir(folder.path)).sort()).toEqual(['index.mjs', 'index.mjs.map']);
    expect(result?.verdict.summary).toBe('pets/test healthy from vpc: all 16 probes passed');
    expect(result?.published).toEqual({ sink: 'cloudwatch', accepted: 33, rejected: 0 });
  });
});

async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'private-api-canary-bundle-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
