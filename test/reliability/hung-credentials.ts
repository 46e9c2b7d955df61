// A `credential_process` that hangs once and works when it is asked again.

import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { configurationFor } from '../support/canary-run.ts';
import { temporaryFolder } from '../watch/folder.ts';
import { startWatch } from '../watch/watching.ts';

/** It is asked again, at the start and later. */
export async function hungCredentials(): Promise<void> {
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
  await writeFile(file('target.json'), JSON.stringify(configurationFor(simulator, { timeouts: { awsMs: 1_500 } })));
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
    await watching.line(({ report }) => report?.verdict.state === 'unknown');
    await rm(file('hang'));
    await watching.line(({ report }) => (report?.published.accepted ?? 0) > 0);

    await writeFile(file('hang'), '');
    await watching.line(({ report }) => report?.published.kept !== undefined);
    await rm(file('hang'));
    await watching.line(({ event }) => event === 'sent-later');
  } finally {
    for (const pid of (await readFile(file('hanging'), 'utf8')).trim().split('\n')) process.kill(Number(pid));
  }
}
