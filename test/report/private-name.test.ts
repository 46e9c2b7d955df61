// What came of the API's own name from on-premises: one sentence among the facts of the run, whatever it was.

import { describe, expect, it } from 'vitest';
import { planControls } from '../../src/domain/control.ts';
import { identityOf, type Observation } from '../../src/domain/observation.ts';
import { plan } from '../../src/domain/plan.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { renderReport } from '../../src/report/terminal.ts';
import { endpointOf, PASSED, REFUSED, reportOf, type Seen, targetOf } from './report-builder.ts';

const ENDPOINTS = [endpointOf(['us-west-2a'])];
const target = targetOf({ vantage: { name: 'dc1', network: 'on-premises' } });
const WITHIN = { colour: false, columns: 400 };

/** A healthy run from on-premises whose control saw this. */
function reportWith(seen: Seen) {
  const planned = planControls(target, ENDPOINTS).find(({ control }) => control === 'private-name');
  if (planned === undefined) throw new Error('no such control is planned');
  const control: Observation = { ...identityOf(planned), ...seen, curl: '' };
  return reportOf({ target, endpoints: ENDPOINTS, see: () => PASSED, more: { controls: [control] } });
}

const failed = (failure: NonNullable<Seen['failure']>, more: Partial<Seen> = {}): Seen => ({
  outcome: 'failed',
  failure,
  ...more,
});
const FORBIDDEN = { step: 'expect', code: 'forbidden', message: 'Forbidden' } as const;

const SENTENCES: Readonly<Record<string, readonly [seen: Seen, sentence: string]>> = {
  'it does not exist': [
    failed({ step: 'dns', code: 'dns-nxdomain', message: 'NXDOMAIN' }),
    "the API's own name does not exist for this resolver, as it has to be without forwarding",
  ],
  'it has no address': [
    failed({ step: 'dns', code: 'dns-no-address', message: 'no A record' }),
    "the API's own name does not exist for this resolver, as it has to be without forwarding",
  ],
  'nobody answers': [
    failed({ step: 'dns', code: 'dns-timeout', message: 'no answer from 10.9.0.2:53 within 1000 ms' }),
    "the API's own name could not be looked up: no answer from 10.9.0.2:53 within 1000 ms",
  ],
  'it leads to the endpoint, which serves it': [
    REFUSED,
    'the API\'s own name leads to the endpoint from here, too (10.0.1.7 10.0.2.7): with `vantage.privateNames` "forwarded" clients\' way by it is probed',
  ],
  'it leads to the endpoint, whose policy refuses': [
    failed({ ...FORBIDDEN, code: 'access-denied' }, { addresses: ['10.0.2.7'] }),
    'the API\'s own name leads to the endpoint from here, too (10.0.2.7): with `vantage.privateNames` "forwarded" clients\' way by it is probed',
  ],
  'it is public': [
    failed(FORBIDDEN, { addresses: ['3.5.140.2', '3.5.140.3'] }),
    "the API's own name leads to public addresses from here (3.5.140.2 3.5.140.3), not to the endpoint: clients that use it do not reach the API",
  ],
  'it leads elsewhere': [
    failed({ step: 'connect', code: 'connect-refused', message: 'refused' }, { addresses: ['10.9.9.9'] }),
    "the API's own name leads to addresses that are not the endpoint's (10.9.9.9): clients that use it from here get whatever stands there",
  ],
  'it leads to the endpoint, and to an address that no other name gave': [
    { ...REFUSED, addresses: ['10.0.1.7', '10.0.3.7'] },
    "the API's own name leads to private addresses from here (10.0.1.7 10.0.3.7), and not all that the endpoint has are known to this run",
  ],
  'there was no time': [{ outcome: 'not-run' }, "the API's own name was not asked for"],
};

describe('the private name is told of when', () => {
  it.for(Object.entries(SENTENCES))('%s', ([, [seen, sentence]]) => {
    const report = reportWith(seen);
    expect(renderReport(report, WITHIN)).toContain(`  private name ${sentence}\n`);
    expect(renderHtml(report)).toContain('private name');
  });
});

it('is no control to be proven, and no failed probe', () => {
  const report = reportWith(failed({ step: 'dns', code: 'dns-nxdomain', message: 'NXDOMAIN' }));
  const troubled = { ...report, verdict: { state: 'degraded', summary: 'x', diagnoses: [] } } as const;
  const shown = renderReport(troubled, WITHIN);
  expect(shown).not.toContain('not proven');
  expect(shown).not.toContain('Failed probes');
  expect(shown).toContain(`${plan(target, ENDPOINTS).length} of ${plan(target, ENDPOINTS).length} passed`);
});

it('is not said to lead elsewhere where no name of the endpoint has an address', () => {
  const { controls, ...report } = reportWith({ ...REFUSED, addresses: ['10.9.9.9'] });
  const unresolved = report.observations.map(({ addresses: _, address: _a, ...seen }) => seen);
  expect(renderReport({ ...report, controls, observations: unresolved }, WITHIN)).toContain(
    "private name the API's own name leads to private addresses from here (10.9.9.9), and not all that the endpoint has are known",
  );
});

it('is not told of from the VPC', () => {
  const report = reportOf({ endpoints: ENDPOINTS, see: () => PASSED });
  expect(renderReport(report, WITHIN)).not.toContain('private name');
});
