// The status-code check of the README's comparison is what the README says it is: one GET of the private name, up when it
// answers 200 within five seconds.

import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { statusCheck } from '../../scripts/status-check.ts';
import { simulationOf } from '../../src/cli/simulation.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { issueCertificates } from '../../src/simulator/certificates.ts';
import type { ScenarioName } from '../../src/simulator/scenarios.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';

const APEX = 'execute-api.us-west-2.amazonaws.com';
const API_NAME = `01234567ab.${APEX}`;

/** What the check says of an API that answers every request with this status, and how many requests it sent. */
async function saidOf(status: number) {
  await using opened = new AsyncDisposableStack();
  const simulator = opened.use(await startSimulator());
  const certificates = await issueCertificates(APEX, 'execute-api.us-west-2.vpce.amazonaws.com');
  const folder = await mkdtemp(join(tmpdir(), 'private-api-canary-test-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, certificates.ca);
  let requests = 0;
  const server = createServer(await certificates.forName(`*.${APEX}`, 'sound'), (_request, response) => {
    requests += 1;
    response.writeHead(status, { location: `https://${API_NAME}/elsewhere` }).end();
  });
  // The VPC's resolver answers with addresses of the loopback network: on its own port this server has them all.
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  opened.defer(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  return { said: await statusCheck({ ...simulator, port, caFile }), requests };
}

describe('the status-code check', () => {
  it('is one GET of the first resource by the private name, over one connection', async () => {
    await using simulator = await startSimulator();

    expect(await statusCheck(simulator)).toBe('up');

    const { resources } = parseTarget(simulationOf(simulator, ['healthy']).configuration);
    expect(simulator.connections.map(({ clientHello }) => clientHello.sni)).toEqual([API_NAME]);
    expect(simulator.connections.flatMap(({ requests }) => requests)).toMatchObject([
      { method: 'GET', path: `/test${resources[0]?.path}`, host: API_NAME },
    ]);
    expect(simulator.awsCalls).toEqual([]);
  });

  it.each<readonly [ScenarioName, string]>([
    ['backend-error-as-200', 'up'],
    ['route-missing', 'up'],
    ['backend-unavailable', 'down: 503'],
    ['backend-not-found', 'down: 404'],
    ['private-name-shadowed', 'down: ENOTFOUND'],
    ['endpoint-refuses', 'down: ECONNREFUSED'],
    ['certificate-expired', 'down: CERT_HAS_EXPIRED'],
    // Its answers begin 3 s late.
    ['slow', 'up'],
  ])('says of %s: %s', async (scenario, said) => {
    await using simulator = await startSimulator({ scenario });

    expect(await statusCheck(simulator)).toBe(said);
  });

  it('waits five seconds for an answer', async () => {
    await using simulator = await startSimulator({ scenario: 'backend-silent' });
    const from = performance.now();

    expect(await statusCheck(simulator)).toBe('down: timeout');

    const waitedMs = performance.now() - from;
    expect(waitedMs).toBeGreaterThan(4_950);
    expect(waitedMs).toBeLessThan(20_000);
    expect(simulator.connections.flatMap(({ requests }) => requests)).toHaveLength(1);
  });

  it.each([
    [200, 'up'],
    [201, 'down: 201'],
    [204, 'down: 204'],
    [302, 'down: 302'],
    [304, 'down: 304'],
  ])('is up with status 200 alone, and goes nowhere else: %i', async (status, said) => {
    expect(await saidOf(status)).toEqual({ said, requests: 1 });
  });
});
