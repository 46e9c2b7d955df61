// What on-call reads when an alarm is explained: the first three lines, for runs against the simulator. They say what is
// broken, since when, and what to do first.

import { describe, expect, it } from 'vitest';
import { readExplanation } from '../src/domain/explanation.ts';
import { renderMessage } from '../src/report/message.ts';
import { configurationOf, type ScenarioName } from '../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../src/simulator/simulator.ts';
import { canaryFor } from './support/canary-run.ts';

// What is dropped needs no longer to show.
const IMPATIENT = { timeouts: { connectMs: 1_000 } };
const LINKS = { dashboard: 'https://example.com/dashboard', logs: 'https://example.com/logs', runbook: '' };
const RED_AT = '2026-11-22T03:04:05.678+0000';

interface Row {
  readonly scenario: ScenarioName;
  readonly severity: 'page' | 'warn';
  readonly subject: string;
  readonly what: string;
  readonly first: string | RegExp;
}

const ENDPOINT = 'vpce-01234567abcdef012';
const ROWS: readonly Row[] = [
  {
    scenario: 'endpoint-unreachable',
    severity: 'page',
    subject: `[page] pets/test unreachable from vpc: Nothing answers at ${ENDPOINT}: packets are dropped`,
    what: `pets/test is unreachable from vpc: Nothing answers at ${ENDPOINT}: packets are dropped`,
    first: 'Run: aws ec2 describe-security-groups --region us-west-2 --group-ids sg-0123456789abcdef0',
  },
  {
    scenario: 'resource-policy-denies',
    severity: 'page',
    subject: '[page] pets/test unreachable from vpc: ',
    what: "pets/test is unreachable from vpc: The API's resource policy does not allow vpce-01234567abcdef012",
    first:
      "Run: aws apigateway get-rest-api --region us-west-2 --rest-api-id 01234567ab --query 'policy' --output text",
  },
  {
    scenario: 'zone-down',
    severity: 'warn',
    subject: '[warn] pets/test degraded from vpc: us-west-2a of ',
    what: `pets/test is degraded from vpc: us-west-2a of ${ENDPOINT} does not answer; other zones do`,
    first:
      /Run: aws ec2 describe-network-interfaces --region us-west-2 --filters 'Name=private-ip-address,Values=127\.0\.0\.3'/,
  },
  {
    scenario: 'private-name-other-endpoint',
    severity: 'warn',
    subject: '[warn] pets/test degraded from vpc: private-dns leads to addresses',
    what: "pets/test is degraded from vpc: private-dns leads to addresses that are not the endpoint's",
    first: /Run: aws ec2 describe-network-interfaces .*Values=127\.0\.1\.2'/,
  },
  {
    scenario: 'backend-timeout',
    severity: 'page',
    subject: '[page] pets/test unreachable from vpc: The backend does not answer in time',
    what: 'pets/test is unreachable from vpc: The backend does not answer in time: GET /pets, GET /pets/1',
    first: /Run: curl .*\/test\/pets --max-time 35$/,
  },
  {
    scenario: 'strict-access-mode',
    severity: 'warn',
    subject: '[warn] pets/test degraded from vpc: The endpoint access mode is STRICT',
    what: 'pets/test is degraded from vpc: The endpoint access mode is STRICT: ways with another SNI are refused',
    first: 'Run: aws apigateway get-rest-api --region us-west-2 --rest-api-id 01234567ab',
  },
];

async function messageOf(
  simulator: Simulator,
  { scenario, severity }: Row,
): Promise<{ subject: string; text: string }> {
  using canary = canaryFor(simulator);
  const alarm = {
    name: 'pets-canary-pets-test-vpc-unreachable',
    ...{ state: 'ALARM', previousState: 'OK', reason: 'threshold crossed', at: RED_AT, severity },
  };
  const report = await canary.run({ ...configurationOf(scenario), ...IMPATIENT, publish: 'none' });
  const record = {
    requestContext: { requestId: 'e4b46cbf-b738-4880-8880-a18cdf61200e', condition: 'Success' },
    requestPayload: { alarm },
    responsePayload: JSON.parse(JSON.stringify({ ...report, alarm })),
  };
  return renderMessage(readExplanation(record), LINKS);
}

describe('the message about', () => {
  it.for(ROWS.map((row) => [row.scenario, row] as const))('%s', async ([, row]) => {
    await using simulator = await startSimulator({ scenario: row.scenario });

    const { subject, text } = await messageOf(simulator, row);

    const [what, since, first] = text.split('\n');
    expect(subject.startsWith(row.subject.slice(0, 90))).toBe(true);
    expect(what).toBe(row.what);
    expect(since).toMatch(/^Since: .*2026-11-22 03:04:05 UTC, when the alarm turned red/);
    expect(first).toMatch(/^First: /);
    if (typeof row.first === 'string') expect(first).toContain(row.first);
    else expect(first).toMatch(row.first);
  });
});
