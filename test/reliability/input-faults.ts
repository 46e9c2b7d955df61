// What else comes from outside: events, records, answers of EC2, bodies, arguments, files. Data only; input.test.ts gives it
// to whoever reads such a thing in the program.

import fc from 'fast-check';
import { allPassed, nothingKnown, several, zoneDown } from '../report/example-reports.ts';
import { DEEP_LIST, DEEP_OBJECT, LONG_BODIES, MULTIPLIES, NO_EXPRESSIONS, SLOW } from './expression-cases.ts';
import type { Fault } from './fault.ts';

export type Reader =
  | 'event'
  | 'invocation'
  | 'record'
  | 'endpoints'
  | 'expression'
  | 'endless'
  | 'problem'
  | 'arguments'
  | 'command'
  | 'report';

export interface InputFault extends Fault {
  readonly reader: Reader;
  /** All of them, or as many of an endless number. */
  readonly inputs: readonly unknown[] | { readonly of: fc.Arbitrary<unknown>; readonly numRuns: number };
}

const CONTROLS = '\u0000\u001b[2J\r\n\u2028\u009b2J\u202e';
const json = fc.jsonValue({ maxDepth: 3 });
const ODD = fc.constantFrom<unknown>(
  DEEP_LIST,
  DEEP_OBJECT,
  CONTROLS,
  'x'.repeat(200_000),
  { toString: 1 },
  null,
  -1,
  1e300,
  [],
  {},
);

const RIGHT = {
  api: { id: '01234567ab', stage: 'test', region: 'us-west-2' },
  endpoints: { vpcEndpointIds: ['vpce-01234567abcdef012'] },
};

const ALARM_KEYS = ['name', 'state', 'previousState', 'reason', 'at', 'severity', 'vantage'];
const alarm = fc.oneof(json, ODD, fc.dictionary(fc.constantFrom(...ALARM_KEYS), fc.oneof(json, ODD)));

/** A copy in which one of the values, counted from the root, is another one. */
function withAnother(tree: unknown, at: number, value: unknown): unknown {
  let left = at;
  const copy = (from: unknown): unknown => {
    left -= 1;
    if (left === -1) return value;
    if (Array.isArray(from)) return from.map(copy);
    if (typeof from !== 'object' || from === null) return from;
    return Object.fromEntries(Object.entries(from).map(([key, each]) => [key, copy(each)]));
  };
  return copy(tree);
}

const REPORTS = [allPassed, zoneDown, several, nothingKnown];
const record = fc
  .tuple(fc.constantFrom(...REPORTS), alarm, fc.array(fc.tuple(fc.nat(300), fc.oneof(json, ODD)), { maxLength: 2 }))
  .map(([report, told, changes]) => ({
    requestContext: { requestId: 'c6af9ac6', condition: 'Success' },
    requestPayload: { ...RIGHT, alarm: told },
    responsePayload: changes.slice(0, 1).reduce((all: unknown, [at, value]) => withAnother(all, at, value), report),
  }));

const ID = 'vpce-01234567abcdef012';
const nameIn = (region: string, domain: string, zone = '') =>
  `${ID}-01234567${zone}.execute-api.${region}.vpce.${domain}`;
const dnsName = fc.oneof(
  fc.constantFrom(
    nameIn('us-west-2', 'amazonaws.com'),
    nameIn('us-west-2', 'amazonaws.com', '-us-west-2a'),
    nameIn('us-west-2', 'evil.example'),
    nameIn('us-west-2', 'amazonaws.com.evil.example', '-us-west-2a'),
    nameIn('us-west-2', `evil.example/${CONTROLS}`),
    'execute-api.us-west-2.amazonaws.com',
    'evil.example',
    '169.254.169.254',
  ),
  fc.string({ unit: 'binary' }),
);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constant(CONTROLS));
const described = fc.array(
  fc.record({
    VpcEndpointId: maybe(fc.oneof(fc.constant(ID), text)),
    VpcEndpointType: maybe(fc.constantFrom('Interface', 'Interface', 'Gateway', CONTROLS)),
    ServiceName: maybe(fc.oneof({ arbitrary: fc.constant('com.amazonaws.us-west-2.execute-api'), weight: 4 }, text)),
    State: maybe(fc.oneof(fc.constantFrom('available', 'pending', 'Deleted'), text)),
    PrivateDnsEnabled: maybe(fc.boolean()),
    IpAddressType: maybe(fc.oneof(fc.constantFrom('dualstack', 'ipv6'), text)),
    DnsOptions: maybe(fc.record({ DnsRecordIpType: maybe(fc.oneof(fc.constant('service-defined'), text)) })),
    DnsEntries: maybe(
      fc.array(fc.record({ DnsName: maybe(dnsName), HostedZoneId: maybe(fc.constant('ZONEIDPENDING')) })),
    ),
    SubnetIds: maybe(fc.array(text)),
    Groups: maybe(fc.array(fc.record({ GroupId: maybe(text) }))),
  }),
  { maxLength: 4 },
);

const option = fc.oneof(
  fc.constantFrom(
    '--config',
    '--json',
    '--json=1',
    '--no-json',
    '--',
    '-',
    '-h',
    '--help',
    '--every',
    '--every=-1',
    '0',
  ),
  fc.constantFrom(
    '--html',
    '--file',
    '--api',
    '--scenario',
    '--__proto__',
    '--constructor=x',
    '--=x',
    '---',
    '-=',
    '--max-age=1e9',
  ),
  text,
  text.map((each) => `--${each}`),
  text.map((each) => `--scenario=${each}`),
  text.map((each) => `--every=${each}`),
);

const MARK = '{"schema":"private-api-canary/report/1"';
const bytes = Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 97) % 256));

export const INPUT_FAULTS: readonly InputFault[] = [
  {
    fault:
      'an alarm of any form beside the configuration: numbers, lists, nested 50,000 deep, a text of 200,000 characters',
    does: 'the run is made as configured; of the alarm there are texts of at most 1,024 characters',
    reader: 'event',
    inputs: { of: alarm, numRuns: 300 },
  },
  {
    fault: 'an event that is no configuration: a text, a list, nothing, records of SQS, 5 MB',
    does: 'the invocation fails with `configuration-invalid`; one `ERROR` line says what is accepted; the next invocation is a new one',
    reader: 'invocation',
    inputs: [
      ...[
        '',
        CONTROLS,
        'x'.repeat(5_000_000),
        7,
        null,
        true,
        [],
        [RIGHT],
        {},
        { Records: [{ body: JSON.stringify(RIGHT) }] },
      ],
      ...[
        { ...RIGHT, alarm: 1, x: 1 },
        { alarm: RIGHT },
        JSON.parse('{"__proto__": {"api": 1}}'),
        { api: CONTROLS, endpoints: [] },
      ],
    ],
  },
  {
    fault: 'a record for the notifier of any form, or with a report in it of which any part is something else',
    does: 'a message that SNS takes, which says what could be read',
    reader: 'record',
    inputs: { of: fc.oneof({ arbitrary: record, weight: 3 }, json, ODD), numRuns: 500 },
  },
  {
    fault:
      'an answer of EC2 with parts missing, of other kinds, with names of other domains or control characters in it',
    does: "what is no endpoint of execute-api is left out with a notice; no name is dialled but of AWS's domains",
    reader: 'endpoints',
    inputs: { of: described, numRuns: 500 },
  },
  {
    fault: 'an expression that doubles what it is given again and again, or makes a text of gigabytes',
    does: '`body-mismatch` after at most 2,000,000 steps or 4 MiB of text, in about two seconds at worst',
    reader: 'endless',
    inputs: MULTIPLIES,
  },
  {
    fault: 'an expression that compares each item of a long body with each other one',
    does: '`body-mismatch` after at most 2,000,000 steps, in about two seconds at worst',
    reader: 'endless',
    inputs: SLOW,
  },
  {
    fault:
      'a body of 1 MB of spaces or lines, nested 50,000 deep, or with members named like properties of every object',
    does: 'evaluated for what it is, or `body-mismatch`',
    reader: 'expression',
    inputs: LONG_BODIES,
  },
  {
    fault: 'an expression with a text that has no end, or with a function that does not exist, wherever it stands',
    does: 'refused as `configuration-invalid`, with where or which',
    reader: 'problem',
    inputs: NO_EXPRESSIONS,
  },
  {
    fault: 'any arguments of any command',
    does: 'taken, or refused as `usage` with what is known',
    reader: 'arguments',
    inputs: { of: fc.array(option, { maxLength: 5 }), numRuns: 1_000 },
  },
  {
    fault: 'a command line with control characters, names of properties, files that cannot be read or hold no JSON',
    does: 'exit status 2, the reason and a hint on standard error, in printable text; nothing on standard output',
    reader: 'command',
    inputs: [
      [`probe${CONTROLS.slice(1)}`],
      ['__proto__'],
      ['probe', `--${CONTROLS.slice(1)}`],
      ['probe', '--config', '/'],
      ['plan', '--config', 'FILE'],
      ['demo', '--scenario', 'constructor'],
    ],
  },
  {
    fault:
      'for `explain`: bytes that are no text, 50,000 beginnings of reports, JSON nested 50,000 deep, a report with a part of another kind',
    does: 'exit status 2 and `report-unreadable` with a hint, in printable text',
    reader: 'report',
    inputs: [
      bytes,
      `${MARK}\n`.repeat(50_000),
      `${'{"a":'.repeat(50_000)}${MARK}}${'}'.repeat(50_000)}`,
      JSON.stringify({ ...zoneDown, observations: CONTROLS }),
    ],
  },
];
