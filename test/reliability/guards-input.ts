// Guards against bad configuration, events, bodies and arguments.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: pieces of other files.

import type { Guard } from './guard.ts';

export const INPUT_GUARDS: readonly Guard[] = [
  {
    guard: "endpoint names are AWS's",
    file: 'src/domain/endpoint.ts',
    find: 'vpce\\\\.(?<suffix>${DNS_SUFFIX})$`',
    replace: 'vpce\\\\.(?<suffix>[a-z0-9.-]+)$`',
    tests: ['test/reliability/smuggling.test.ts'],
  },
  {
    guard: 'labels of DNS names',
    file: 'src/domain/endpoint.ts',
    find: 'IDENTIFIERS.hostName.pattern.test(name) ? VPCE_NAME.exec(name)?.groups : undefined',
    replace: 'VPCE_NAME.exec(name)?.groups',
    tests: ['test/reliability/smuggling.test.ts'],
  },
  {
    guard: 'no address as a host name',
    file: 'src/domain/identifiers.ts',
    find: '+[a-z](?:[a-z0-9-]{0,61}',
    replace: '+[a-z0-9](?:[a-z0-9-]{0,61}',
    tests: ['test/reliability/smuggling.test.ts'],
  },
  {
    guard: 'no Host among the headers',
    file: 'src/domain/request-schema.ts',
    find: "'host|x-apigw-api-id|connection",
    replace: "'x-apigw-api-id|connection",
    tests: ['test/reliability/smuggling.test.ts'],
  },
  {
    guard: 'characters of a path',
    file: 'src/domain/request-schema.ts',
    find: '/^(?=.{1,1020}$)\\/[A-Za-z0-9',
    replace: '/^(?=.{1,1020}$)\\/[\\\\A-Za-z0-9',
    tests: ['test/reliability/smuggling.test.ts'],
  },
  {
    guard: 'no variables of AWS',
    file: 'src/domain/request-schema.ts',
    find: '(?!AWS_)',
    replace: '',
    tests: ['test/domain/target-request-problems.test.ts'],
  },
  {
    guard: "characters of a header's value",
    file: 'src/authorization/header-value.ts',
    find: 'if (!/^[\\t -~]+$/.test(value))',
    replace: 'if (value.length === 0)',
    tests: ['test/reliability/smuggling.test.ts'],
  },
  {
    guard: 'one Region',
    file: 'src/domain/target-consistency.ts',
    find: "'region' in entry && region !== undefined && entry.region !== region",
    replace: "'region' in entry && region === '' && entry.region !== region",
    tests: ['test/reliability/smuggling.test.ts'],
  },
  {
    guard: 'an alarm of any shape',
    file: 'src/domain/alarm-change.ts',
    find: "typeof value === 'string' ? value : jsonOf(value)",
    replace: "typeof value === 'string' ? value : JSON.stringify(value)",
    tests: ['test/reliability/input.test.ts'],
  },
  {
    guard: "length of an alarm's texts",
    file: 'src/domain/alarm-change.ts',
    find: 'text.slice(0, MAX_ALARM_CHARACTERS).toWellFormed()',
    replace: 'text.toWellFormed()',
    tests: ['test/reliability/input.test.ts'],
  },
  {
    guard: 'errors on a terminal are escaped',
    file: 'src/cli/main.ts',
    find: "return text.split('\\n').map(safeText).join('\\n');",
    replace: 'return text;',
    tests: ['test/reliability/input.test.ts'],
  },
  {
    guard: 'methods and paths of any shape',
    file: 'src/domain/request-consistency.ts',
    find: "typeof method === 'string' && typeof path === 'string' ? `${method} ${path}` : undefined",
    replace: '`${method} ${path}`',
    tests: ['test/reliability/configuration.test.ts'],
  },
  {
    guard: 'values that cannot be shown',
    file: 'src/domain/configuration-problem.ts',
    find: 'return `a value that cannot be shown (${error})`;',
    replace: 'throw error;',
    tests: ['test/reliability/configuration.test.ts'],
  },
  {
    guard: 'keys of white space',
    file: 'src/domain/configuration-problem.ts',
    find: "key.trim() === '' ?",
    replace: "key === '\\0' ?",
    tests: ['test/reliability/configuration.test.ts'],
  },
];
