import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { PlannedProbe } from '../../src/domain/plan.ts';
import { curlCommand } from '../../src/probe/curl.ts';
import { missing } from '../support/external.ts';
import type { Connection } from './endpoint-server.ts';
import { readHello } from './hello-bytes.ts';
import { isLocal } from './loopback.ts';
import { authority, firstOf, NAMES, probeOnce, startWorld, type World } from './world.ts';

const run = promisify(execFile);
const EVERY_WAY = ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id', 'custom-domain', 'vpce-custom-domain'];
// A name that a shell would take apart, run and delete with.
const HOSTILE_NAME = `it's a "ca" $(touch pwned) \`touch pwned\`; touch pwned & * \\.pem`;

describe('the command that repeats a probe', () => {
  test.for(EVERY_WAY)('sends what %s sent', async (accessMethod, { skip }) => {
    skip(missing('curl') !== undefined, missing('curl'));
    await using world = await startWorld({ accessMethods: [accessMethod], zones: true });
    for (const planned of world.planned) expect(await repeated(world, planned)).toEqual(await tried(world, planned));
  });

  test('over IPv6', async ({ skip }) => {
    skip(missing('curl') !== undefined, missing('curl'));
    skip(!(await isLocal('::1')), 'this system has no IPv6 loopback address');
    await using world = await startWorld({ address: '::1' });
    const planned = firstOf(world.planned);
    expect(await repeated(world, planned)).toEqual(await tried(world, planned));
  });

  test('keeps a path as it is', async ({ skip }) => {
    skip(missing('curl') !== undefined, missing('curl'));
    await using world = await startWorld();
    const planned = withPath(firstOf(world.planned), "/test/a/../b/./c'(d)*$&,;=:@%2f/..");
    const sent = await tried(world, planned);
    expect(sent.request[0]).toBe("GET /test/a/../b/./c'(d)*$&,;=:@%2f/.. HTTP/1.1");
    expect(await repeated(world, planned)).toEqual(sent);
  });

  // Every comparison above runs the command with this file, too.
  test('names a file of certificates so that no shell acts on it', () => {
    expect(commandOf(NAMES.regional, { caFile: "a'b $(c)" })).toContain(" --cacert 'a'\\''b $(c)' ");
  });
});

const COMMON = `-H 'accept: application/json' -H 'user-agent: canary-test/1'`;
const HOST = `-H 'host: ${NAMES.api}'`;
const URL = `https://${NAMES.regional}/test/pets`;

describe('the words of the command', () => {
  test('on the port of HTTPS', () => {
    expect(commandOf(NAMES.regional, { address: '10.0.1.7' })).toBe(
      `curl -q -sS -i --http1.1 --noproxy '*' --max-time 5 --resolve ${NAMES.regional}:443:10.0.1.7 ${HOST} ${COMMON} ${URL}`,
    );
  });

  test('on the port of HTTPS over IPv6: no shell may take the brackets for a pattern', () => {
    expect(commandOf(NAMES.regional, { address: 'fd00::7' })).toBe(
      `curl -q -sS -i --http1.1 --noproxy '*' --max-time 5 --resolve '${NAMES.regional}:443:[fd00::7]' ${HOST} ${COMMON} ${URL}`,
    );
  });

  test('on another port', () => {
    expect(commandOf(NAMES.regional, { address: '10.0.1.7', port: 8443 })).toBe(
      `curl -q -sS -i --http1.1 --noproxy '*' --max-time 5 --connect-to ${NAMES.regional}:443:10.0.1.7:8443 ${HOST} ${COMMON} ${URL}`,
    );
  });

  test('on another port over IPv6', () => {
    expect(commandOf(NAMES.regional, { address: '::1', port: 8443 })).toBe(
      `curl -q -sS -i --http1.1 --noproxy '*' --max-time 5 --connect-to '${NAMES.regional}:443:[::1]:8443' ${HOST} ${COMMON} ${URL}`,
    );
  });

  test('when the name did not resolve: curl is to try it, with the same record type', () => {
    expect(commandOf(NAMES.regional, {})).toBe(
      `curl -q -sS -i --http1.1 --noproxy '*' --max-time 5 -4 ${HOST} ${COMMON} ${URL}`,
    );
    expect(commandOf(NAMES.regional, { port: 8443 })).toBe(
      `curl -q -sS -i --http1.1 --noproxy '*' --max-time 5 --connect-to ${NAMES.regional}:443:${NAMES.regional}:8443 -4 ${HOST} ${COMMON} ${URL}`,
    );
  });

  test('without a Host of its own where Host and SNI are one', () => {
    expect(commandOf(NAMES.api, { address: '10.0.1.7' })).toBe(
      `curl -q -sS -i --http1.1 --noproxy '*' --max-time 5 --resolve ${NAMES.api}:443:10.0.1.7 ${COMMON} https://${NAMES.api}/test/pets`,
    );
  });
});

function commandOf(
  name: string,
  options: { readonly port?: number; readonly address?: string; readonly caFile?: string },
): string {
  const route = { dial: name, sni: name, host: NAMES.api, path: '/test/pets', headers: {} };
  const resource = { method: 'GET', path: '/pets', label: 'GET /pets', expect: { status: [200], body: [] } } as const;
  const planned: PlannedProbe = { accessMethod: 'vpce-host', family: 4, route, resource };
  return curlCommand(planned, { port: 443, probeMs: 4_001, userAgent: 'canary-test/1', ...options });
}

function withPath(planned: PlannedProbe, path: string): PlannedProbe {
  return { ...planned, route: { ...planned.route, path } };
}

async function tried({ settings, endpoint }: World, planned: PlannedProbe) {
  const { outcome } = await probeOnce(planned, settings);
  expect(outcome).toBe('passed');
  return sentOver(endpoint.connections.at(-1));
}

/** Runs the command of a probe in a shell, in an empty folder. */
async function repeated({ settings, endpoint }: World, planned: PlannedProbe) {
  const folder = await mkdtemp(join(tmpdir(), 'canary-curl-'));
  try {
    const caFile = join(folder, HOSTILE_NAME);
    await writeFile(caFile, authority.pem);
    const { curl } = await probeOnce(planned, { ...settings, caFile });
    const seen = endpoint.connections.length;
    // No settings of the person who runs the tests: no ~/.curlrc and no proxy.
    const { stdout } = await run('sh', ['-c', curl], { cwd: folder, env: { PATH: process.env.PATH, HOME: folder } });
    expect(stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(endpoint.connections.length).toBe(seen + 1);
    expect(await readdir(folder)).toEqual([HOSTILE_NAME]);
    return sentOver(endpoint.connections.at(-1));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Names of headers in lower case, without the one that only says how long a connection is kept. */
function sentOver(connection: Connection | undefined) {
  if (connection === undefined) throw new Error('nothing was sent');
  const { sni, alpn } = readHello(connection.hello);
  const [requestLine = '', ...lines] = connection.sent.trimEnd().split('\r\n');
  const headers = lines.map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase()));
  return { sni, alpn, request: [requestLine, ...headers.filter((line) => !line.startsWith('connection:')).toSorted()] };
}
