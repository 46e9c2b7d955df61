// The metrics of a run against the contract: every name, unit and set of dimensions, and the values in each.

import { describe, expect, test } from 'vitest';
import { metricsOf } from '../../src/publish/metrics.ts';
import { PASSED, type Seen, targetOf } from '../report/report-builder.ts';
import { emptyRun, failed, NOT_RUN, passed, runOf, TWO_WAYS, tableOf } from './runs.ts';

const ALL = 'Api=pets, Stage=test, Vantage=vpc';
const DAYS_30 = PASSED.tls === undefined ? {} : { tls: { ...PASSED.tls, daysLeft: 30 } };

const MIXED = runOf([
  passed(10), // private-dns GET /pets
  failed(1.5), // private-dns GET /pets/1
  passed(20, DAYS_30), // vpce-host GET /pets
  passed(21), // vpce-host GET /pets/1
  failed(2_001.8), // vpce-host us-west-2a GET /pets
  NOT_RUN, // vpce-host us-west-2a GET /pets/1
  passed(30), // vpce-host us-west-2b GET /pets
  passed(31), // vpce-host us-west-2b GET /pets/1
]);

test('a run in which something passes, something fails and something is not run', () => {
  expect(tableOf(metricsOf(MIXED, { phases: false }))).toEqual({
    [`Success (Count) ${ALL}`]: [1, 0, 1, 1, 0, 0, 1, 1],
    [`Success (Count) ${ALL}, AccessMethod=private-dns`]: [1, 0],
    [`Success (Count) ${ALL}, AccessMethod=vpce-host`]: [1, 1, 0, 0, 1, 1],
    [`Success (Count) ${ALL}, AccessMethod=private-dns, Resource=GET /pets`]: [1],
    [`Success (Count) ${ALL}, AccessMethod=private-dns, Resource=GET /pets/1`]: [0],
    [`Success (Count) ${ALL}, AccessMethod=vpce-host, Resource=GET /pets`]: [1, 0, 1],
    [`Success (Count) ${ALL}, AccessMethod=vpce-host, Resource=GET /pets/1`]: [1, 0, 1],
    [`Success (Count) ${ALL}, Zone=us-west-2a`]: [0, 0],
    [`Success (Count) ${ALL}, Zone=us-west-2b`]: [1, 1],
    [`Latency (Milliseconds) ${ALL}`]: [10, 20, 21, 30, 31],
    [`Latency (Milliseconds) ${ALL}, AccessMethod=private-dns`]: [10],
    [`Latency (Milliseconds) ${ALL}, AccessMethod=vpce-host`]: [20, 21, 30, 31],
    [`Latency (Milliseconds) ${ALL}, AccessMethod=private-dns, Resource=GET /pets`]: [10],
    [`Latency (Milliseconds) ${ALL}, AccessMethod=vpce-host, Resource=GET /pets`]: [20, 30],
    [`Latency (Milliseconds) ${ALL}, AccessMethod=vpce-host, Resource=GET /pets/1`]: [21, 31],
    [`Latency (Milliseconds) ${ALL}, Zone=us-west-2b`]: [30, 31],
    [`FailureLatency (Milliseconds) ${ALL}`]: [1.5, 2_001.8],
    [`CertificateDaysLeft (Count) ${ALL}`]: [30],
    [`Runs (Count) ${ALL}`]: [1],
    [`MeasurementDelay (Milliseconds) ${ALL}`]: [0.4],
  });
});

test('phases, when they are asked for, of what passed', () => {
  const times = (factor: number) => ({
    timesMs: {
      dns: factor,
      connect: 2 * factor,
      tls: 3 * factor,
      firstByte: 4 * factor,
      transfer: 5 * factor,
      unaccounted: 0,
      total: 15 * factor,
    },
  });
  const run = runOf([
    { ...PASSED, ...times(1) },
    { ...failed(0), ...times(100) },
    { ...PASSED, ...times(10) },
    NOT_RUN,
  ]);
  const table = tableOf(metricsOf(run, { phases: true }));
  const without = tableOf(metricsOf(run, { phases: false }));
  const added = Object.entries(table).filter(([identity]) => !Object.hasOwn(without, identity));
  expect(Object.fromEntries(added)).toEqual({
    [`DnsTime (Milliseconds) ${ALL}, AccessMethod=private-dns`]: [1],
    [`DnsTime (Milliseconds) ${ALL}, AccessMethod=vpce-host`]: [10],
    [`ConnectTime (Milliseconds) ${ALL}, AccessMethod=private-dns`]: [2],
    [`ConnectTime (Milliseconds) ${ALL}, AccessMethod=vpce-host`]: [20],
    [`TlsTime (Milliseconds) ${ALL}, AccessMethod=private-dns`]: [3],
    [`TlsTime (Milliseconds) ${ALL}, AccessMethod=vpce-host`]: [30],
    [`FirstByteTime (Milliseconds) ${ALL}, AccessMethod=private-dns`]: [4],
    [`FirstByteTime (Milliseconds) ${ALL}, AccessMethod=vpce-host`]: [40],
    [`TransferTime (Milliseconds) ${ALL}, AccessMethod=private-dns`]: [5],
    [`TransferTime (Milliseconds) ${ALL}, AccessMethod=vpce-host`]: [50],
  });
});

describe('what a run does not know has no series', () => {
  const namesOf = (run: Parameters<typeof metricsOf>[0]) => [
    ...new Set(metricsOf(run, { phases: true }).map(({ name }) => name)),
  ];

  test('no observation at all', () => {
    expect(metricsOf(emptyRun(), { phases: true })).toEqual([]);
  });

  test('nothing tried: what was planned did not succeed, and the heartbeat is missing', () => {
    expect(namesOf(runOf([NOT_RUN]))).toEqual(['Success']);
    expect(metricsOf(runOf([NOT_RUN]), { phases: true })[0]?.values).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('nothing passed: no latency, and no certificate where none was shown', () => {
    expect(namesOf(runOf([failed(1)]))).toEqual(['Success', 'FailureLatency', 'Runs', 'MeasurementDelay']);
  });

  test('nothing failed: no failure latency', () => {
    expect(namesOf(runOf([passed(1)]))).toEqual([
      'Success',
      'Latency',
      'CertificateDaysLeft',
      'Runs',
      'MeasurementDelay',
    ]);
  });

  test('one probe tried is a run', () => {
    expect(namesOf(runOf([failed(1), NOT_RUN]))).toContain('Runs');
  });
});

test('a certificate that was refused counts: it is the smallest of all', () => {
  const expired = PASSED.tls === undefined ? {} : { tls: { ...PASSED.tls, daysLeft: -2 } };
  const run = runOf([passed(1), { ...failed(1), ...expired }, passed(1, DAYS_30)]);
  expect(tableOf(metricsOf(run, { phases: false }))[`CertificateDaysLeft (Count) ${ALL}`]).toEqual([-2]);
});

test('zones gather the zonal routes of all ways', () => {
  const target = targetOf({ resources: [{ path: '/pets' }], accessMethods: ['vpce-host', 'vpce-api-id'] });
  const table = tableOf(
    metricsOf(runOf([passed(1), passed(2), passed(3), passed(4), passed(5), passed(6)], target), { phases: false }),
  );
  expect(table[`Latency (Milliseconds) ${ALL}, Zone=us-west-2a`]).toEqual([2, 5]);
  expect(table[`Latency (Milliseconds) ${ALL}, Zone=us-west-2b`]).toEqual([3, 6]);
});

test('the dimensions are the API by its name, its stage and the vantage', () => {
  const target = targetOf({
    api: { id: '01234567ab', stage: 'prod', region: 'us-west-2' },
    vantage: { name: 'berlin', network: 'on-premises' },
    resources: [{ path: '/pets' }],
    accessMethods: ['private-dns'],
  });
  const [first] = metricsOf(runOf([passed(1)], target), { phases: false });
  expect(first?.dimensions).toEqual({ Api: '01234567ab', Stage: 'prod', Vantage: 'berlin' });
});

test('values are as they were measured, equal ones as often as they were', () => {
  const run = runOf([passed(0.1 + 0.2), passed(7), passed(7)], TWO_WAYS);
  expect(metricsOf(run, { phases: false }).find(({ name }) => name === 'Latency')?.values).toEqual([
    0.30000000000000004, 7, 7, 7, 7, 7, 7, 7,
  ]);
});

test('a certificate whose date cannot be read has no days left, and keeps nothing from being published', () => {
  const { validTo: _validTo, daysLeft: _daysLeft, ...tls } = PASSED.tls ?? {};
  const series = metricsOf(runOf([{ ...PASSED, tls: tls as NonNullable<Seen['tls']> }]), { phases: false });

  expect(series.map(({ name }) => name)).toContain('Success');
  expect(series.map(({ name }) => name)).not.toContain('CertificateDaysLeft');
  expect(series.flatMap(({ values }) => values).every(Number.isFinite)).toBe(true);
});
