// What somebody may write where a configuration names a host, a path or a header, to make a request say something else or
// go somewhere else. Data only; smuggling.test.ts sends what is accepted to a server that keeps every byte.

import type { Fault } from './fault.ts';

/** One configuration, as far as it differs from the test's own. */
export interface Attempt {
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface SmugglingFault extends Fault {
  readonly attempts: readonly Attempt[];
  /** Where the problem is, as the message says it: nothing is sent. Absent: the configuration is accepted. */
  readonly refusedAt?: string;
}

const API = { id: '01234567ab', stage: 'test', region: 'us-west-2' };
const ENDPOINT = 'vpce-01234567abcdef012';
const REGIONAL = `${ENDPOINT}-01234567.execute-api.us-west-2.vpce.amazonaws.com`;

const ENDS_LINES = ['\r\nhost: evil.example', '\n', '\r', '\0', '\u0085', '\u2028'];
const SEPARATES = ['\t', ' ', '#', '\\evil.example'];
const LOOKS_ALIKE = [
  '\uff0eevil',
  '\u3002evil',
  '\u2024',
  '\u0435',
  '\uff0f',
  '\u00ad',
  '\u200b',
  '\u202e',
  '\u0131',
  '\u212a',
];
// A path may have these in it.
const IN_PATHS = [
  '@evil.example',
  '//evil.example',
  '/../..',
  '/./',
  '%0d%0ahost:%20evil.example',
  '%00',
  ':8443',
  '?x=/y',
  'https://evil.example/',
  '*',
];
const EVERYTHING = [...ENDS_LINES, ...SEPARATES, ...LOOKS_ALIKE, ...IN_PATHS];

/** Before, in and behind a text that is right. */
const around = (right: string, texts: readonly string[]) =>
  texts.flatMap((text) => [text + right, right.slice(0, 3) + text + right.slice(3), right + text]);

const each = (
  texts: readonly string[],
  configuration: (text: string) => Attempt['configuration'],
): readonly Attempt[] => texts.map((text) => ({ configuration: configuration(text) }));

const withHeader = (name: string): Attempt['configuration'] => ({ auth: { headers: { [name]: { env: 'VALUE' } } } });
const withValue = (value: string): Attempt => ({ configuration: withHeader('x-api-key'), env: { VALUE: value } });

const FRAMING = [
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'upgrade',
  'expect',
];
const OURS = ['x-apigw-api-id', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256', 'accept', 'user-agent'];
const NO_NAMES = [
  ':authority',
  ':path',
  'Host',
  'HOST',
  'host ',
  ' host',
  'host:',
  'x-a\r\nhost',
  'x-a: b',
  'x-\u212aey',
  '',
];

export const SMUGGLING_FAULTS: readonly SmugglingFault[] = [
  {
    fault: 'line breaks, separators, look-alikes, paths or other hosts in `api.id`',
    does: 'refused as a configuration; nothing is sent',
    attempts: each(around(API.id, [...EVERYTHING, '.evil.example', '-', 'A']), (id) => ({ api: { ...API, id } })),
    refusedAt: 'api.id',
  },
  {
    fault: 'the same in `api.stage`',
    does: 'refused as a configuration; nothing is sent',
    attempts: each(around(API.stage, [...EVERYTHING, '.']), (stage) => ({ api: { ...API, stage } })),
    refusedAt: 'api.stage',
  },
  {
    fault: 'the same in `api.region`',
    does: 'refused as a configuration; nothing is sent',
    attempts: each(around(API.region, [...EVERYTHING, '.evil.example']), (region) => ({ api: { ...API, region } })),
    refusedAt: 'api.region',
  },
  {
    fault: 'the same in the name of a custom domain, and IP addresses in its place',
    does: 'refused as a configuration; nothing is sent. Another domain is accepted: the domain is for whoever configures it to choose',
    attempts: each(
      [
        ...around('pets.internal.example.com', EVERYTHING),
        ...['169.254.169.254', '127.0.0.1', '2852039166', '0xa9.254.169.254', '10.1', '[::1]', '::1', 'localhost'],
      ],
      (name) => ({ customDomain: { name } }),
    ),
    refusedAt: 'customDomain.name',
  },
  {
    fault: "a name in `endpoints.dnsNames` that only looks like an endpoint's, in a domain that is not AWS's",
    does: 'refused as a configuration; nothing is sent',
    attempts: each(
      [
        ...around(REGIONAL, [...EVERYTHING, '.evil.example']),
        ...[
          'evil.example',
          'evil-amazonaws.com',
          'amazonaws.com.evil.example',
          'amazonaws.co',
          'amazonaws-com',
          'com',
          'api.aws',
        ].map((domain) => REGIONAL.replace('amazonaws.com', domain)),
        ...[API.id, '10.0.0.1', 'localhost', 'evil.example', `${API.id}.execute-api.us-west-2.amazonaws.com`],
        REGIONAL.replace('-01234567.', `-01234567-us-west-2-${'a'.repeat(64)}-1a.`),
      ],
      (name) => ({ endpoints: { dnsNames: [name] } }),
    ),
    refusedAt: 'endpoints.dnsNames',
  },
  {
    fault: 'an endpoint of another Region in `endpoints.dnsNames`',
    does: 'refused as a configuration; nothing is sent',
    attempts: each(['eu-west-1', 'us-west-1'], (region) => ({
      endpoints: { dnsNames: [REGIONAL.replace('us-west-2', region)] },
    })),
    refusedAt: 'endpoints.dnsNames',
  },
  {
    fault: 'line breaks, spaces, `#`, `\\` or look-alikes in a path, or a path that does not begin with `/`',
    does: 'refused as a configuration; nothing is sent',
    attempts: each(
      [
        ...around('/pets', [...ENDS_LINES, ...SEPARATES, ...LOOKS_ALIKE]),
        'pets',
        '@evil.example/',
        'https://evil.example/',
        '.evil.example',
        '*',
        '',
      ],
      (path) => ({ resources: [{ path }] }),
    ),
    refusedAt: 'resources[0].path',
  },
  {
    fault: '`//host`, `@`, `..`, ports, escaped line breaks or whole URLs in a path',
    does: 'sent as it is written, behind the stage or the base path: address, SNI and Host stay those of the API',
    attempts: each(
      IN_PATHS.flatMap((text) => [`/${text}`, `/pets${text}`, `/pets?q=${text}`]),
      (path) => ({ resources: [{ path }] }),
    ),
  },
  {
    fault: 'line breaks, spaces, look-alikes, `//`, `@` or `?` in a base path',
    does: 'refused as a configuration; nothing is sent',
    attempts: each(
      around('v1', [
        ...ENDS_LINES,
        ...SEPARATES,
        ...LOOKS_ALIKE,
        '//',
        '@evil.example',
        '%0d',
        '?x',
        ':8443',
        '/evil.example/',
      ]),
      (basePath) => ({ customDomain: { name: 'pets.internal.example.com', basePath } }),
    ),
    refusedAt: 'customDomain.basePath',
  },
  {
    fault: '`..` as a base path, `//` before a path without one',
    does: 'sent as it is written: address, SNI and Host stay those of the custom domain',
    attempts: [
      ...each(['..', '../..', '.', '$default'], (basePath) => ({
        customDomain: { name: 'pets.internal.example.com', basePath },
      })),
      {
        configuration: {
          customDomain: { name: 'pets.internal.example.com' },
          resources: [{ path: '//evil.example/' }],
        },
      },
    ],
  },
  {
    fault:
      'names in `auth.headers` that say where a request goes, where it ends or who signed it, or that are no names',
    does: 'refused as a configuration; nothing is sent',
    attempts: each(
      [...FRAMING, ...OURS, ...NO_NAMES, ...around('x-key', [...ENDS_LINES, '\t', ' ', '\\', ':'])],
      withHeader,
    ),
    refusedAt: 'auth.headers',
  },
  {
    fault: 'a secret that holds what looks like another header, a URL, quotes or a tab',
    does: 'sent as the value of its one header',
    attempts: [
      'host: evil.example',
      'GET / HTTP/1.1',
      'https://evil.example/',
      '"; rm -rf',
      'a\tb',
      "it's",
      '%0d%0a',
      ' a ',
    ].map(withValue),
  },
  {
    fault: 'a secret with line breaks, NUL or letters beyond ASCII in it',
    does: 'the run ends with `secret-unusable`, which does not repeat it; nothing is sent',
    // White space at the ends of a secret often comes with a file, and is no part of it.
    attempts: ['\r\nhost: evil.example\r\n', '\n', '\r', '\0', '\u0085', '\u2028', '\u010d\u010a', '\u007f']
      .map((text) => `secret ${text} secret`)
      .map(withValue),
    refusedAt: 'auth.headers.x-api-key',
  },
];
