// How many changes at the endpoints are shown, and that those beyond are counted.

import { describe, expect, it } from 'vitest';
import type { EndpointId } from '../../src/domain/identifiers.ts';
import type { EndpointChange } from '../../src/domain/report.ts';
import { changeFields } from '../../src/report/changes.ts';
import { ENDPOINT_ID, endpointOf, PASSED, reportOf } from './report-builder.ts';

const change = (number: number): EndpointChange => ({
  endpoint: ENDPOINT_ID as EndpointId,
  what: 'security-groups',
  before: '',
  after: `sg-${number}`,
  between: ['2026-02-03T04:00:00Z', '2026-02-03T04:05:00Z'],
});

const fieldsOf = (count: number) => {
  const changes = Array.from({ length: count }, (_, index) => change(index + 1));
  return changeFields(
    reportOf({
      endpoints: [endpointOf([])],
      see: () => PASSED,
      more: { discovery: { source: 'ec2', ageSeconds: 0, notices: [], changes } },
    }),
  );
};

const textOf = (number: number) =>
  `${ENDPOINT_ID}, security groups: nothing → sg-${number} (between 2026-02-03T04:00:00Z and 2026-02-03T04:05:00Z)`;
const first = (count: number) => Array.from({ length: count }, (_, index) => textOf(index + 1));

describe('the changes at the endpoints', () => {
  it('are labelled once', () => {
    expect(fieldsOf(3).map(({ label }) => label)).toEqual(['changed', '', '']);
  });

  it.each([
    [0, []],
    [9, first(9)],
    [10, first(10)],
    [11, [...first(10), 'and 1 more change (see --json)']],
    [12, [...first(10), 'and 2 more changes (see --json)']],
  ])('are ten at most, and then how many more there are: of %i', (count, texts) => {
    expect(fieldsOf(count).map(({ text }) => text)).toEqual(texts);
  });
});
