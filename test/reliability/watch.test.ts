// What `watch` does about trouble on its own host. All wait for most of their time: side by side.

import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type ExpectStatic, test } from 'vitest';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { configurationFor } from '../support/canary-run.ts';
import { temporaryFolder } from '../watch/folder.ts';
import { awsEnvironment, startWatch } from '../watch/watching.ts';
import { hungDiscovery, hungPublisher, hungSecrets, hungSigner } from './hung-credentials.ts';
import { stoppedTerminal, unreadMetrics, unreadPipe } from './still-readers.ts';
import { WATCH_FAULTS, type WatchFault } from './watch-faults.ts';

const PROOFS: Readonly<Record<WatchFault['proof'], (expect: ExpectStatic) => Promise<void>>> = {
  'late-mount': lateMount,
  'hung-publisher': hungPublisher,
  'hung-discovery': hungDiscovery,
  'hung-signer': hungSigner,
  'hung-secrets': hungSecrets,
  'unread-pipe': unreadPipe,
  'unread-metrics': unreadMetrics,
  'stopped-terminal': stoppedTerminal,
};

describe.concurrent('trouble on the host of `watch`', () => {
  test.for(WATCH_FAULTS)('$fault: $does', ({ proof }, { expect }) => PROOFS[proof](expect));
});

/** A file in its place stands for what makes a directory unusable to the superuser, too. */
async function lateMount(expect: ExpectStatic): Promise<void> {
  await using simulator = await startSimulator();
  await using folder = await temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  await writeFile(at('target.json'), JSON.stringify(configurationFor(simulator)));
  await writeFile(at('state'), '');
  const args = ['--config', at('target.json'), '--state', at('state'), '--every', '2s'];
  await using watching = startWatch(args, { env: awsEnvironment(simulator.awsEndpoint) });

  await watching.line(({ report }) => (report?.published.accepted ?? 0) > 0);
  expect(watching.lines.map(({ event }) => event)).toEqual(expect.arrayContaining(['started', 'not-kept']));
  await simulator.setScenario('cloudwatch-unavailable');
  const lost = await watching.line(({ report }) => (report?.published.rejected ?? 0) > 0);
  expect(lost.report?.published.problem?.hint).toContain('The data points are lost');
  await rm(at('state'));
  await watching.line(({ event }) => event === 'keeping');
  await watching.line(({ report }) => (report?.published.kept ?? 0) > 0);
  await simulator.setScenario('healthy');
  await watching.line(({ event }) => event === 'sent-later');
}
