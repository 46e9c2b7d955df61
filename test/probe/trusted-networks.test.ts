// Which addresses credentials may be sent to, at the borders of every network.

import { describe, expect, test } from 'vitest';
import { parseTarget } from '../../src/domain/target.ts';
import { trustIn } from '../../src/probe/trusted-networks.ts';

const byDefault = trustIn(
  parseTarget({
    api: { id: '01234567ab', stage: 'test', region: 'us-west-2' },
    endpoints: { vpcEndpointIds: ['vpce-01234567abcdef012'] },
  }).connection.trustedNetworks,
);

const INSIDE = [
  ['10.0.0.0', '10.255.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2000::', '2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:1::', '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2001:db9::', '2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2003::', '3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['3fff:1000::', '3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['::ffff:10.0.0.0', '::ffff:192.168.255.255'],
];

const OUTSIDE = [
  ['9.255.255.255', '11.0.0.0'],
  ['172.15.255.255', '172.32.0.0'],
  ['192.167.255.255', '192.169.0.0'],
  ['100.63.255.255', '100.128.0.0'],
  ['198.17.255.255', '198.20.0.0'],
  ['fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'fe00::', 'fe80::1', 'ff02::1'],
  ['1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '4000::', '::', '::1', '::10.0.0.1', '64:ff9b::10.0.0.1'],
  // 6to4, Teredo, documentation.
  [
    '2002::',
    '2002:a00:1::1',
    '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001::',
    '2001:0:ffff:ffff:ffff:ffff:ffff:ffff',
  ],
  ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['0.0.0.0', '127.0.0.1', '169.254.0.1', '224.0.0.1', '255.255.255.255', '::ffff:8.8.8.8', '::FFFF:127.0.0.1'],
];

describe('by default', () => {
  test.each(INSIDE)('%s to %s is trusted', (...addresses) => {
    expect(addresses.map(byDefault)).toEqual(addresses.map(() => true));
  });

  test.each(OUTSIDE.map((addresses) => [addresses.join(' '), addresses] as const))('not so %s', (_, addresses) => {
    expect(addresses.map(byDefault)).toEqual(addresses.map(() => false));
  });
});

test('what is listed is trusted, and nothing else of either family', () => {
  const trusts = trustIn(['203.0.113.0/25', '2001:db8::/33', '192.0.2.7/32']);
  expect(['203.0.113.0', '203.0.113.127', '192.0.2.7', '2001:db8::1', '::ffff:203.0.113.1'].map(trusts)).toEqual(
    Array(5).fill(true),
  );
  expect(['203.0.113.128', '192.0.2.8', '10.0.0.1', '2001:db8:8000::', 'fd00::1'].map(trusts)).toEqual(
    Array(5).fill(false),
  );
});

test('a block stands for the network that its address is in', () => {
  const trusts = trustIn(['10.1.2.3/16']);
  expect([trusts('10.1.0.0'), trusts('10.1.255.255'), trusts('10.2.0.0')]).toEqual([true, true, false]);
});

test.each([
  ['2002:cb00:7107::1', ['2002::/16', '2002:cb00::/32', '::/0'], ['2000::/3', '2000::/15', '2003::/16']],
  ['2001:0:cb00:7107::', ['2001::/32', '2001:0:cb00::/48', '::/0'], ['2000::/3', '2001::/16', '2001:1::/32']],
  ['2001:db8::7', ['2001:db8::/32', '2001:db8::7/128', '::/0'], ['2000::/3', '2001::/16', '2001:d00::/24']],
  ['3fff::7', ['3fff::/20', '3fff::/64', '::/0'], ['2000::/3', '3fff::/16', '3fff:1000::/20']],
])('%s, which no VPC has, is in %j, and not in %j', (address, into, outOf) => {
  expect(into.map((network) => trustIn([network])(address))).toEqual(into.map(() => true));
  expect(outOf.map((network) => trustIn([network])(address))).toEqual(outOf.map(() => false));
});
