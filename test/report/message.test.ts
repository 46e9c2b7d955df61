// What on-call reads: the golden files show it whole, the tests say what must be where.

import { describe, expect, it } from 'vitest';
import { readExplanation } from '../../src/domain/explanation.ts';
import type { Report } from '../../src/domain/report.ts';
import { type Message, renderMessage } from '../../src/report/message.ts';
import { zoneDown } from './example-reports.ts';
import { expectGolden } from './golden.ts';
import { ALARM, explained, LINKS, large, PAGE, recordOf, refused, SITUATIONS } from './message-examples.ts';

const NO_LINKS = { dashboard: '', logs: '', runbook: '' };

function messageOf(record: unknown, links = LINKS): Message {
  return renderMessage(readExplanation(record), links);
}

const linesOf = (record: unknown, links = LINKS) => messageOf(record, links).text.split('\n');

describe('the whole message', () => {
  it.each(Object.entries(SITUATIONS))('%s', (name, record) => {
    const { subject, text } = messageOf(record);
    expectGolden(`message-${name}`, `Subject: ${subject}\n\n${text}`);
  });

  it.each(Object.entries(SITUATIONS))('%s has few lines, and none is wide but those to copy', (_name, record) => {
    const [, , , ...below] = linesOf(record);

    expect(below.length).toBeLessThanOrEqual(72);
    const copied = /^ {5}command {3}|^ {2}(?:dashboard|log|runbook) /;
    expect(below.filter((line) => line.length > 78 && !copied.test(line))).toEqual([]);
  });
});

describe('the first three lines', () => {
  const FIRST = {
    'zone-down': [
      'pets/test is degraded from vpc: One zone of the endpoint drops connections while the other answers',
      /^Since: /,
      /^First: Look at the network ACL of the endpoint's subnet in us-west-2b.* Run: aws ec2 describe-vpc-endpoints --region us-west-2 --vpc-endpoint-ids vpce-01234567abcdef012 --query 'VpcEndpoints\[\]\.SubnetIds'$/,
    ],
    unreachable: [
      'pets/test is unreachable from vpc: The resource policy of the API refuses every call',
      'Since: 2026-02-03 03:58:06 UTC (7 min before this run)',
      "First: Allow vpce-01234567abcdef012 in the API's resource policy, e.g. with aws:SourceVpce. Then deploy the stage again: a policy holds from the next deployment on. Run: aws apigateway get-rest-api --region us-west-2 --rest-api-id 01234567ab --query policy --output text",
    ],
    unknown: [
      'pets/test could not be looked at from vpc: connect ETIMEDOUT 10.0.0.9:443. Of the API that says nothing; alarm "pets-canary-pets-test-vpc-unreachable" is red',
      /^Since: 2026-02-03 04:04:52 UTC, when the alarm turned red, because: pets-canary-pets-test-vpc-some-failure /,
      /^First: Give the canary a way to the EC2 API/,
    ],
    'unwatched-and-unknown': [
      'Nobody is watching pets/test: no scheduled run reports, and this one could not look from vpc: connect ETIMEDOUT 10.0.0.9:443',
      /^Since: 2026-02-03 04:04:52 UTC, when the alarm turned red, because: Threshold Crossed: no datapoints /,
      /^First: Give the canary a way to the EC2 API/,
    ],
    'unwatched-and-broken': [
      'Nobody is watching pets/test: no scheduled run reports. And it is unreachable from vpc: The resource policy of the API refuses every call',
      'Since: not known; seen at 2026-02-03 04:05:06 UTC; no run reports since 2026-02-03 04:04:52 UTC at the latest, when the alarm turned red',
      /^First: Allow vpce-01234567abcdef012 .* Afterwards see why no scheduled run reports\. Run: aws apigateway /,
    ],
    'watched-and-unknown': [
      'Runs report again, but this one could not look at pets/test from vpc: connect ETIMEDOUT 10.0.0.9:443',
      'Since: not known; seen at 2026-02-03 04:05:06 UTC',
      /^First: Give the canary a way to the EC2 API/,
    ],
    slow: [
      "Probes of pets/test pass from vpc, and one in ten is slow by the alarm's threshold. All 16 probes pass now",
      /^Since: 2026-02-03 04:04:52 UTC, when the alarm turned red, because: pets-canary-pets-test-vpc-latency-/,
      /^First: compare the latency of the ways: .* on the dashboard: https:/,
    ],
    certificate: [
      "A certificate of pets/test has fewer days left than the alarm's threshold. All 24 probes pass from vpc now",
      /^Since: 2026-02-03 04:04:52 UTC, when the alarm turned red, because: Threshold Crossed/,
      /^First: see whose it is among the certificates below/,
    ],
    over: [
      'Over: pets/test is healthy from vpc. All 16 probes pass now',
      'Since: 2026-02-03 04:04:52 UTC, when the alarm became OK, because: The rule is not true any more',
      /^First: nothing to do/,
    ],
    'over-and-broken': [
      'The alarm is over, the trouble is not: pets/test is degraded from vpc: Private DNS is on, and the private name does not exist in this VPC (and 1 more)',
      'Since: not known; seen at 2026-02-03 04:05:06 UTC',
      /^First: Look for a hosted zone .* Run: aws route53 /,
    ],
    contradiction: [
      'All 16 probes pass now: pets/test is healthy from vpc, though alarm "pets-canary-pets-test-vpc-unreachable" is red',
      /^Since: 2026-02-03 04:04:52 UTC, when the alarm turned red, because: pets-canary-pets-test-vpc-some-failure /,
      /^First: wait for the next runs/,
    ],
    unwatched: [
      'Nobody is watching pets/test: no run reports. The API itself is healthy from vpc now',
      /^Since: 2026-02-03 04:04:52 UTC, when the alarm turned red, because: Threshold Crossed/,
      /^First: look at the schedule/,
    ],
    'timed-out': [
      'pets/test: the canary could not explain alarm "pets-canary-pets-test-vpc-unreachable": Sandbox.Timedout: Task timed out after 50.00 seconds',
      /^Since: 2026-02-03 04:04:52 UTC, when the alarm turned red/,
      /^First: take the alarm as it is, and open the dashboard: https:/,
    ],
    'not-explained-green': [
      /could not explain alarm "pets-canary-pets-test-vpc-degraded": Lambda gave up/,
      /^Since: 2026-02-03 04:04:52 UTC, when the alarm became OK/,
      /^First: the alarm is green, but the canary could not look: see whether heartbeat or unreachable is red on the dashboard: https:/,
    ],
    throttled: [/could not explain alarm .*: Lambda gave up before the canary could start/, /^Since: /, /^First: /],
    unreadable: [/cannot be read$/, /^Since: not known/, /^First: see which alarms are red/],
    large: [/^pets\/test is degraded from vpc: Cause 0 \(and 9 more\)$/, /^Since: /, /^First: .* Run: aws /],
  } as const satisfies Record<keyof typeof SITUATIONS, readonly (string | RegExp)[]>;

  it.each(Object.entries(FIRST))('%s', (name, expected) => {
    const lines = linesOf(SITUATIONS[name as keyof typeof SITUATIONS]);
    for (const [index, each] of expected.entries()) {
      expect(lines[index]).toEqual(typeof each === 'string' ? each : expect.stringMatching(each));
    }
    expect(lines[3]).toBe('');
  });
});

describe('subjects', () => {
  it.each([
    ['zone-down', '[warn] pets/test degraded from vpc: One zone of the endpoint drops connections while the other...'],
    ['unreachable', '[page] pets/test unreachable from vpc: The resource policy of the API refuses every call'],
    ['over', '[page] pets/test over: healthy from vpc'],
    ['contradiction', '[page] pets/test healthy now from vpc, though its alarm is red'],
    ['slow', "[warn] pets/test slow from vpc by the alarm's threshold; all probes pass"],
    ['certificate', '[warn] pets/test certificate ends soon; all probes pass from vpc'],
    ['unknown', '[page] pets/test alarm not explained: the canary could not look from vpc: connect ETIMEDOUT...'],
    [
      'unwatched-and-broken',
      '[page] pets/test not watched, and unreachable from vpc: The resource policy of the API refuses...',
    ],
    [
      'watched-and-unknown',
      '[page] pets/test watched again, but this run could not look from vpc: connect ETIMEDOUT...',
    ],
    ['timed-out', '[page] pets/test not explained: alarm "pets-canary-pets-test-vpc-unreachable"'],
    ['unreadable', '[warn] private-api-canary: what came of an alarm cannot be read'],
  ] as const)('%s', (name, subject) => {
    expect(messageOf(SITUATIONS[name]).subject).toBe(subject);
  });
});

describe('links', () => {
  it('lead to the section of each diagnosis, if there is a runbook', () => {
    const runbooks = (links: typeof LINKS) =>
      linesOf(SITUATIONS['over-and-broken'], links).filter((line) => line.startsWith('     runbook'));

    expect(runbooks(LINKS)).toEqual([
      '     runbook   https://example.com/runbook#private-dns-missing',
      '     runbook   https://example.com/runbook#zone-unreachable',
    ]);
    expect(messageOf(SITUATIONS['over-and-broken'], NO_LINKS).text).not.toMatch(/runbook|docs\//);
  });

  it.each(Object.entries(SITUATIONS))('%s: none is shown that there is not', (_name, record) => {
    const { text } = messageOf(record, NO_LINKS);
    expect(text).not.toMatch(/https:|^ {2}(?:dashboard|log|runbook) /m);
    expect(text.split('\n').slice(0, 3).join('\n')).not.toMatch(/: *$/m);
  });
});

describe('a report that was shortened', () => {
  it('to less than its observations still says what, since and first', () => {
    const record = explained(large, PAGE, 8_000);
    const { observations, shortened } = record.responsePayload as Report & { shortened: object };
    expect(observations).toEqual([]);
    expect(shortened).toMatchObject({ leftOut: 640 });

    const [what, since, first] = linesOf(record);

    expect(what).toBe('pets/test is degraded from vpc: Cause 0 (and 9 more)');
    expect(since).toMatch(/^Since: at the latest 2026-02-03 04:04:52 UTC/);
    expect(first).toContain(large.verdict.diagnoses[0]?.command);
  });

  it('shows the failed probes when not all fit', () => {
    const { text } = messageOf(explained(large, PAGE));
    expect(text).toContain('vpce-host    us-west-2f  ✗ connect-timeout 2.0 s');
    expect(text).not.toContain('us-west-2a');
    expect(text).toMatch(/and \d+ more, for which the report had no room/);
  });
});

describe('commands', () => {
  const withCommand = (command: string): Report => ({
    ...zoneDown,
    verdict: { ...zoneDown.verdict, diagnoses: zoneDown.verdict.diagnoses.map((each) => ({ ...each, command })) },
  });

  it('are whole, however long', () => {
    const command = `aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${'vpce-01234567abcdef012 '.repeat(60)}--end`;
    const lines = linesOf(explained(withCommand(command), ALARM));
    expect(lines[2]?.endsWith(` Run: ${command}`)).toBe(true);
    expect(lines).toContain(`     command   ${command}`);
  });

  it('are left out when they are longer than a message should be, and never cut', () => {
    const { text } = messageOf(explained(withCommand(`aws ${'x'.repeat(20_000)}`), ALARM));
    expect(text).toContain('(the command is in the log: it has 20004 characters)');
    expect(text).not.toContain('aws xxx');
  });
});

describe('what else is told', () => {
  it('the controls and the changes at the endpoint', () => {
    const { text } = messageOf(explained(refused, PAGE));
    expect(text).toMatch(/✓ unknown-api vpce-01234567abcdef012: 403 ForbiddenException/);
    expect(text).toMatch(/changed +vpce-01234567abcdef012, security groups: sg-0aaaaaaaaaaaaaaaa/);
  });

  it('that a run was cut short', () => {
    const { text } = messageOf(explained({ ...refused, cutShort: true }, PAGE));
    expect(text.replaceAll(/\s+/g, ' ')).toContain('took 318 ms, cut short by its deadline');
  });

  it.each([
    [{}, 'what came tells of no alarm'],
    ['ALARM', 'reason       ALARM'],
    [{ name: 'n', state: 'INSUFFICIENT_DATA' }, 'state        INSUFFICIENT_DATA'],
    [{ state: 'ALARM', previousState: 'INSUFFICIENT_DATA' }, 'state        ALARM, was INSUFFICIENT_DATA\n'],
    // As after a wait in which the actions were suppressed.
    [{ ...ALARM, previousState: 'ALARM' }, 'state        ALARM since 2026-02-03 04:04:52 UTC\n'],
  ])('as much of the alarm as there is: %j', (alarm, shown) => {
    expect(messageOf(recordOf(alarm, { responsePayload: refused })).text).toContain(shown);
  });
});
