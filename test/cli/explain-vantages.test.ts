// Reports of several vantages of one API, compared with each other.

import { describe, expect, it } from 'vitest';
import { vantageRemarks } from '../../src/cli/explain-vantages.ts';
import type { ReportHead } from '../../src/domain/report-head.ts';
import { logLine } from '../../src/log.ts';
import { allPassed, zoneDown } from '../report/example-reports.ts';
import { cli } from '../support/cli.ts';

const head = (vantage: string, state: string, more: Partial<ReportHead> = {}): ReportHead => ({
  state,
  api: 'pets',
  apiId: '01234567ab',
  stage: 'test',
  vantage,
  network: vantage === 'vpc' ? 'vpc' : 'on-premises',
  startedAt: '2026-02-03T05:00:00Z',
  ...more,
});
const AT = 'at 2026-02-03T05:00:00Z';

describe('from several vantages', () => {
  it.for([
    [
      'one alone fails',
      [head('dc1', 'unreachable'), head('vpc', 'healthy')],
      [
        `unreachable only from dc1 ${AT}: the way between it and the VPC, or the host there, its clock and its credentials (healthy from vpc ${AT})`,
      ],
    ],
    [
      'the VPC alone fails',
      [head('vpc', 'degraded'), head('dc1', 'healthy')],
      [
        `degraded only from vpc ${AT}: what the VPC has for itself, such as private names, its resolver and the subnets of the canary (healthy from dc1 ${AT})`,
      ],
    ],
    [
      'two of three fail',
      [head('dc1', 'degraded'), head('dc2', 'unreachable'), head('vpc', 'healthy')],
      [
        `degraded only from dc1 ${AT}, dc2 ${AT}: what these have in common on the way into the VPC (healthy from vpc ${AT})`,
      ],
    ],
    [
      'all fail',
      [head('dc1', 'unreachable'), head('vpc', 'degraded')],
      [
        `it is not well from anywhere (dc1 ${AT}, vpc ${AT}): look first at what all ways share, the endpoint and the API`,
      ],
    ],
    ['all are well', [head('dc1', 'healthy'), head('vpc', 'healthy')], []],
    ['one could not look', [head('dc1', 'unreachable'), head('vpc', 'unknown')], []],
    ['there is one alone', [head('vpc', 'unreachable'), head('vpc', 'healthy')], []],
    [
      'the other is of another API',
      [head('dc1', 'unreachable'), head('vpc', 'healthy', { apiId: 'other', api: 'shop' })],
      [],
    ],
    ['the other is of another stage', [head('dc1', 'unreachable'), head('vpc', 'healthy', { stage: 'prod' })], []],
    [
      'only the newest of each counts',
      [head('dc1', 'healthy'), head('vpc', 'healthy'), head('dc1', 'unreachable')],
      [],
    ],
    ['there is nothing', [], []],
  ] as const)('%s', ([, found, remarks]) => {
    expect(vantageRemarks(found)).toEqual(remarks);
  });
});

it('explain tells it beside the report of the newest', async () => {
  const vantage = { name: 'dc1', network: 'on-premises' } as const;
  const there = { ...zoneDown, vantage, startedAt: '2026-02-03T05:00:00.000Z' };
  const input = [there, allPassed].map((report) => logLine('INFO', '', { report })).join('\n');

  const { stderr, stdout } = await cli(['explain'], { input });

  expect(stderr).toContain(
    `degraded only from dc1 at ${there.startedAt}: the way between it and the VPC, or the host there, its clock and its credentials (healthy from vpc at ${allPassed.startedAt})\n`,
  );
  expect(stdout).toContain('dc1 (on-premises)');
});
