// Requests with credentials, led to where they do not belong.

import { expect, test } from 'vitest';
import { addressRecords } from '../probe/name-server.ts';
import { ending, firstOf, probeOnce, startWorld } from '../probe/world.ts';
import { TRUST_FAULTS } from './trust-faults.ts';

const SECRETS = ['authorization', 'x-amz-date', 'x-api-key'];

test.each(TRUST_FAULTS)('$fault: $does', async ({ leadsTo, networks, bare, sent }) => {
  const [address = ''] = leadsTo;
  await using world = await startWorld({
    names: ({ name }) => ({ answers: addressRecords(name, leadsTo) }),
    auth: { iam: true, headers: { 'x-api-key': { env: 'PETS_API_KEY' } } },
    env: { PETS_API_KEY: 'an API key of somebody' },
    resources: [{ path: '/pets', ...(bare ? { auth: 'none' } : {}) }],
    trustedNetworks: networks,
    // What is dialled all the same, guard or no guard, is nobody here.
    timeouts: { connectMs: 500 },
  });
  const planned = { ...firstOf(world.planned), family: address.includes(':') ? 6 : 4 } as const;

  const seen = await probeOnce(planned, world.settings);

  expect(seen).toMatchObject({ address, addresses: leadsTo });
  const carried = SECRETS.filter((name) => firstOf([...world.endpoint.connections, { sent: '' }]).sent.includes(name));
  const shown = ['--aws-sigv4', 'PETS_API_KEY'].filter((word) => seen.curl.includes(word));
  if (sent === 'dialled') {
    // Whatever network the test has.
    expect(seen.failure?.code).toMatch(/^connect-/);
    expect(seen.timesMs?.connect).toBeGreaterThan(0);
    expect(shown).toHaveLength(2);
    return;
  }
  if (sent) {
    expect(seen.outcome).toBe('passed');
    expect(carried).toEqual(bare ? [] : SECRETS);
    expect(shown).toHaveLength(bare ? 0 : 2);
    return;
  }
  expect(ending(seen)).toEqual({ outcome: 'failed', step: 'connect', code: 'address-untrusted', phases: ['dns'] });
  expect(seen.failure?.message).toBe(
    `credentials are not sent to ${address}, which is in none of the trusted networks; if it is an address of the VPC, name its CIDR block in connection.trustedNetworks`,
  );
  expect(world.endpoint.connections).toEqual([]);
  expect(shown).toEqual([]);
  // It goes to the same address, to see who is there.
  expect(seen.curl).toContain(address.includes(':') ? `[${address}]` : address);
});
