// A `credential_process` that hangs and works when it is asked again, for each of those who ask for credentials alone: what
// one of them does about it must not serve another one.

import { readFileSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExpectStatic } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { configurationFor } from '../support/canary-run.ts';
import { type Folder, temporaryFolder } from '../watch/folder.ts';
import { startWatch, type Told, type Watching } from '../watch/watching.ts';

/** Who publishes: at the start, and when credentials are renewed. */
export function hungPublisher(expect: ExpectStatic): Promise<void> {
  return withHangingProcess(expect, named, async (watching, { hangs }) => {
    const kept = ({ report }: Told) => report?.published.kept !== undefined;
    const sentLater = ({ event }: Told) => event === 'sent-later';
    await watching.line(kept);
    await hangs(false);
    await watching.line(sentLater);

    const later = (fits: (told: Told) => boolean) => {
      const from = watching.lines.length;
      return watching.line((told) => watching.lines.indexOf(told) >= from && fits(told));
    };
    await hangs(true);
    await later(kept);
    await hangs(false);
    await later(sentLater);
  });
}

/** Who asks EC2. What is found is published without AWS. */
export function hungDiscovery(expect: ExpectStatic): Promise<void> {
  const unsent = () => ({ publish: 'emf' });
  return withHangingProcess(expect, unsent, async (watching, { hangs }) => {
    const { report } = await watching.line(({ event }) => event === 'run');
    expect(report?.discovery.problem?.code).toBe('ec2-unreachable');
    await hangs(false);
    await watching.line((told) => told.report?.discovery.source === 'ec2');
  });
}

/** Who signs requests. */
export function hungSigner(expect: ExpectStatic): Promise<void> {
  const signed = (simulator: Simulator) => ({ ...named(simulator), publish: 'none', auth: { iam: true } });
  return withHangingProcess(expect, signed, async (watching, { hangs }) => {
    expect(await watching.line(({ event }) => event === 'failed')).toMatchObject({ code: 'aws-credentials' });
    await hangs(false);
    await watching.line(({ event }) => event === 'run');
  });
}

/** Who asks Secrets Manager for what requests must have. */
export function hungSecrets(expect: ExpectStatic): Promise<void> {
  const auth = { headers: { 'x-api-key': { secretId: 'pets/api-key' } } };
  const secret = (simulator: Simulator) => ({ ...named(simulator), publish: 'none', auth });
  return withHangingProcess(expect, secret, async (watching, { hangs }) => {
    expect(await watching.line(({ event }) => event === 'failed')).toMatchObject({ code: 'secret-unreachable' });
    await hangs(false);
    await watching.line(({ event }) => event === 'run');
  });
}

/** EC2 is asked nothing. */
function named({ endpoint }: Simulator): object {
  return { endpoints: { dnsNames: endpoint.dnsNames } };
}

interface Source {
  /** Whether processes hang that are started from now on. */
  readonly hangs: (does: boolean) => Promise<void>;
  /** Ids of those that hang: nobody but the test ends them. */
  readonly hanging: () => readonly number[];
  readonly env: Readonly<Record<string, string>>;
}

async function withHangingProcess(
  expect: ExpectStatic,
  more: (simulator: Simulator) => object,
  look: (watching: Watching, source: Pick<Source, 'hangs'>) => Promise<void>,
): Promise<void> {
  await using simulator = await startSimulator();
  await using folder = await temporaryFolder();
  const target = join(folder.path, 'target.json');
  const { hangs, hanging, env } = await sourceIn(folder);
  await writeFile(
    target,
    JSON.stringify(configurationFor(simulator, { timeouts: { awsMs: 1_500 }, ...more(simulator) })),
  );
  await hangs(true);
  try {
    const args = ['--config', target, '--state', join(folder.path, 'state'), '--every', '3s'];
    await using watching = startWatch(args, { env: { AWS_ENDPOINT_URL: simulator.awsEndpoint, ...env } });
    await look(watching, { hangs });
    watching.kill('SIGTERM');
    expect((await watching.ended).status).toBe(0);
  } finally {
    for (const pid of hanging()) process.kill(pid);
  }
}

async function sourceIn(folder: Folder): Promise<Source> {
  const file = (name: string) => join(folder.path, name);
  // The SDK uses credentials until they end, and asks for the next ones meanwhile.
  const script = `#!/bin/sh
if [ -e '${file('hang')}' ]; then echo $$ >> '${file('hanging')}'; exec sleep 600; fi
ends=$('${process.execPath}' -e 'console.log(new Date(Date.now() + 3000).toISOString())')
echo '{"Version":1,"AccessKeyId":"ASIAFROMSCRIPT","SecretAccessKey":"secret","SessionToken":"token","Expiration":"'$ends'"}'
`;
  await writeFile(file('credentials.sh'), script);
  await chmod(file('credentials.sh'), 0o700);
  await writeFile(
    file('config'),
    `[profile canary]\nregion = us-west-2\ncredential_process = ${file('credentials.sh')}\n`,
  );
  await writeFile(file('hanging'), '');
  return {
    hangs: (does) => (does ? writeFile(file('hang'), '') : rm(file('hang'))),
    hanging: () => readFileSync(file('hanging'), 'utf8').split('\n').slice(0, -1).map(Number),
    env: { AWS_PROFILE: 'canary', AWS_CONFIG_FILE: file('config'), AWS_SHARED_CREDENTIALS_FILE: file('none') },
  };
}
