// Guards of permissions, dependencies and the package.

import type { Guard } from './guard.ts';

export const SUPPLY_GUARDS: readonly Guard[] = [
  {
    guard: 'the one call of EC2',
    file: 'infra/function-permissions.ts',
    find: "allow('Endpoints', ['ec2:DescribeVpcEndpoints'], '*')",
    replace: "allow('Endpoints', ['ec2:Describe*'], '*')",
    tests: ['test/security/permissions.test.ts'],
  },
  {
    guard: "the notifier's topics",
    file: 'infra/notifier-function.ts',
    find: "allow('Topics', ['sns:Publish'], topics)",
    replace: "allow('Topics', ['sns:Publish'], '*')",
    tests: ['test/security/permissions.test.ts'],
  },
  {
    guard: "the schedule's function",
    file: 'infra/schedule.ts',
    find: "Action: 'lambda:InvokeFunction', Resource: functionArn",
    replace: "Action: 'lambda:InvokeFunction', Resource: '*'",
    tests: ['test/security/permissions.test.ts'],
  },
  {
    guard: 'a finding of the audit fails',
    file: 'scripts/audit.ts',
    find: '  if (found.length > 0) process.exitCode = 1;\n',
    replace: '',
    tests: ['test/reliability/registry.test.ts'],
  },
  {
    guard: 'the audit is part of the gate',
    file: 'package.json',
    find: ' && node scripts/audit.ts',
    replace: '',
    tests: ['test/reliability/registry.test.ts'],
  },
  {
    guard: 'scripts of packages nobody allowed',
    file: '.ci/run',
    find: 'npm ci --ignore-scripts',
    replace: 'npm ci',
    tests: ['test/reliability/registry.test.ts'],
  },
  {
    guard: 'what the package has in it',
    file: 'package.json',
    find: '    "host",\n',
    replace: '    "host",\n    "test",\n',
    tests: ['test/reliability/supply.test.ts'],
  },
  {
    guard: 'no script of ours at installation',
    file: 'package.json',
    find: '    "prepack"',
    replace: '    "postinstall": "true",\n    "prepack"',
    tests: ['test/reliability/supply.test.ts'],
  },
  {
    guard: 'session tokens in errors',
    file: 'src/domain/canary-error.ts',
    find: 'super(withoutSessionToken(message),',
    replace: 'super(message,',
    tests: ['test/authorization/secrets-nowhere.test.ts'],
  },
];
