// DNS entries of endpoints, read by pattern.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupByEndpoint, parseDnsEntry } from '../../src/domain/endpoint.ts';
import { vpceName } from './examples.ts';

const ID = 'vpce-01234567abcdef012';

describe('a name of', () => {
  const VPCE: Readonly<Record<string, { readonly name: string; readonly parts: object }>> = {
    'a commercial Region': {
      name: `${ID}-lj2wisx3.execute-api.us-east-2.vpce.amazonaws.com`,
      parts: { kind: 'regional', id: ID, region: 'us-east-2', dnsSuffix: 'amazonaws.com' },
    },
    'a zone': {
      name: `${ID}-lj2wisx3-us-east-2c.execute-api.us-east-2.vpce.amazonaws.com`,
      parts: { kind: 'zonal', id: ID, region: 'us-east-2', dnsSuffix: 'amazonaws.com', zone: 'us-east-2c' },
    },
    China: {
      name: `${ID}-rsnonbkv.execute-api.cn-northwest-1.vpce.amazonaws.com.cn`,
      parts: { kind: 'regional', id: ID, region: 'cn-northwest-1', dnsSuffix: 'amazonaws.com.cn' },
    },
    'a zone in China': {
      name: `${ID}-rsnonbkv-cn-northwest-1b.execute-api.cn-northwest-1.vpce.amazonaws.com.cn`,
      parts: {
        kind: 'zonal',
        id: ID,
        region: 'cn-northwest-1',
        dnsSuffix: 'amazonaws.com.cn',
        zone: 'cn-northwest-1b',
      },
    },
    'a zone in GovCloud': {
      name: `${ID}-lk4qp2nd-us-gov-west-1a.execute-api.us-gov-west-1.vpce.amazonaws.com`,
      parts: { kind: 'zonal', id: ID, region: 'us-gov-west-1', dnsSuffix: 'amazonaws.com', zone: 'us-gov-west-1a' },
    },
    'a zone of the European Sovereign Cloud': {
      name: `${ID}-0a1b2c3d-eusc-de-east-1a.execute-api.eusc-de-east-1.vpce.amazonaws.eu`,
      parts: { kind: 'zonal', id: ID, region: 'eusc-de-east-1', dnsSuffix: 'amazonaws.eu', zone: 'eusc-de-east-1a' },
    },
    'a local zone': {
      name: `${ID}-0a1b2c3d-us-west-2-lax-1a.execute-api.us-west-2.vpce.amazonaws.com`,
      parts: { kind: 'zonal', id: ID, region: 'us-west-2', dnsSuffix: 'amazonaws.com', zone: 'us-west-2-lax-1a' },
    },
    'an endpoint with a short id': {
      name: 'vpce-01234567-0a1b2c3d.execute-api.us-west-2.vpce.amazonaws.com',
      parts: { kind: 'regional', id: 'vpce-01234567', region: 'us-west-2', dnsSuffix: 'amazonaws.com' },
    },
  };
  test.each(Object.entries(VPCE))('%s', (_of, { name, parts }) => {
    expect(parseDnsEntry(name)).toEqual({ name, ...parts });
  });

  test('upper case and with a final dot is the same name', () => {
    expect(parseDnsEntry(`${vpceName(ID, 'us-west-2a').toUpperCase()}.`)).toEqual(
      parseDnsEntry(vpceName(ID, 'us-west-2a')),
    );
  });
});

describe('a private name', () => {
  test.each([
    'execute-api.us-west-2.amazonaws.com',
    '*.execute-api.us-west-2.amazonaws.com',
    '*.execute-api.cn-north-1.amazonaws.com.cn',
  ])('%s', (name) => {
    expect(parseDnsEntry(name)).toEqual({ kind: 'private', name });
  });
});

describe('an unknown name', () => {
  test.each([
    '',
    '.',
    'localhost',
    'execute-api.us-west-2.api.aws',
    '*.execute-api.us-west-2.api.aws',
    `${ID}-01234567.ec2.us-west-2.vpce.amazonaws.com`,
    `${ID}.execute-api.us-west-2.vpce.amazonaws.com`,
    `${ID}-0123456.execute-api.us-west-2.vpce.amazonaws.com`,
    `${ID}-01234567-us-west-2.execute-api.us-west-2.vpce.amazonaws.com`,
    `x.${vpceName()}`,
    `${vpceName()}\n`,
    '01234567ab.execute-api.us-west-2.amazonaws.com',
  ])('%j', (name) => {
    expect(parseDnsEntry(name).kind).toBe('unknown');
  });
});

describe('whatever the name', () => {
  test('it is read without an error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.domain()), (name) => {
        expect(['regional', 'zonal', 'private', 'unknown']).toContain(parseDnsEntry(name).kind);
      }),
    );
  });

  test('a long one takes no time to refuse', () => {
    const names = ['-a', 'a.', '-1', '.execute-api'].map((part) => `vpce-01234567-abcdefgh${part.repeat(100_000)}!`);
    expect(names.map((name) => parseDnsEntry(name).kind)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
  });

  const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 17, maxLength: 17 });
  const suffix = fc.string({
    unit: fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyz'),
    minLength: 8,
    maxLength: 8,
  });
  const region = fc.constantFrom(
    'us-west-2',
    'ap-southeast-4',
    'cn-north-1',
    'us-gov-east-1',
    'us-isob-east-1',
    'eusc-de-east-1',
  );
  const domain = fc.constantFrom('amazonaws.com', 'amazonaws.com.cn', 'amazonaws.eu', 'c2s.ic.gov', 'csp.hci.ic.gov');
  const letters = fc.uniqueArray(fc.constantFrom(...'abcdef'), { maxLength: 6 });

  test('an endpoint is read back from its regional and zonal names in any order', () => {
    fc.assert(
      fc.property(
        hex,
        suffix,
        region,
        domain,
        letters,
        fc.boolean(),
        (digits, unique, place, partition, zones, reversed) => {
          const id = `vpce-${digits}`;
          const name = (zone: string) => `${id}-${unique}${zone}.execute-api.${place}.vpce.${partition}`;
          const names = [
            name(''),
            ...zones.map((letter) => name(`-${place}${letter}`)),
            `execute-api.${place}.${partition}`,
          ];
          const entries = (reversed ? names.toReversed() : names).map(parseDnsEntry);
          expect(groupByEndpoint(entries)).toEqual([
            {
              id,
              region: place,
              dnsSuffix: partition,
              regionalName: name(''),
              zones: zones
                .toSorted()
                .map((letter) => ({ zone: `${place}${letter}`, name: name(`-${place}${letter}`) })),
            },
          ]);
        },
      ),
    );
  });
});

describe('grouping', () => {
  const grouped = (...names: readonly string[]) => groupByEndpoint(names.map(parseDnsEntry));

  test('keeps endpoints apart, in the order of their first name', () => {
    const other = 'vpce-0fedcba9876543210';
    const endpoints = grouped(vpceName(other, 'us-west-2a'), vpceName(ID), vpceName(other));
    expect(endpoints.map(({ id, regionalName, zones }) => [id, regionalName, zones.length])).toEqual([
      [other, vpceName(other), 1],
      [ID, vpceName(ID), 0],
    ]);
  });

  test('leaves the regional name out when only zones are named', () => {
    expect(grouped(vpceName(ID, 'us-west-2b'))).toEqual([
      {
        id: ID,
        region: 'us-west-2',
        dnsSuffix: 'amazonaws.com',
        zones: [{ zone: 'us-west-2b', name: vpceName(ID, 'us-west-2b') }],
      },
    ]);
  });

  test('takes a name once, however it is spelled', () => {
    const zone = vpceName(ID, 'us-west-2b');
    expect(grouped(zone, `${zone}.`, zone.toUpperCase())).toEqual(grouped(zone));
  });

  test('finds no endpoint in private and unknown names', () => {
    expect(grouped('execute-api.us-west-2.amazonaws.com', 'localhost')).toEqual([]);
  });
});
