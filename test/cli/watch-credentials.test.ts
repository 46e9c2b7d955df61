// Credentials as a host has them: `credential_process` of a profile, which is how IAM Roles Anywhere hands them out. They
// are asked for again before they end, by the same process.

import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { configurationFor } from '../support/canary-run.ts';
import { cli } from '../support/cli.ts';
import { startAwsProxy } from '../watch/aws-proxy.ts';
import { temporaryFolder } from '../watch/folder.ts';
import { startWatch } from '../watch/watching.ts';

test('credential_process', async () => {
  await using simulator = await startSimulator();
  await using proxy = await startAwsProxy(simulator.awsEndpoint);
  await using folder = await temporaryFolder();
  const file = (name: string) => join(folder.path, name);
  // Each call hands out another key, which is about to end: the SDK renews what has less than five minutes left.
  const script = `#!/bin/sh
echo called >> '${file('calls')}'
number=$(wc -l < '${file('calls')}' | tr -d ' ')
ends=$('${process.execPath}' -e 'console.log(new Date(Date.now() + 60000).toISOString())')
echo '{"Version":1,"AccessKeyId":"ASIAFROMSCRIPT'$number'","SecretAccessKey":"secret","SessionToken":"token","Expiration":"'$ends'"}'
`;
  await writeFile(file('credentials.sh'), script);
  await chmod(file('credentials.sh'), 0o700);
  await writeFile(
    file('config'),
    `[profile canary]\nregion = us-west-2\ncredential_process = ${file('credentials.sh')}\n`,
  );
  await writeFile(file('target.json'), JSON.stringify(configurationFor(simulator)));
  const env = {
    AWS_ENDPOINT_URL: proxy.url,
    AWS_PROFILE: 'canary',
    AWS_CONFIG_FILE: file('config'),
    AWS_SHARED_CREDENTIALS_FILE: file('none'),
  };
  const args = ['--config', file('target.json'), '--state', file('state'), '--every', '3s'];

  await using watching = startWatch(args, { env });
  const keys = () => new Set(proxy.accepted().map(({ accessKey }) => accessKey));
  await expect.poll(() => keys().size).toBeGreaterThan(1);
  watching.kill('SIGTERM');

  expect(await watching.ended).toEqual({ status: 0, stderr: '' });
  for (const { published } of watching.runs()) expect(published).toMatchObject({ sink: 'cloudwatch', rejected: 0 });
  expect([...keys()].every((key) => key?.startsWith('ASIAFROMSCRIPT'))).toBe(true);
  const calls = (await readFile(file('calls'), 'utf8')).trim().split('\n').length;
  expect(calls).toBeGreaterThanOrEqual(keys().size);
});

/** Writes a profile whose process hangs, and the environment that has it. */
async function hangingProcess(file: (name: string) => string): Promise<Readonly<Record<string, string>>> {
  await writeFile(file('hang.sh'), `#!/bin/sh\necho $$ > '${file('pid')}'\nexec sleep 600\n`);
  await chmod(file('hang.sh'), 0o700);
  await writeFile(file('config'), `[profile canary]\nregion = us-west-2\ncredential_process = ${file('hang.sh')}\n`);
  return { AWS_PROFILE: 'canary', AWS_CONFIG_FILE: file('config'), AWS_SHARED_CREDENTIALS_FILE: file('none') };
}

test('a credential_process that hangs keeps nothing from ending', async () => {
  await using simulator = await startSimulator();
  await using folder = await temporaryFolder();
  const file = (name: string) => join(folder.path, name);
  const env = await hangingProcess(file);
  const endpoints = { dnsNames: ['vpce-01234567abcdef012-abcdefgh.execute-api.us-west-2.vpce.amazonaws.com'] };
  const configuration = { ...configurationFor(simulator), endpoints, timeouts: { awsMs: 1_000 } };
  await writeFile(file('target.json'), JSON.stringify(configuration));
  try {
    await using watching = startWatch(['--config', file('target.json'), '--state', file('state'), '--once'], { env });
    await watching.ended;
    expect(watching.runs().map(({ published }) => published.kept !== undefined)).toEqual([true]);
    expect(watching.lines.at(-1)).toMatchObject({ event: 'stopped' });
  } finally {
    process.kill(Number(await readFile(file('pid'), 'utf8')));
  }
});

test('a credential_process that hangs is named where requests are signed, within the time for AWS', async () => {
  await using simulator = await startSimulator();
  await using folder = await temporaryFolder();
  const file = (name: string) => join(folder.path, name);
  const env = await hangingProcess(file);
  const { dnsNames } = simulator.endpoint;
  const overrides = { endpoints: { dnsNames }, auth: { iam: true }, timeouts: { awsMs: 1_000 } };
  const input = JSON.stringify(configurationFor(simulator, overrides));
  try {
    const { status, stderr } = await cli(['probe', '--config', '-', '--publish', 'none'], { env, input });
    expect(stderr).toContain('aws-credentials: auth.iam: no AWS credentials in time');
    expect(status).toBe(2);
  } finally {
    process.kill(Number(await readFile(file('pid'), 'utf8')));
  }
});
