import { getServers } from 'node:dns';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseTarget, type Target } from '../../src/domain/target.ts';
import { probeSettings } from '../../src/probe/settings.ts';
import { createAuthority } from './certificate-authority.ts';
import { authority, firstOf, probeOnce, startWorld } from './world.ts';

function targetWith(connection: Record<string, unknown>): Target {
  return parseTarget({
    api: { id: '01234567ab', stage: 'test', region: 'us-west-2' },
    endpoints: { vpcEndpointIds: ['vpce-01234567abcdef012'] },
    connection,
  });
}

describe('the settings of a run', () => {
  test('take the first of several resolvers: one query goes to one server', async () => {
    const { resolver } = await probeSettings(targetWith({ resolver: ['10.0.0.2:53', '10.0.1.2'] }), 'a/1');
    expect(resolver).toBe('10.0.0.2:53');
  });

  test("take the system's first resolver when none is configured", async () => {
    const { resolver } = await probeSettings(targetWith({}), 'a/1');
    expect(resolver).toBe(getServers()[0] ?? '127.0.0.1');
  });

  test('trust the authority in the file that is named, and nobody else', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'canary-settings-'));
    try {
      const caFile = join(folder, 'ca.pem');
      await writeFile(caFile, authority.pem);
      await using world = await startWorld();
      const connection = { port: world.settings.port, resolver: [world.names.address] };
      const outcomes = [];
      for (const each of [{ ...connection, caFile }, connection]) {
        const settings = await probeSettings(targetWith(each), 'a/1');
        const observation = await probeOnce(firstOf(world.planned), settings);
        outcomes.push([
          observation.failure?.code ?? observation.outcome,
          observation.curl.includes(`--cacert ${caFile}`),
        ]);
      }
      expect(outcomes).toEqual([
        ['passed', true],
        ['tls-untrusted', false],
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('parse the authorities once, and anew when the file has changed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'canary-settings-'));
    try {
      const caFile = join(folder, 'ca.pem');
      const contextOf = async (connection: Record<string, unknown> = { caFile }) =>
        (await probeSettings(targetWith(connection), 'a/1')).secureContext;
      await writeFile(caFile, authority.pem);
      const first = await contextOf();
      expect(await contextOf()).toBe(first);
      await writeFile(caFile, (await createAuthority('CN=Another Root')).pem);
      const second = await contextOf();
      expect(second).not.toBe(first);
      expect(await contextOf()).toBe(second);
      expect(await contextOf({})).not.toBe(second);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('parse the authorities of several files once each, and hold no more of them than a process has targets', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'canary-settings-'));
    try {
      const contextOf = async (name: string) =>
        (await probeSettings(targetWith({ caFile: join(folder, name) }), 'a/1')).secureContext;
      // Spaces below a certificate change nothing but the text.
      const names = Array.from({ length: 33 }, (_, index) => `${index}.pem`);
      for (const [index, name] of names.entries())
        await writeFile(join(folder, name), authority.pem + '\n'.repeat(index + 1));
      const [first, second] = [await contextOf('0.pem'), await contextOf('1.pem')];
      expect(second).not.toBe(first);
      expect(await contextOf('0.pem')).toBe(first);
      for (const name of names.slice(2)) await contextOf(name);
      expect(await contextOf('0.pem')).toBe(first);
      expect(await contextOf('1.pem')).not.toBe(second);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('know what was learned in earlier runs: certificates and the cost of a probe', async () => {
    const [first, second] = [await probeSettings(targetWith({}), 'a/1'), await probeSettings(targetWith({}), 'a/2')];
    expect(second.cost).toBe(first.cost);
    expect(second.certificates).toBe(first.certificates);
  });

  test('are refused when the file cannot be read', async () => {
    await expect(probeSettings(targetWith({ caFile: 'does-not-exist.pem' }), 'a/1')).rejects.toMatchObject({
      code: 'ca-file-unreadable',
      message: expect.stringMatching(/^connection\.caFile: does-not-exist\.pem: no such file or directory$/),
    });
  });

  // OpenSSL would take it for an empty list of authorities, and every certificate for a stranger's.
  test('are refused when the file holds no certificate', async () => {
    await expect(probeSettings(targetWith({ caFile: 'package.json' }), 'a/1')).rejects.toMatchObject({
      code: 'ca-file-unreadable',
      message: expect.stringMatching(/^connection\.caFile: package\.json: Error: /),
    });
  });
});
