// Configurations that nobody wrote, or that somebody wrote wrongly: fast-check makes them. Data only; configuration.test.ts
// reads them as the program does.

import fc from 'fast-check';
import type { Fault } from './fault.ts';

export interface ConfigurationFault extends Fault {
  readonly configurations: fc.Arbitrary<unknown>;
  readonly numRuns: number;
  /** What must not be told of them. */
  readonly hidden?: RegExp;
}

/** Every key, with a value that is right. */
const RIGHT = {
  api: { id: '01234567ab', stage: 'test', region: 'us-west-2', name: 'pets' },
  endpoints: {
    dnsNames: ['vpce-01234567abcdef012-01234567.execute-api.us-west-2.vpce.amazonaws.com'],
    ipAddressType: 'dualstack',
  },
  accessMethods: ['private-dns', 'vpce-host', 'vpce-api-id', 'custom-domain'],
  customDomain: { name: 'pets.internal.example.com', basePath: 'v1' },
  resources: [
    { path: '/pets', expect: { status: [200], body: ["type(@) == 'array'"], latencyMs: 300 } },
    { method: 'HEAD', path: '/pets/1', auth: 'none' },
    { path: '/admin', expect: { denied: true } },
  ],
  routes: [{ accessMethod: 'vpce-host', expect: { denied: true } }],
  auth: { iam: true, headers: { 'x-api-key': { env: 'KEY' }, 'x-other': { secretId: 'pets', jsonKey: 'key' } } },
  vantage: { name: 'dc1', network: 'on-premises', privateNames: 'forwarded' },
  connection: { port: 443, resolver: ['10.0.0.2:53'], caFile: 'ca.pem', trustedNetworks: ['10.0.0.0/8'] },
  timeouts: { dnsMs: 1, connectMs: 1, tlsMs: 1, probeMs: 1, awsMs: 1, runMs: 1 },
  discovery: { maxAgeMs: 0 },
  metrics: { namespace: 'Pets', phases: true },
  controls: true,
  publish: 'none',
};

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.keys(value).flatMap((key) => pathsOf((value as Record<string, unknown>)[key], [...path, key])),
  ];
}

/** A copy with another value at a path; `undefined` takes the key out. */
function changed(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) return value.map((each, index) => (String(index) === key ? changed(each, rest, to) : each));
  const record = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const next = changed(record[key], rest, to);
  const others = Object.entries(record).filter(([name]) => name !== key);
  return Object.fromEntries(next === undefined ? others : [...others, [key, next]]);
}

const somewhere = fc.constantFrom(...pathsOf(RIGHT));
const replacedBy = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(somewhere, values).map(([path, value]) => changed(RIGHT, path, value));

const nested = (open: string, inside: string, close: string): unknown =>
  JSON.parse(open.repeat(50_000) + inside + close.repeat(50_000));
const DEEP = [nested('[', '', ']'), nested('{"a":', '1', '}'), nested('{"path":[', '', ']}')];
const TEXTLESS = [
  { toString: 1, valueOf: 1 },
  [{ toString: null }],
  JSON.parse('{"__proto__": {"a": 1}}'),
  Object.create(null),
];
const OFFBEAT = [
  '__proto__',
  'constructor',
  '',
  ' ',
  '*',
  -1,
  -0,
  1e300,
  0.5,
  2 ** 53,
  true,
  null,
  [],
  {},
  [[]],
  [null],
];
const TEXTS = fc
  .constantFrom('a', '-a', 'a.', '/', '1', '(', '[', '`', '\u0000', '\u{1f600}', '\\', '%')
  .map((part) => part.repeat(1_000_000 / part.length));

const SECRETS = [
  'AKIAIOSFODNN7EXAMPLE',
  'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6EXAMPLE7',
  'eyJhbGciOiJIUzI1NiJ9EXAMPLE.eyJzdWIiOiJFWEFNUExFMSJ9EXAMPLE.SflKxwRJSMeKKF2QT4fwpEXAMPLE',
  'https://user:hunter2@vpce-01234567abcdef012-01234567.execute-api.us-west-2.vpce.amazonaws.com',
  'user:hunter2 @vpce-01234567abcdef012-01234567.execute-api.us-west-2.vpce.amazonaws.com',
  '/pets?token=hunter2 hunter2',
  'pets?api_key=hunter2secret',
  './pets?sig=hunter2secret',
  'example.com/pets?sig=hunter2secret',
  'https://admin:hunter2@[fd00::2]:53',
  'admin:hunter2@',
  'Bearer hunter2secret',
  'x-api-key: hunter2secret',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  '9f8e7d6c5b4a39281706f5e4d3c2b1a0',
  '9f8e7d6c-5b4a-3928-1706-f5e4d3c2b1a0',
];

const REFUSED =
  'taken for what it says, or refused as `configuration-invalid` with a line for each problem: its key, and what was given and is accepted or what is wrong with the key; nothing is sent';

export const CONFIGURATION_FAULTS: readonly ConfigurationFault[] = [
  {
    fault: 'any JSON value as a configuration',
    does: REFUSED,
    configurations: fc.jsonValue({ maxDepth: 4 }),
    numRuns: 300,
  },
  {
    fault: 'a right configuration with some of its parts replaced, added or left out',
    does: REFUSED,
    configurations: fc
      .array(
        fc.tuple(somewhere, fc.oneof(fc.constantFrom<unknown>(...OFFBEAT, undefined), fc.jsonValue({ maxDepth: 2 }))),
        {
          minLength: 1,
          maxLength: 4,
        },
      )
      .map((changes) => changes.reduce<unknown>((all, [path, value]) => changed(all, path, value), RIGHT)),
    numRuns: 600,
  },
  {
    fault: 'a part of it nested 50,000 deep',
    does: 'refused as `configuration-invalid`, without what cannot be shown',
    configurations: replacedBy(fc.constantFrom(...DEEP)),
    numRuns: 150,
  },
  {
    fault: 'a part of it that has no text, or that names the prototype of every object',
    does: 'refused as `configuration-invalid`',
    configurations: replacedBy(fc.constantFrom<unknown>(...TEXTLESS)),
    numRuns: 200,
  },
  {
    fault: 'a text of a million characters in it',
    does: 'taken or refused in time that grows with its length alone; the message shows its beginning, or its length',
    configurations: replacedBy(TEXTS),
    numRuns: 150,
  },
  {
    fault:
      'a secret where something else belongs: as a value, in the user information of a URL, in a query, behind the name of a header, in an expression, as a key or under one that does not exist',
    does: 'refused as `configuration-invalid`, with its key and without the secret',
    configurations: fc.constantFrom(
      ...SECRETS.flatMap((text) => [
        text,
        [text],
        [{ [text]: 1 }],
        { ...RIGHT, [text]: text },
        { ...RIGHT, api: { ...RIGHT.api, id: `${text} ` } },
        { ...RIGHT, endpoints: { ...RIGHT.endpoints, vpcId: text, [text]: text, [`Authorization: ${text}`]: text } },
        { ...RIGHT, resources: [{ path: '/pets', expect: { body: [`${text} ${text}`] } }] },
        { ...RIGHT, timeouts: { runMs: [text] } },
        { ...RIGHT, publish: text },
        { ...RIGHT, endpoints: { dnsNames: [text] } },
        { ...RIGHT, customDomain: { name: text } },
        { ...RIGHT, resources: [{ path: `${text} ` }] },
        { ...RIGHT, connection: { resolver: [text] } },
        { ...RIGHT, whatever: text },
        { ...RIGHT, auth: { headers: { [`X-Api-Key: ${text}`]: { env: 'KEY' } } } },
        { ...RIGHT, auth: { headers: { [`x-api-key=${text}`]: {} } } },
        { ...RIGHT, auth: { headers: { [`Bearer ${text}`]: text } } },
        { ...RIGHT, auth: { headers: { 'x-api-key': { env: ` ${text}`, secretId: ` ${text}`, [text]: text } } } },
      ]),
    ),
    numRuns: 2_000,
    hidden: /hunter2|EXAMPLE|f8e7d6c/,
  },
  {
    fault: 'any text as an expression',
    does: 'refused as `configuration-invalid`, or evaluated on every answer',
    configurations: fc
      .oneof(
        fc.string({ unit: 'binary', maxLength: 100 }),
        fc
          .array(
            fc.constantFrom(
              ...'@*.[]()?:,|&!=<>\'"`{}\\$-',
              'a',
              '1',
              '[?',
              '[]',
              ' == ',
              'length(',
              'let $a = ',
              ' in ',
            ),
            {
              maxLength: 30,
            },
          )
          .map((parts) => parts.join('')),
        fc.constantFrom('(', '[', '!', '{a:', '@|', '@.', '[]', '[?').map((part) => part.repeat(1_000 / part.length)),
      )
      .map((expression) => ({ ...RIGHT, resources: [{ path: '/pets', expect: { body: [expression] } }] })),
    numRuns: 400,
  },
];
