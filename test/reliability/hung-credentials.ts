// A `credential_process` that hangs once and works when it is asked again.

import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { configurationFor } from '../support/canary-run.ts';
import { temporaryFolder } from '../watch/folder.ts';
import { startWatch } from '../watch/watching.ts';

/** It is asked again, at the start and later. */
export function hungCredentials(): Promise<void> {
  return withHangingProcess(
    () => ({}),
    async (watching, hangs) => {
      await watching.line(({ report }) => report?.verdict.state === 'unknown');
      await hangs(false);
      await watching.line(({ report }) => (report?.published.accepted ?? 0) > 0);

      await hangs(true);
      await watching.line(({ report }) => report?.published.kept !== undefined);
      await hangs(false);
      await watching.line(({ event }) => event === 'sent-later');
    },
  );
}

/** Runs that need it cannot be made, and are made again. */
export function hungSigner(): Promise<void> {
  return withHangingProcess(signedAndNamed, async (watching, hangs) => {
    await watching.line(({ event }) => event === 'failed');
    await hangs(false);
    await watching.line(({ event }) => event === 'run');
  });
}

/** Nobody but who signs needs credentials then. */
function signedAndNamed({ endpoint }: Simulator): object {
  return { auth: { iam: true }, endpoints: { dnsNames: endpoint.dnsNames } };
}

type Watching = ReturnType<typeof startWatch>;

async function withHangingProcess(
  more: (simulator: Simulator) => object,
  look: (watching: Watching, hangs: (does: boolean) => Promise<void>) => Promise<void>,
): Promise<void> {
  await using simulator = await startSimulator();
  await using folder = await temporaryFolder();
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
  await writeFile(
    file('target.json'),
    JSON.stringify(configurationFor(simulator, { timeouts: { awsMs: 1_500 }, ...more(simulator) })),
  );
  const env = {
    AWS_ENDPOINT_URL: simulator.awsEndpoint,
    AWS_PROFILE: 'canary',
    AWS_CONFIG_FILE: file('config'),
    AWS_SHARED_CREDENTIALS_FILE: file('none'),
  };
  await writeFile(file('hang'), '');
  try {
    const args = ['--config', file('target.json'), '--state', file('state'), '--every', '3s'];
    await using watching = startWatch(args, { env });
    await look(watching, async (does) => (does ? await writeFile(file('hang'), '') : await rm(file('hang'))));
  } finally {
    for (const pid of (await readFile(file('hanging'), 'utf8')).trim().split('\n')) process.kill(Number(pid));
  }
}
