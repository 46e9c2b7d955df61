// How much of a report a message repeats, and what it leaves out when it would be too long.

import { describe, expect, it } from 'vitest';
import { readExplanation } from '../../src/domain/explanation.ts';
import type { EndpointId } from '../../src/domain/identifiers.ts';
import type { Diagnosis, EndpointChange, Report } from '../../src/domain/report.ts';
import { MAX_MESSAGE_BYTES, renderMessage } from '../../src/report/message.ts';
import { nothingKnown } from './example-reports.ts';
import { ALARM, explained, LINKS, PAGE, recordOf, refused } from './message-examples.ts';
import { poisoned } from './poisoned.ts';
import { controlOf, ENDPOINT_ID, endpointOf, PASSED, REFUSED, reportOf, targetOf } from './report-builder.ts';

const textOf = (record: unknown) => renderMessage(readExplanation(record), LINKS).text;
const flat = (text: string) => text.replaceAll(/\s+/g, ' ');
const bytesOf = (text: string) => Buffer.byteLength(text);

function withDiagnosis(more: Partial<Diagnosis>): Report {
  const diagnoses = refused.verdict.diagnoses.map((each) => ({ ...each, ...more }));
  return { ...refused, verdict: { ...refused.verdict, diagnoses } };
}

describe('a long matrix', () => {
  const many = targetOf({
    resources: Array.from({ length: 12 }, (_, index) => ({ path: `/household/${index}/pets` })),
  });
  const zones = ['a', 'b', 'c', 'd', 'e', 'f'].map((zone) => `us-west-2${zone}`);
  const seen = (slowZone: string) =>
    reportOf({
      target: many,
      endpoints: [endpointOf(zones)],
      see: ({ zone, resource }) =>
        zone === slowZone && resource.path === '/household/7/pets' ? { ...PASSED, slow: true } : PASSED,
    });
  const shown = (report: Report) => textOf(explained(report, ALARM, Number.POSITIVE_INFINITY));

  it('is told by the probes that were slow', () => {
    const text = shown(seen('us-west-2c'));
    expect(text).toContain('Probes  192 of 192 passed, 2 of them slow; those that failed or were slow:\n');
    expect(text).toMatch(/^ +vpce-host +us-west-2c +! +14 ms slow$/m);
    expect(text).not.toContain('us-west-2d');
  });

  it('is told by its sum when all passed in time', () => {
    const text = shown(seen('none'));
    expect(text).toContain('\nProbes  192 of 192 passed\n\n  run ');
    expect(text).not.toMatch(/us-west-2[a-f]/);
  });
});

describe('what is repeated', () => {
  const controls = (count: number) =>
    textOf(
      explained(
        {
          ...refused,
          controls: Array.from({ length: count }, (_, index) =>
            controlOf('unknown-api', REFUSED, `vpce-0000000000000000${index}`),
          ),
        },
        PAGE,
      ),
    );

  it('has the first four controls, and counts the others', () => {
    expect(controls(4)).toContain('vpce-00000000000000003');
    expect(controls(4)).not.toMatch(/and \d+ more, in the log/);
    expect(controls(6)).toContain('vpce-00000000000000003');
    expect(controls(6)).not.toContain('vpce-00000000000000004');
    expect(controls(6)).toContain('\n  and 2 more, in the log\n');
  });

  it('has the first eight that a diagnosis affects, each by its beginning', () => {
    const affects = ['a'.repeat(81), ...Array.from({ length: 9 }, (_, index) => `way-${index}`)];
    const text = flat(textOf(explained(withDiagnosis({ affects }), PAGE)));
    expect(text).toContain(` affects ${'a'.repeat(79)}…, way-0, way-1, way-2, way-3, way-4, way-5, way-6, and 2 more `);
    expect(flat(textOf(explained(withDiagnosis({ affects: affects.slice(1, 9) }), PAGE)))).toContain(
      'way-6, way-7 evidence',
    );
  });

  it('has a link that any code makes a valid one of', () => {
    const text = textOf(explained(withDiagnosis({ code: 'a b#c/ä' }), PAGE));
    expect(text).toContain('     runbook   https://example.com/runbook#a%20b%23c%2F%C3%A4\n');
  });

  it('has the certificates when the alarm is about them, soonest first', () => {
    const certificate = (subject: string, daysLeft: number) => ({
      ...PASSED,
      tls: { protocol: 'TLSv1.3', cipher: '', subject, issuer: 'CN=CA', names: '', daysLeft },
    });
    const report = reportOf({
      endpoints: [endpointOf(['us-west-2a'])],
      see: ({ accessMethod, zone }) => {
        if (accessMethod === 'private-dns') return certificate('CN=later', 61);
        if (accessMethod === 'route53-alias') return certificate('CN=gone', -2);
        return zone === undefined ? certificate('CN=soon', 1) : PASSED;
      },
    });
    const text = flat(textOf(explained(report, { ...ALARM, name: 'pets-certificate' })));
    expect(text).toContain(
      'certificates ended 2 days ago: CN=gone, issued by CN=CA, met by route53-alias 1 day left: CN=soon, issued by CN=CA, met by vpce-host, vpce-api-id 61 days left: ',
    );
    expect(textOf(explained(report, ALARM))).not.toContain('certificates');
  });

  it('sends to the dashboard for a certificate that a shortened report no longer has', () => {
    const report = reportOf({ endpoints: [endpointOf(['us-west-2a'])], see: () => PASSED });
    const text = textOf(explained(report, { ...ALARM, name: 'pets-certificate' }, 2_000));
    expect(text).toMatch(/^First: see how many days are left on the dashboard, .*: https:/m);
    expect(text).not.toMatch(/^ {2}certificates/m);
  });
});

describe('clocks that differ', () => {
  it('make no negative ages', () => {
    const { since: _, ...verdict } = refused.verdict;
    const text = textOf(explained({ ...refused, verdict }, { ...PAGE, at: '2026-02-03T04:05:08.000Z' }));
    expect(text).toContain('\nSince: at the latest 2026-02-03 04:05:08 UTC, when the alarm turned red\n');
    expect(text).toContain('  run          2026-02-03 04:05:06 UTC, took 318 ms\n');
  });
});

describe('a message that is too long', () => {
  const change: EndpointChange = {
    endpoint: ENDPOINT_ID as EndpointId,
    what: 'names',
    before: 'b'.repeat(2_000),
    after: 'ก'.repeat(2_000),
    between: ['2026-02-03T03:55:00.000Z', '2026-02-03T04:00:00.000Z'],
  };
  const withChanges = (count: number): Report => ({
    ...refused,
    discovery: { ...refused.discovery, changes: Array.from({ length: count }, () => change) },
  });

  it('loses what is needed least: matrix, controls and changes', () => {
    const whole = textOf(explained(withChanges(5), PAGE));
    expect(whole).toMatch(/^ {2}changed /m);
    expect(bytesOf(whole)).toBeGreaterThan(MAX_MESSAGE_BYTES / 2);

    const text = textOf(explained(withChanges(10), PAGE));
    expect(text).not.toMatch(/^ {2}changed|^Probes|^Controls/m);
    expect(text).toMatch(/^ {5}command {3}aws apigateway /m);
    expect(text).toMatch(/^ {2}reason .*\n[\s\S]*^ {2}runbook {6}https:/m);
  });

  it('loses all but its first three lines when even that is too long', () => {
    const long = 'ก'.repeat(5_000);
    const { diagnoses } = withDiagnosis({ evidence: ['', '', '', '', ''], affects: Array(9).fill('') }).verdict;
    const report = {
      ...refused,
      verdict: { ...refused.verdict, diagnoses: [...diagnoses, ...diagnoses, ...diagnoses] },
    };
    const links = { dashboard: long, logs: long, runbook: long };
    const record = recordOf(poisoned(PAGE, long), { responsePayload: poisoned(report, long) });

    const { text } = renderMessage(readExplanation(record), links);

    expect(text.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/ is unreachable from /),
      expect.stringMatching(/^Since: /),
      expect.stringMatching(/^First: /),
    ]);
  });
});

describe('an alarm in a state that is neither red nor green', () => {
  const NEW = { ...ALARM, state: 'INSUFFICIENT_DATA', previousState: 'ALARM' };
  const linesOf = (report: Report, alarm: unknown) => {
    const { subject, text } = renderMessage(readExplanation(explained(report, alarm)), LINKS);
    return [subject, ...text.split('\n').slice(0, 3)];
  };
  const healthy = reportOf({ endpoints: [endpointOf(['us-west-2a'])], see: () => PASSED });

  it('is not over', () => {
    expect(linesOf(healthy, NEW)).toEqual([
      '[warn] pets/test healthy from vpc',
      'pets/test is healthy from vpc. All 12 probes pass now',
      expect.stringMatching(/^Since: 2026-02-03 04:04:52 UTC, when the alarm became INSUFFICIENT_DATA, because: /),
      'First: nothing to do',
    ]);
    expect(linesOf(refused, NEW).slice(0, 2)).toEqual([
      '[warn] pets/test unreachable from vpc: The resource policy of the API refuses every call',
      'pets/test is unreachable from vpc: The resource policy of the API refuses every call',
    ]);
  });

  it('is no heartbeat that is back', () => {
    expect(linesOf(refused, { ...NEW, name: 'pets-heartbeat' })[1]).toMatch(/^pets\/test is unreachable /);
  });
});

describe('an alarm that is red of something else than the trouble', () => {
  it.each([
    ['heartbeat', 'no run reports since 2026-02-03 04:04:52 UTC at the latest, when the alarm turned red'],
    ['slow', 'the alarm turned red at 2026-02-03 04:04:52 UTC'],
    ['certificate', 'the alarm turned red at 2026-02-03 04:04:52 UTC'],
  ])('%s does not date it', (id, apart) => {
    const { since: _, ...verdict } = refused.verdict;
    const alarm = { ...PAGE, name: `pets-${id}` };
    const sinceOf = (report: Report) => textOf(explained(report, alarm)).split('\n')[1];
    expect(sinceOf(refused)).toBe(`Since: 2026-02-03 03:58:06 UTC (7 min before this run); ${apart}`);
    expect(sinceOf({ ...refused, verdict })).toBe(`Since: not known; seen at 2026-02-03 04:05:06 UTC; ${apart}`);
  });
});

describe('a run that could not look', () => {
  it.each([
    ['ALARM', 'alarm "pets-degraded" is red'],
    ['OK', 'alarm "pets-degraded" is green'],
    ['INSUFFICIENT_DATA', 'alarm "pets-degraded" is INSUFFICIENT_DATA'],
    [undefined, 'alarm "pets-degraded" is in a state that is not known'],
  ])('says that its alarm is in state %s, and nothing of the API', (state, told) => {
    const alarm = { ...ALARM, name: 'pets-degraded', state };
    expect(textOf(explained(nothingKnown, alarm)).split('\n')[0]).toBe(
      `pets/test could not be looked at from vpc: connect ETIMEDOUT 10.0.0.9:443. Of the API that says nothing; ${told}`,
    );
  });
});

describe('a healthy report that was shortened', () => {
  it('does not count the probes', () => {
    const report = reportOf({ endpoints: [endpointOf(['us-west-2a'])], see: () => PASSED });
    expect(textOf(explained(report, { ...ALARM, state: 'OK' }, 2_000))).toMatch(
      /^Over: pets\/test is healthy from vpc\. All probes pass now\n/,
    );
  });
});

describe('an alarm that is over, with trouble', () => {
  const OVER = { ...ALARM, state: 'OK', previousState: 'ALARM' };
  it.each([
    ['pets-heartbeat', /^Runs report again\. pets\/test is unreachable from vpc: /],
    ['pets-slow', /^The alarm is over, and there is other trouble: pets\/test is unreachable /],
    ['pets-certificate', /^The alarm is over, and there is other trouble: pets\/test is unreachable /],
    ['pets-degraded', /^The alarm is over, the trouble is not: pets\/test is unreachable /],
  ])('%s', (name, what) => {
    expect(textOf(explained(refused, { ...OVER, name }))).toMatch(what);
  });
});
