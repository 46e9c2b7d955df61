// Which access methods are planned: those that apply from where the canary stands, unless the configuration names them.

import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../../src/domain/endpoint.ts';
import { leftOutMethods, plannedMethods } from '../../src/domain/plan.ts';
import { endpointOf } from '../report/report-builder.ts';
import { targetOf } from './examples.ts';

const DOMAIN = 'pets.internal.example.com';
const BOTH_ZONES = endpointOf(['us-west-2a', 'us-west-2b']);
const EVERYWHERE = ['route53-alias', 'vpce-host', 'vpce-api-id'];
const { privateDns: _privateDns, ...unknown } = BOTH_ZONES;
const ON_PREMISES = { vantage: { network: 'on-premises' } };
const FORWARDED = { vantage: { network: 'on-premises', privateNames: 'forwarded' } };
const WITH_DOMAIN = { customDomain: { name: DOMAIN } };

const CASES: Readonly<
  Record<
    string,
    {
      readonly more: Readonly<Record<string, unknown>>;
      readonly endpoint: Endpoint;
      readonly ways: readonly string[];
    }
  >
> = {
  'private DNS on': { more: {}, endpoint: BOTH_ZONES, ways: ['private-dns', ...EVERYWHERE] },
  'private DNS pending': {
    more: {},
    endpoint: { ...BOTH_ZONES, privateDns: 'pending' },
    ways: ['private-dns', ...EVERYWHERE],
  },
  'private DNS off': { more: {}, endpoint: { ...BOTH_ZONES, privateDns: 'off' }, ways: EVERYWHERE },
  'private DNS unknown': { more: {}, endpoint: unknown, ways: EVERYWHERE },
  'private DNS unknown, named': {
    more: { accessMethods: ['private-dns'] },
    endpoint: unknown,
    ways: ['private-dns'],
  },
  'private DNS off, named': {
    more: { accessMethods: ['private-dns'] },
    endpoint: { ...BOTH_ZONES, privateDns: 'off' },
    ways: ['private-dns'],
  },
  'named in another order': {
    more: { accessMethods: ['vpce-api-id', 'private-dns'] },
    endpoint: BOTH_ZONES,
    ways: ['private-dns', 'vpce-api-id'],
  },
  'a custom domain': {
    more: WITH_DOMAIN,
    endpoint: BOTH_ZONES,
    ways: ['private-dns', ...EVERYWHERE, 'custom-domain', 'vpce-custom-domain'],
  },
  'on premises': { more: ON_PREMISES, endpoint: BOTH_ZONES, ways: EVERYWHERE },
  'on premises, where private names are forwarded': {
    more: { ...FORWARDED, ...WITH_DOMAIN },
    endpoint: BOTH_ZONES,
    ways: ['private-dns', ...EVERYWHERE, 'custom-domain', 'vpce-custom-domain'],
  },
  'on premises, where private names are forwarded and there are none': {
    more: FORWARDED,
    endpoint: { ...BOTH_ZONES, privateDns: 'off' },
    ways: EVERYWHERE,
  },
  'on premises, where private names are forwarded and EC2 is not asked': {
    more: FORWARDED,
    endpoint: unknown,
    ways: ['private-dns', ...EVERYWHERE],
  },
  'on premises, where it is said that nobody forwards': {
    more: { vantage: { network: 'on-premises', privateNames: 'not-forwarded' } },
    endpoint: BOTH_ZONES,
    ways: EVERYWHERE,
  },
  'on premises, private DNS named': {
    more: { ...ON_PREMISES, accessMethods: ['private-dns', 'vpce-host'] },
    endpoint: BOTH_ZONES,
    ways: ['private-dns', 'vpce-host'],
  },
  'on premises with a custom domain': {
    more: { ...ON_PREMISES, ...WITH_DOMAIN },
    endpoint: BOTH_ZONES,
    ways: [...EVERYWHERE, 'vpce-custom-domain'],
  },
};

test.each(Object.entries(CASES))('%s', (_name, { more, endpoint, ways }) => {
  expect(plannedMethods(targetOf(more), [endpoint])).toEqual(ways);
});

describe('private DNS that is left out', () => {
  const off = endpointOf([], { privateDns: 'off' });
  const left = (more: Readonly<Record<string, unknown>>, endpoints: readonly Endpoint[] = [off]) =>
    leftOutMethods(targetOf(more), endpoints).map(({ reason }) => reason.split(';')[0]);

  test('is told with its reason', () => {
    expect(left({})).toEqual(['no endpoint has private DNS on']);
    expect(left({ endpoints: { dnsNames: [off.regionalName] } })).toEqual([
      'DNS names do not tell whether private DNS is on',
    ]);
    expect(left({ vantage: { network: 'on-premises' } })).toEqual([
      'private names lead to the endpoint from inside the VPC only, unless `vantage.privateNames` is "forwarded"',
    ]);
  });

  test('takes a custom domain with it on premises', () => {
    const target = targetOf({ ...ON_PREMISES, ...WITH_DOMAIN });
    expect(leftOutMethods(target, [off]).map(({ accessMethod }) => accessMethod)).toEqual([
      'private-dns',
      'custom-domain',
    ]);
  });

  test('is told with another reason where private names are forwarded', () => {
    expect(left(FORWARDED)).toEqual(['no endpoint has private DNS on']);
    expect(left({ ...FORWARDED, ...WITH_DOMAIN })).toEqual(['no endpoint has private DNS on']);
  });

  test('is nothing to tell of where it is planned, or where the configuration says what is', () => {
    expect(left({}, [endpointOf([])])).toEqual([]);
    expect(left({ accessMethods: ['vpce-host'] })).toEqual([]);
    expect(left({}, [])).toEqual([]);
  });
});
