// The report as a page, beside the one on standard output.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { configurationFor } from '../support/canary-run.ts';
import { cli } from '../support/cli.ts';

async function emptyDirectory(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'canary-page-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

describe('--html', () => {
  it('writes the page of the report that is printed', async () => {
    await using directory = await emptyDirectory();
    const file = join(directory.path, 'report.html');

    const { status, stdout, stderr } = await cli(['demo', '--scenario', 'route-missing', '--json', '--html', file]);

    expect(await readFile(file, 'utf8')).toBe(renderHtml(JSON.parse(stdout) as Report));
    expect(stderr).toBe('');
    expect(status).toBe(1);
  });

  it('that cannot be written ends with 2, after metrics were published and the report printed', async () => {
    await using directory = await emptyDirectory();
    await using simulator = await startSimulator();
    const file = join(directory.path, 'missing', 'report.html');
    const env = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_ENDPOINT_URL: simulator.awsEndpoint };
    const input = JSON.stringify(configurationFor(simulator));

    const { status, stdout, stderr } = await cli(['probe', '--config', '-', '--json', '--html', file], { env, input });

    const report = JSON.parse(stdout) as Report;
    expect(report.verdict.state).toBe('healthy');
    expect(report.published).toEqual({ sink: 'cloudwatch', accepted: 33, rejected: 0 });
    expect(simulator.awsCalls.map(({ action }) => action)).toEqual(['DescribeVpcEndpoints', 'PutMetricData']);
    expect(stderr.split('\n')[0]).toBe(`private-api-canary: report-unwritable: ${file}: no such file or directory`);
    expect(status).toBe(2);
  });
});
