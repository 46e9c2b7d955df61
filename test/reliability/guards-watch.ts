// Guards of `watch`: what hangs, what nobody reads, what is kept.

import type { Guard } from './guard.ts';

export const WATCH_GUARDS: readonly Guard[] = [
  {
    guard: 'a state directory is looked at again',
    file: 'src/watch/outbox.ts',
    find: '    await state.retry();\n',
    replace: '',
    tests: ['test/watch/watch.test.ts', 'test/reliability/watch.test.ts'],
  },
  {
    guard: 'its use is told',
    file: 'src/watch/watch.ts',
    find: '      tell.keeping(folder, kept.entries());\n',
    replace: '',
    tests: ['test/watch/watch.test.ts'],
  },
  {
    guard: 'dropped for age only when refused',
    file: 'src/watch/delivery.ts',
    find: '    if (young.length === 0) return await drop(ports, old, error);\n',
    replace: '',
    tests: ['test/watch/outbox.test.ts'],
  },
  {
    guard: 'what is old goes alone',
    file: 'src/watch/delivery.ts',
    find: 'old.length > 0 ? [young, old] : ',
    replace: '',
    tests: ['test/watch/outbox.test.ts'],
  },
  {
    guard: 'clients that hang are given up',
    file: 'src/cli/watch-ports.ts',
    find: '        if (signal.aborted) clients.giveUp(region);\n',
    replace: '',
    tests: ['test/reliability/watch.test.ts'],
  },
  {
    guard: 'those of EC2 as well',
    file: 'src/cli/watch-ports.ts',
    find: "      else if (problem === 'ec2-unreachable' || problem === 'aws-credentials') clients.renew(target);\n",
    replace: '',
    tests: ['test/reliability/watch.test.ts'],
  },
  {
    guard: 'and what signs',
    file: 'src/authorization/authorize.ts',
    find: '        if (limit.aborted && pauses.due(api.region)) chains.delete(api.region);\n',
    replace: '',
    tests: ['test/reliability/watch.test.ts'],
  },
  {
    guard: 'time for PutMetricData',
    file: 'src/cli/watch-ports.ts',
    find: 'AbortSignal.timeout(awsMs)',
    replace: 'new AbortController().signal',
    tests: ['test/reliability/watch.test.ts'],
  },
  {
    guard: 'time for embedded metrics',
    file: 'src/cli/watch-ports.ts',
    find: '    await orAborted(write(line), AbortSignal.timeout(ms));',
    replace: '    await write(line);',
    tests: ['test/reliability/watch.test.ts'],
  },
  {
    guard: 'size of lines that wait',
    file: 'src/cli/json-lines.ts',
    find: '    if (stream.writableLength + Buffer.byteLength(line) > maxWaitingBytes) {',
    replace: '    if (false) {',
    tests: ['test/cli/json-lines.test.ts'],
  },
  {
    guard: 'dropped lines are told',
    file: 'src/cli/json-lines.ts',
    find: '    if (dropped > 0) {',
    replace: '    if (dropped < 0) {',
    tests: ['test/cli/json-lines.test.ts'],
  },
  {
    guard: 'a terminal does not block',
    file: 'src/cli/live-screen.ts',
    find: '  withoutBlocking(stdout);\n',
    replace: '',
    tests: ['test/reliability/watch.test.ts'],
  },
  {
    guard: 'frames are left out',
    file: 'src/cli/live-screen.ts',
    find: '    if (stdout.writableLength > 0) return;\n',
    replace: '',
    tests: ['test/watch/live.test.ts'],
  },
];
