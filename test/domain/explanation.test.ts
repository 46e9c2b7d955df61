import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExplanation } from '../../src/domain/explanation.ts';
import { explained, failed, PAGE, recordOf, refused } from '../report/message-examples.ts';

describe('readExplanation', () => {
  it('finds the report and the alarm in a record of success', () => {
    const read = readExplanation(explained(refused, PAGE));

    expect(read).toMatchObject({ kind: 'explained', alarm: PAGE });
    const report = read.kind === 'explained' ? read.report : undefined;
    expect(report?.verdict).toEqual(refused.verdict);
    expect(report?.observations).toHaveLength(refused.observations.length);
    expect(report?.observations[0]).toMatchObject({
      accessMethod: 'private-dns',
      resource: 'GET /pets',
      outcome: 'failed',
      failure: refused.observations[0]?.failure,
      timesMs: { total: 14.3 },
    });
    expect(report?.discovery.changes).toEqual(refused.discovery.changes);
    expect(report?.controls.map(({ control }) => control)).toEqual(['unknown-api', 'undeployed-path']);
  });

  it('keeps which family a probe used, IPv4 where it does not say', () => {
    const [one] = refused.observations;
    const observations = [6, 4, '6', undefined].map((family) => ({ ...one, family }));
    const read = readExplanation(recordOf(PAGE, { responsePayload: { ...refused, observations } }));
    const report = read.kind === 'explained' ? read.report : undefined;
    expect(report?.observations.map(({ family }) => family)).toEqual([6, 4, 4, 4]);
  });

  it('keeps of a certificate whose it is and how long it lasts', () => {
    const [one] = refused.observations;
    const observations = [
      one,
      { ...one, tls: { subject: 'CN=a', daysLeft: 'many' } },
      { ...one, tls: { daysLeft: Number.NaN } },
      { ...one, tls: 'TLSv1.3' },
    ];
    const read = readExplanation(recordOf(PAGE, { responsePayload: { ...refused, observations } }));
    const report = read.kind === 'explained' ? read.report : undefined;
    const empty = { protocol: '', cipher: '', subject: '', issuer: '', names: '' };
    expect(report?.observations.map(({ tls }) => tls)).toEqual([
      { ...empty, subject: one?.tls?.subject, issuer: one?.tls?.issuer, daysLeft: 61 },
      { ...empty, subject: 'CN=a' },
      empty,
      undefined,
    ]);
  });

  it('takes the alarm from the answer when the question has none', () => {
    const record = { ...explained(refused, PAGE), requestPayload: {} };
    expect(readExplanation(record)).toMatchObject({ alarm: PAGE });
  });

  it.each([
    ['RetriesExhausted', { errorType: 'CanaryError', errorMessage: 'bad' }, 'CanaryError: bad'],
    ['RetriesExhausted', { errorType: 'Error', errorMessage: 'bad' }, 'bad'],
    [
      'RetriesExhausted',
      { errorMessage: '2026-02-03T04:05:57.000Z e4b46cbf Task timed out after 50.00 seconds' },
      '2026-02-03T04:05:57.000Z e4b46cbf Task timed out after 50.00 seconds',
    ],
    ['RetriesExhausted', {}, 'the invocation ended as "RetriesExhausted", and its answer is no report: {}'],
    ['RetriesExhausted', null, 'the invocation ended as "RetriesExhausted", and its answer is no report: null'],
    [
      'EventAgeExceeded',
      undefined,
      'Lambda gave up before the canary could start: the function is throttled, or has no concurrency left, or it was idle for weeks and not ready yet',
    ],
    ['Success', 'healthy', 'the invocation ended as "Success", and its answer is no report: "healthy"'],
    [undefined, {}, 'the invocation ended as nothing, and its answer is no report: {}'],
  ])('%s with %j: %s', (condition, payload, why) => {
    expect(readExplanation(failed(condition as string, payload))).toEqual({
      kind: 'unexplained',
      api: 'pets/test',
      alarm: PAGE,
      why,
      requestId: 'e4b46cbf-b738-4880-8880-a18cdf61200e',
    });
  });

  it.each([
    [{ api: { id: '01234567ab', stage: 'test' } }, '01234567ab/test'],
    [{ api: { name: '', stage: 3 } }, 'an API'],
    [{ api: [] }, 'an API'],
    ['text', 'an API'],
  ])('names the API of %j %s', (requestPayload, api) => {
    expect(readExplanation(recordOf(PAGE, { requestPayload, responsePayload: null }))).toMatchObject({ api });
  });

  it.each([[null], ['text'], [{}], [{ requestContext: 'Success' }], [[]]])('cannot read %j', (record) => {
    expect(readExplanation(record)).toEqual({ kind: 'unreadable', excerpt: JSON.stringify(record) });
  });

  it('is not a report of another schema, nor without a state or an API', () => {
    const { target, verdict } = refused;
    for (const more of [
      { schema: 'private-api-canary/report/2' },
      { verdict: { ...verdict, state: 'constructor' } },
      { target: { ...target, api: {} } },
    ]) {
      expect(readExplanation(recordOf(PAGE, { responsePayload: { ...refused, ...more } })).kind).toBe('unexplained');
    }
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void readExplanation(value)));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void readExplanation(recordOf(value, { responsePayload: value }))),
    );
  });
});
