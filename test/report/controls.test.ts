// How a control probe is named, and what is said of what it proves.

import { describe, expect, it } from 'vitest';
import { controlResults } from '../../src/report/controls.ts';
import { CONNECT_TIMEOUT, controlOf, ENDPOINT_ID, endpointOf, PASSED, REFUSED, reportOf } from './report-builder.ts';

const passed = controlOf('unknown-api', { ...REFUSED, errorType: 'ForbiddenException' });
const failed = controlOf('unknown-api', CONNECT_TIMEOUT);
const notRun = controlOf('unknown-api', { outcome: 'not-run' });

function resultsOf(controls: readonly (typeof passed)[], state: 'healthy' | 'degraded' = 'degraded') {
  const verdict = { state, summary: '', diagnoses: [] };
  return controlResults(
    reportOf({ endpoints: [endpointOf(['us-west-2a'])], see: () => PASSED, more: { controls, verdict } }),
  );
}

describe('a control probe', () => {
  it('is named with its endpoint, and with its address family over IPv6 alone', () => {
    expect(resultsOf([passed, { ...passed, family: 6 }]).map(({ name }) => name)).toEqual([
      `unknown-api ${ENDPOINT_ID}`,
      `unknown-api ${ENDPOINT_ID} IPv6`,
    ]);
  });

  it('that passed proves its claim, and one that did not proves nothing', () => {
    const claim = 'an API id that does not exist is refused: DNS, connection, TLS and the front door work';
    expect(resultsOf([passed, failed, notRun]).map(({ mark, saw, proof }) => [mark, saw, proof])).toEqual([
      ['✓', '403 ForbiddenException', claim],
      ['✗', 'connect-timeout at connect: no answer from 10.0.2.7:443 within 2000 ms', `not proven: ${claim}`],
      ['·', 'not run', `not proven: ${claim}`],
    ]);
  });

  it('is not shown for a healthy run', () => {
    expect(resultsOf([passed], 'healthy')).toEqual([]);
  });
});
