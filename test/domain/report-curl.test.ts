// Whatever a configuration has requests carry, its curl lines are such as a report may have: `explain` reads what this
// build writes.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readReport } from '../../src/domain/report-input.ts';
import { type Auth, parseTarget } from '../../src/domain/target.ts';
import { authorizationWords } from '../../src/probe/curl-authorization.ts';
import { zoneDown } from '../report/example-reports.ts';

const API = { id: '01234567ab', stage: 'test', region: 'us-west-2' };
const ENDPOINTS = { vpcEndpointIds: ['vpce-01234567abcdef012'] };

/** What the schema takes: names of headers are tokens of HTTP. */
const name = fc
  .stringMatching(/^[a-z0-9!#$%&'*+.^_`|~-]{1,12}$/)
  .filter((text) => parsed({ headers: { [text]: { env: 'A' } } }) !== undefined);
const secretId = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9/_+=.:!][A-Za-z0-9/_+=.@:!-]{0,20}$/),
  fc.constant('arn:aws:secretsmanager:eu-central-1:123456789012:secret:pets/far-AbCdEf'),
);
const source = fc.oneof(
  fc.record({ env: fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/) }),
  fc.record({ secretId, jsonKey: fc.string({ minLength: 1, maxLength: 8 }) }, { requiredKeys: ['secretId'] }),
);
const auth = fc.record({ iam: fc.boolean(), headers: fc.dictionary(name, source, { minKeys: 1, maxKeys: 3 }) });

function parsed(given: object): Auth | undefined {
  try {
    return parseTarget({ api: API, endpoints: ENDPOINTS, auth: given }).auth;
  } catch {
    return undefined;
  }
}

test('of any requests that prove who asks', () => {
  let tried = 0;
  fc.assert(
    fc.property(auth, (given) => {
      const accepted = parsed(given);
      if (accepted === undefined) return;
      tried += 1;
      const words = authorizationWords({
        auth: accepted,
        region: parseTarget({ api: API, endpoints: ENDPOINTS }).api.region,
      });
      const curl = ['curl -q -sS -i', ...words, "'https://a/x'"].join(' ');
      const [first, ...rest] = zoneDown.observations;
      const report = { ...zoneDown, observations: [{ ...first, curl }, ...rest] };
      expect(readReport(JSON.stringify(report)).report.observations[0]?.curl).toBe(curl);
    }),
  );
  expect(tried).toBeGreaterThan(50);
});
