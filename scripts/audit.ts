// Asks the npm registry for known vulnerabilities of what is shipped with its dependencies, as the lock file has them. Fails
// for one of level high or above. Where nobody can be asked it says so and does not fail: the gate works without a network.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const ARGUMENTS = ['audit', '--omit=dev', '--audit-level=high', '--json'];
const LEVELS = ['high', 'critical'];
// For one answer, and for all of them, in milliseconds.
const ANSWER_MS = 10_000;
const TOGETHER_MS = 30_000;

const answered = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.string(),
      // The name of another package where that one is to blame.
      via: z.array(z.union([z.string(), z.object({ title: z.string(), url: z.string() })])),
    }),
  ),
  metadata: z.object({ dependencies: z.object({ prod: z.number() }) }),
});
// What is wrong with the project itself, such as no lock file, has a code.
const unanswered = z.object({ message: z.string(), error: z.object({ code: z.undefined().optional() }) });

const npm = spawn('npm', ARGUMENTS, {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  timeout: TOGETHER_MS,
  env: {
    npm_config_fetch_retries: '0',
    npm_config_fetch_timeout: String(ANSWER_MS),
    npm_config_update_notifier: 'false',
    ...process.env,
  },
});
const closed = once(npm, 'close');
const [output, complaint] = await Promise.all([text(npm.stdout), text(npm.stderr)]);
const [, signal] = await closed;

function skipped(why: string): void {
  process.stdout.write(`audit: SKIPPED, nobody was asked for known vulnerabilities: ${why}\n`);
}

const json: unknown = output === '' ? undefined : JSON.parse(output);
const report = answered.safeParse(json);
const failure = unanswered.safeParse(json);
if (report.success) {
  const { vulnerabilities, metadata } = report.data;
  const found = Object.entries(vulnerabilities).filter(([, { severity }]) => LEVELS.includes(severity));
  for (const [name, { severity, via }] of found) {
    const reasons = via.map((each) => (typeof each === 'string' ? `by ${each}` : `${each.title}, ${each.url}`));
    process.stdout.write(`audit: ${name}: ${severity}: ${reasons.join('; ')}\n`);
  }
  process.stdout.write(
    `audit: ${found.length} of ${metadata.dependencies.prod} packages have a known vulnerability of level high or above\n`,
  );
  if (found.length > 0) process.exitCode = 1;
} else if (failure.success) {
  skipped(failure.data.message);
} else if (signal !== null) {
  skipped(`no answer within ${TOGETHER_MS / 1_000} s`);
} else {
  process.stdout.write(`audit: npm made no report: ${`${output}${complaint}`.slice(0, 1_000)}\n`);
  process.exitCode = 1;
}
