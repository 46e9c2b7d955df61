// The state of a run, by its outcomes and by what a client would meet, and the line that tells it on a phone.

import { describe, expect, it, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { RULES } from '../../src/diagnosis/rules.ts';
import type { State } from '../../src/domain/report.ts';
import { CUSTOM_DOMAIN, FIRST, factsOf, SECOND, verdictOn, type World } from './facts.ts';

const SINCE = '2026-11-22T03:04:59.999Z';
const TROUBLE = { private: { is: 'passed', addresses: ['10.9.1.7'] } } as const;
const DENIED = { code: 'ec2-denied', message: 'EC2: UnauthorizedOperation: not you', hint: 'Allow it.' } as const;
const expiring = (daysLeft: number) =>
  ({ is: 'passed', tls: { protocol: '', cipher: '', subject: 'CN=a', issuer: 'CN=b', names: '', daysLeft } }) as const;

const RUNS: Readonly<Record<string, readonly [state: State, because: string, world: World]>> = {
  'all passed': ['healthy', 'all 16 probes passed', {}],
  'one failed': ['degraded', '(1 of 16 probes failed)', { see: { 'private-dns /pets': 'gateway-error' } }],
  'all but one failed': [
    'degraded',
    '(15 of 16 probes failed)',
    { see: { 'private-dns /pets': 'passed', every: 'throttled' } },
  ],
  'all failed, of different causes': [
    'unreachable',
    ', and 1 more cause (16 of 16 probes failed)',
    { see: { '/pets': 'throttled', '/pets/1': 'backend-error' } },
  ],
  'one failed, and none of the others was run': [
    'unreachable',
    '(1 of 16 probes failed, 15 of 16 not run)',
    { see: { 'private-dns /pets': 'throttled', every: 'not-run' } },
  ],
  'one passed, and none of the others was run': [
    'degraded',
    '(15 of 16 not run)',
    { see: { 'private-dns /pets': 'passed', every: 'not-run' } },
  ],
  'none was run': ['unknown', 'out of time before the first probe was done', { see: { every: 'not-run' } }],
  'nothing was planned': [
    'unknown',
    'EC2: UnauthorizedOperation: not you',
    { endpoints: [], discovery: { source: 'none', problem: DENIED } },
  ],
  'all passed, and EC2 could not be asked': [
    'healthy',
    'all 16 probes passed; The endpoints could not be looked up',
    { discovery: { source: 'last-known-good', ageSeconds: 60, problem: DENIED } },
  ],
  'all passed, one slowly': [
    'degraded',
    '(all 16 probes passed)',
    { see: { 'private-dns /pets': { is: 'passed', slow: true } } },
  ],
  'all passed, one by another endpoint': [
    'degraded',
    '(all 16 probes passed)',
    { see: { 'private-dns': TROUBLE.private } },
  ],
  'a certificate has 14 days left': ['healthy', 'all 16 probes passed', { see: { 'private-dns': expiring(14) } }],
  'a certificate has 13 days left': ['degraded', 'days left: 13', { see: { 'private-dns': expiring(13) } }],
};

describe('a run in which', () => {
  it.for(Object.entries(RUNS))('%s', ([, [state, because, world]]) => {
    const verdict = verdictOn(world);
    expect(verdict.state).toBe(state);
    expect(verdict.summary).toContain(because);
    expect(verdict.summary.startsWith(`pets/test ${state} from vpc: `)).toBe(true);
  });
});

describe('since when', () => {
  test('is told of a run that is not healthy, to the minute', () => {
    const verdict = verdictOn({ see: { '/pets': 'throttled' } }, SINCE);
    expect(verdict.since).toBe(SINCE);
    expect(verdict.summary.startsWith('pets/test degraded from vpc since 2026-11-22 03:04Z: ')).toBe(true);
  });

  test.for(['unreachable', 'unknown'] as const)('is told of one that is %s', (state) => {
    const see = { every: state === 'unknown' ? 'not-run' : 'throttled' } as const;
    expect(verdictOn({ see }, SINCE)).toMatchObject({ state, since: SINCE });
  });

  test('is not told of a healthy run', () => {
    const verdict = verdictOn({}, SINCE);
    expect(Object.keys(verdict)).toEqual(['state', 'summary', 'diagnoses']);
    expect(verdict.summary).toBe('pets/test healthy from vpc: all 16 probes passed');
  });

  test('is not told where nobody knows', () => {
    expect('since' in verdictOn({ see: { every: 'throttled' } })).toBe(false);
  });
});

describe('the line', () => {
  // What, where and why, for the causes that say each in another way; the runs of the rules are in patterns.test.ts.
  const SCREENS: Readonly<Record<string, readonly [why: RegExp, world: World]>> = {
    zone: [/us-west-2b/, { see: { 'vpce us-west-2b': 'connect-timeout' } }],
    endpoint: [/vpce-01234567abcdef012/, { see: { every: 'connect-timeout' } }],
    policy: [/policy.* denies/, { see: { every: 'access-denied' } }],
    'private name': [/does not exist/, { see: { 'private-dns': 'dns-nxdomain' } }],
    backend: [/backend/, { see: { every: 'integration-timeout' } }],
    'second endpoint': [/policy of vpce-0fed/, { endpoints: [FIRST, SECOND], see: { second: denied() } }],
    domain: [/pets\.example\.com/, { target: CUSTOM_DOMAIN, see: { 'custom-domain': 'dns-nxdomain' } }],
  };

  it.for(Object.entries(SCREENS))('says what, where and why in its first 120 characters: %s', ([, [why, world]]) => {
    const { summary, state } = verdictOn(world, SINCE);
    const shown = summary.slice(0, 120);
    expect(shown.startsWith(`pets/test ${state} from vpc since`)).toBe(true);
    expect(shown).toMatch(why);
  });

  it('names the first cause and counts the others', () => {
    const see = { 'private-dns': 'dns-nxdomain', 'vpce us-west-2b': 'connect-timeout', '/pets': 'throttled' } as const;
    const { summary, diagnoses } = verdictOn({ see });
    expect(diagnoses).toHaveLength(3);
    expect(summary).toBe(
      `pets/test degraded from vpc: ${diagnoses[0]?.title}, and 2 more causes (11 of 16 probes failed)`,
    );
  });

  it('stays one line whatever AWS says', () => {
    const problem = { code: 'ec2-failed', message: 'no\r\nroute\u2028\u001b[2J', hint: '' } as const;
    const { summary } = verdictOn({ endpoints: [], discovery: { source: 'none', problem } });
    expect(summary).toBe('pets/test unknown from vpc: no\\u000d\\u000aroute\\u2028\\u001b[2J');
  });

  it('says where it was seen from', () => {
    const target = { vantage: { name: 'office', network: 'on-premises' } };
    expect(verdictOn({ target }).summary).toMatch(/^pets\/test healthy from office: /);
  });

  it('does not say that time ran out where nothing was there to probe', () => {
    const facts = factsOf({ endpoints: [], discovery: { source: 'configuration' } });
    const { state, summary } = diagnose(facts);
    expect(state).toBe('unknown');
    expect(summary).not.toContain('out of time');
  });
});

function denied() {
  return { is: 'access-denied', bodyExcerpt: 'because no VPC endpoint policy allows it' } as const;
}

test('there is a rule for each way to be slow, late or away', () => {
  const codes = RULES.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['answers-slowly', 'run-cut-short', 'discovery-failed']));
});
