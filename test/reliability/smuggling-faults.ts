// What somebody may write where a configuration has a path or a header, to make a request say something else. Data only;
// smuggling.test.ts sends what is accepted to a server that keeps every byte.

import {
  type Attempt,
  around,
  ENDS_LINES,
  each,
  IN_PATHS,
  LOOKS_ALIKE,
  SEPARATES,
  type SmugglingFault,
} from './smuggling-attempts.ts';

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
    code: 'secret-unusable',
  },
];
