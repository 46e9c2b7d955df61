// The metrics of probes that have to be refused: a refusal is a success only where it can mean something, and nobody's
// latency.

import { describe, expect, test } from 'vitest';
import type { State } from '../../src/domain/report.ts';
import { type Measured, metricsOf } from '../../src/publish/metrics.ts';
import { PASSED, targetOf } from '../report/report-builder.ts';
import { failed, NOT_RUN, passed, runOf, tableOf } from './runs.ts';

const ALL = 'Api=pets, Stage=test, Vantage=vpc';
const DENIED = { expect: { denied: true } };
const PHASES = { dns: 1, connect: 2, tls: 3, firstByte: 4, transfer: 5, unaccounted: 0 };

// Four probes of private-dns and route53-alias; the alias has to be refused.
const HARDENED = targetOf({
  accessMethods: ['private-dns', 'route53-alias'],
  routes: [{ accessMethod: 'route53-alias', ...DENIED }],
});

function inState(state: State, run: Measured): Measured {
  return { ...run, verdict: { ...run.verdict, state } };
}

const table = (run: Measured, phases = false) => tableOf(metricsOf(run, { phases }));

describe('a refusal that is expected', () => {
  const run = runOf([passed(10), passed(11), passed(1), passed(2)], HARDENED);

  test.each(['healthy', 'degraded', 'unknown'] as const)('is a success in a run that is %s', (state) => {
    expect(table(inState(state, run))).toMatchObject({
      [`Success (Count) ${ALL}`]: [1, 1, 1, 1],
      [`Success (Count) ${ALL}, AccessMethod=route53-alias`]: [1, 1],
      [`Success (Count) ${ALL}, AccessMethod=route53-alias, Resource=GET /pets`]: [1],
    });
  });

  test('is none where nobody is served who should be: an API that is gone refuses, too', () => {
    const gone = runOf([failed(10), failed(11), passed(1), passed(2)], HARDENED);
    expect(table(inState('unreachable', gone))).toMatchObject({
      [`Success (Count) ${ALL}`]: [0, 0, 0, 0],
      [`Success (Count) ${ALL}, AccessMethod=private-dns`]: [0, 0],
      [`Success (Count) ${ALL}, AccessMethod=route53-alias`]: [0, 0],
    });
  });

  test('is no softening, whatever the state', () => {
    for (const state of ['healthy', 'degraded', 'unreachable', 'unknown'] as const) {
      expect(table(inState(state, run))).toMatchObject({ [`NotDenied (Count) ${ALL}`]: [0, 0] });
    }
  });

  test('is no latency, whatever the state', () => {
    for (const state of ['healthy', 'degraded', 'unreachable'] as const) {
      const latencies = Object.entries(table(inState(state, run))).filter(([identity]) =>
        identity.startsWith('Latency'),
      );
      expect(Object.fromEntries(latencies)).toEqual({
        [`Latency (Milliseconds) ${ALL}`]: [10, 11],
        [`Latency (Milliseconds) ${ALL}, AccessMethod=private-dns`]: [10, 11],
        [`Latency (Milliseconds) ${ALL}, AccessMethod=private-dns, Resource=GET /pets`]: [10],
        [`Latency (Milliseconds) ${ALL}, AccessMethod=private-dns, Resource=GET /pets/1`]: [11],
      });
    }
  });

  test('has no phases', () => {
    const timed = { ...PASSED, timesMs: { ...PHASES, total: 15 } };
    const identities = Object.keys(table(runOf([timed], HARDENED), true));
    const phases = identities.filter((identity) => /^(?:Dns|Connect|Tls|FirstByte|Transfer)Time/.test(identity));
    expect(phases).toHaveLength(5);
    expect(phases.filter((identity) => identity.includes('route53-alias'))).toEqual([]);
  });

  test('shows a certificate, which counts', () => {
    const tls = PASSED.tls === undefined ? {} : { tls: { ...PASSED.tls, daysLeft: 3 } };
    expect(table(runOf([passed(10), passed(11), passed(1, tls)], HARDENED))).toMatchObject({
      [`CertificateDaysLeft (Count) ${ALL}`]: [3],
    });
  });
});

describe('a refusal that does not come', () => {
  const letIn = { ...failed(7), failure: { step: 'expect', code: 'not-denied', message: 'status (200)' } } as const;
  const run = inState('degraded', runOf([passed(10), passed(11), letIn, passed(2)], HARDENED));

  test('is no success, and takes none from those that do', () => {
    expect(table(run)).toMatchObject({
      [`Success (Count) ${ALL}`]: [1, 1, 0, 1],
      [`Success (Count) ${ALL}, AccessMethod=route53-alias`]: [0, 1],
    });
  });

  test('is told by a metric of its own, which knows nothing of what is to be served', () => {
    const found = table(run);
    expect(found).toMatchObject({ [`NotDenied (Count) ${ALL}`]: [1, 0] });
    expect(Object.keys(found).filter((identity) => identity.startsWith('NotDenied'))).toHaveLength(1);
  });

  test('is told whoever else is served: a backend that fails was reached', () => {
    const down = inState('unreachable', runOf([failed(10), failed(11), letIn, letIn], HARDENED));
    expect(table(down)).toMatchObject({ [`NotDenied (Count) ${ALL}`]: [1, 1] });
  });

  test('is not known of a probe that was not run, and no failure of another kind', () => {
    const cut = inState('degraded', runOf([passed(10), passed(11), failed(5), NOT_RUN], HARDENED));
    expect(table(cut)).toMatchObject({ [`NotDenied (Count) ${ALL}`]: [0] });
  });

  test('has the time of a failure', () => {
    expect(table(run)).toMatchObject({
      [`Latency (Milliseconds) ${ALL}`]: [10, 11],
      [`FailureLatency (Milliseconds) ${ALL}`]: [7],
    });
  });
});

test('where nothing has to be refused, nothing is said of refusals', () => {
  const found = table(runOf([passed(1), failed(2)], targetOf()));
  expect(Object.keys(found).filter((identity) => identity.startsWith('NotDenied'))).toEqual([]);
});

describe('where everything has to be refused', () => {
  const target = targetOf({ accessMethods: ['vpce-host'], resources: [{ path: '/admin', ...DENIED }] });

  test('refusals are successes, of zones as well, and nothing has a latency', () => {
    const found = table(runOf([passed(1)], target));
    expect(found).toMatchObject({
      [`Success (Count) ${ALL}`]: [1, 1, 1],
      [`Success (Count) ${ALL}, Zone=us-west-2a`]: [1],
      [`Runs (Count) ${ALL}`]: [1],
    });
    expect(Object.keys(found).filter((identity) => identity.startsWith('Latency'))).toEqual([]);
  });

  test('an endpoint that nobody reaches has refused nothing', () => {
    const found = table(inState('unreachable', runOf([failed(1)], target)));
    expect(found).toMatchObject({
      [`Success (Count) ${ALL}`]: [0, 0, 0],
      [`Success (Count) ${ALL}, Zone=us-west-2a`]: [0],
    });
  });
});
