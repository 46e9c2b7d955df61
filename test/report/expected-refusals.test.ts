// A probe that passed by being refused, in every form of the report: it must not be taken for one that was served.

import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { planControls } from '../../src/domain/control.ts';
import { plan } from '../../src/domain/plan.ts';
import { readReport } from '../../src/domain/report-input.ts';
import { shortened } from '../../src/domain/shortened-report.ts';
import { estimateCost } from '../../src/report/cost.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { outcomeOf, outcomesText } from '../../src/report/outcome.ts';
import { renderPlan } from '../../src/report/plan-table.ts';
import { renderReport } from '../../src/report/terminal.ts';
import { EVERY_MINUTE } from './cost-example.ts';
import { CONNECT_TIMEOUT, endpointOf, PASSED, REFUSED, reportOf, targetOf } from './report-builder.ts';

const ENDPOINTS = [endpointOf(['us-west-2a'])];
const routes = [{ accessMethod: 'vpce-host', expect: { denied: true } }] as const;
const target = targetOf({ routes });
const hardened = reportOf({
  target,
  endpoints: ENDPOINTS,
  see: ({ accessMethod }) => (accessMethod === 'vpce-host' ? REFUSED : PASSED),
});
const refused = hardened.observations.filter(({ expected }) => expected === 'denied');
const plain = { colour: false, columns: 120 };

describe('in words', () => {
  it('it is refused, and well', () => {
    expect(refused).toHaveLength(4);
    expect(refused.map(outcomeOf)).toEqual(
      refused.map(() => ({ mark: '✓', word: 'refused', time: '14 ms', tone: 'good' })),
    );
  });

  it('all of them are counted among those that passed', () => {
    expect(outcomesText(hardened.observations)).toBe('12 of 12 passed, 4 of them refused, as they have to be');
    expect(outcomesText(refused.slice(0, 1))).toBe('1 of 1 passed, 1 of them refused, as it has to be');
  });

  it('one that was slow is told as slow, and one that failed by its failure', () => {
    const [first] = refused;
    if (first === undefined) throw new Error('nothing was refused');
    expect(outcomeOf({ ...first, slow: true }).word).toBe('slow');
    expect(outcomeOf({ ...first, ...CONNECT_TIMEOUT }).word).toBe('connect-timeout');
    expect(outcomeOf({ ...first, outcome: 'not-run' }).word).toBe('not run');
  });
});

it('stands in the cells of a terminal and of the page', () => {
  const rows = stripVTControlCharacters(renderReport(hardened, plain)).split('\n');
  expect(rows.filter((row) => row.includes('vpce-host') && row.includes('✓  14 ms refused'))).toHaveLength(1);
  expect(rows.filter((row) => row.includes('vpce-api-id') && row.includes('refused'))).toEqual([]);
  expect(renderHtml(hardened).match(/<\/span> refused/g)).toHaveLength(4);
});

it('is told by the plan', () => {
  const probes = plan(target, ENDPOINTS);
  const cost = estimateCost({ ...EVERY_MINUTE, metricSeries: 1, failureOnlySeries: 0 });
  const view = { target, probes, controls: planControls(target, ENDPOINTS), metrics: [], cost };
  const lines = renderPlan(view, plain).split('\n');
  expect(lines.filter((each) => each.endsWith('GET /test/pets, which API Gateway has to refuse'))).toHaveLength(2);
});

it('what requests carry is told by where it comes from', () => {
  const auth = {
    iam: true,
    headers: { 'x-api-key': { env: 'PETS_API_KEY' }, 'x-tenant': { secretId: 'pets/tenant', jsonKey: 'id' } },
  };
  const carrying = targetOf({ auth, resources: [{ path: '/pets' }, { path: '/ping', auth: 'none' }] });
  const probes = plan(carrying, ENDPOINTS);
  const cost = estimateCost({ ...EVERY_MINUTE, metricSeries: 1, failureOnlySeries: 0 });
  const text = renderPlan(
    { target: carrying, probes, controls: [], metrics: [], cost },
    { colour: false, columns: 300 },
  );
  expect(text).toContain(
    "requests carry a signature made with the canary's own AWS credentials, x-api-key from the variable PETS_API_KEY, x-tenant from the secret pets/tenant, its key id\n",
  );
  expect(text).toContain('GET /test/ping, without `auth`\n');
});

it('is known again after a report was shortened, and read', () => {
  const size = Buffer.byteLength(JSON.stringify(hardened));
  const short = shortened({ ...hardened, target: { ...hardened.target, routes } }, size / 2);
  expect(short.shortened?.replayable).toBe(true);
  const { report } = readReport(JSON.stringify(short));
  expect(report.observations.filter(({ expected }) => expected === 'denied')).toHaveLength(4);
  expect(report.target.routes).toEqual(routes);
});
