// Guards in what is said of files and configurations, and in what is printed.

import type { Guard } from './guard.ts';

export const OUTPUT_GUARDS: readonly Guard[] = [
  {
    guard: 'refused values are shown without secrets',
    file: 'src/domain/configuration-problem.ts',
    find: 'oneLine(jsonOf(given, withoutSecrets), 80)',
    replace: 'oneLine(jsonOf(given), 80)',
    tests: ['test/reliability/configuration.test.ts'],
  },
  {
    guard: 'refused values are shown without user information',
    file: 'src/domain/configuration-problem.ts',
    find: ".replace(/^.+@(?=\\w)/s, '…@')",
    replace: '',
    tests: ['test/reliability/configuration.test.ts'],
  },
  {
    guard: 'refused values are shown without a query',
    file: 'src/domain/configuration-problem.ts',
    find: ".replace(/^((?:\\w+:\\/)?\\/[^?]*\\?).+$/s, '$1…')",
    replace: '',
    tests: ['test/reliability/configuration.test.ts'],
  },
  {
    guard: 'refused values are shown without tokens',
    file: 'src/domain/configuration-problem.ts',
    find: 'return withoutTokens(open);',
    replace: 'return open;',
    tests: ['test/reliability/configuration.test.ts'],
  },
  {
    guard: 'keys are shown without what follows a name',
    file: 'src/domain/configuration-problem.ts',
    find: "withoutTokens(key.replace(/(?<=\\S)[\\s:=].*$/s, '…'))",
    replace: 'withoutTokens(key)',
    tests: ['test/reliability/configuration.test.ts'],
  },
  {
    guard: 'a variable that is not set is not told by its name',
    file: 'src/authorization/authorizer.ts',
    find: '.env names a variable that is not set`',
    replace: '.env: `.concat(source.env)',
    tests: ['test/authorization/authorize.test.ts'],
  },
  {
    guard: 'lines that could not be written are counted',
    file: 'src/cli/json-lines.ts',
    find: '        dropped += stands;\n',
    replace: '',
    tests: ['test/reliability/output.test.ts'],
  },
  {
    guard: 'that nobody reads is said once',
    file: 'src/cli/json-lines.ts',
    find: 'if (!broken) onBroken(error);',
    replace: 'onBroken(error);',
    tests: ['test/reliability/output.test.ts'],
  },
  {
    guard: 'that output is lost is said',
    file: 'src/cli/main.ts',
    find: 'terminal.err(`private-api-canary: standard output:',
    replace: 'void (`private-api-canary: standard output:',
    tests: ['test/reliability/output.test.ts'],
  },
  {
    guard: 'a reader that goes away has what it wanted',
    file: 'src/cli/main.ts',
    find: "  if (error.code === 'EPIPE') return;\n",
    replace: '',
    tests: ['test/reliability/output.test.ts'],
  },
  {
    guard: 'lost output is told by the status',
    file: 'src/cli/main.ts',
    find: '  process.exitCode = 2;\n});',
    replace: '});',
    tests: ['test/reliability/output.test.ts'],
  },
  {
    guard: 'a health file that is no JSON is not quoted',
    file: 'src/cli/health.ts',
    find: 'jsonProblem(text, error)',
    replace: 'error.message',
    tests: ['test/cli/watch.test.ts'],
  },
  {
    guard: 'who closed the connection',
    file: 'src/domain/service-answer.ts',
    find: 'error.message = withHost(error, hostOf(asked));',
    replace: "error.message += '';",
    tests: ['test/discovery/ec2-problems.test.ts'],
  },
];
