// What `npm run soak` says to somebody who calls it wrongly. That it measures what it says is in test/soak.test.ts.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOAK = fileURLToPath(new URL('../../bench/soak/soak.ts', import.meta.url));

test.each([
  { args: ['--for', 'xx'], says: '--for "xx": must be like 30s, 5m or 1h; a number alone is seconds' },
  { args: ['--fro', '1m'], says: "Unknown option '--fro'" },
  { args: ['--seed', 'seven'], says: '--seed "seven": must be a number' },
])('$args', ({ args, says }) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SOAK, ...args], { encoding: 'utf8' });

  expect(stderr.split('\n').slice(0, 3)).toEqual([`soak: ${says}`, '', expect.stringMatching(/^npm run soak --: \S/)]);
  expect(stdout).toBe('');
  expect(status).toBe(2);
});
