// What holds for every plan, whatever the target and the endpoints.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACCESS_METHOD_IDS } from '../../src/domain/access-method.ts';
import type { Endpoint, Family } from '../../src/domain/endpoint.ts';
import type { EndpointId } from '../../src/domain/identifiers.ts';
import { plan, plannedMethods } from '../../src/domain/plan.ts';
import { endpointOf } from '../report/report-builder.ts';
import { targetOf } from './examples.ts';

const families = fc.constantFrom<readonly Family[]>([4], [6], [4, 6]);

const endpoint = fc
  .record({
    number: fc.integer({ min: 0, max: 5 }),
    zones: fc.uniqueArray(fc.constantFrom('us-west-2a', 'us-west-2b', 'us-west-2-lax-1a'), { maxLength: 3 }),
    families,
    privateFamilies: families,
    privateDns: fc.constantFrom('on' as const, 'off' as const, 'pending' as const),
  })
  .map(
    ({ number, zones, ...more }): Endpoint => endpointOf(zones, { ...more, id: `vpce-0000000${number}` as EndpointId }),
  );
const endpoints = fc.uniqueArray(endpoint, { selector: ({ id }) => id, maxLength: 4 });

const target = fc
  .record(
    {
      accessMethods: fc.uniqueArray(fc.constantFrom(...ACCESS_METHOD_IDS), { minLength: 1 }),
      resources: fc
        .uniqueArray(fc.constantFrom('/', '/pets', '/pets/1', '/pets/2'), { minLength: 1 })
        .map((paths) => paths.map((path) => ({ path }))),
      vantage: fc.constantFrom({ network: 'vpc' }, { network: 'on-premises' }),
      connection: fc.integer({ min: 1, max: 65_535 }).map((port) => ({ port })),
    },
    { requiredKeys: [] },
  )
  .map((more) => targetOf({ customDomain: { name: 'pets.example.com' }, ...more }));

test('no two probes are identical', () => {
  fc.assert(
    fc.property(target, endpoints, (given, known) => {
      const probes = plan(given, known).map((probe) => JSON.stringify(probe));
      expect(new Set(probes).size).toBe(probes.length);
    }),
  );
});

test('no name has a port, and every path starts with one slash', () => {
  fc.assert(
    fc.property(target, endpoints, (given, known) => {
      for (const { route } of plan(given, known)) {
        for (const name of [route.dial, route.sni, route.host]) expect(name).toMatch(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/);
        expect(route.path).toMatch(/^\/(?!\/)/);
      }
    }),
  );
});

test('every way that is planned has a probe for every resource, and no other way has one', () => {
  fc.assert(
    fc.property(target, endpoints, (given, known) => {
      const expected =
        known.length === 0
          ? []
          : plannedMethods(given, known).flatMap((way) => given.resources.map(({ label }) => `${way} ${label}`));
      const planned = plan(given, known).map(({ accessMethod, resource }) => `${accessMethod} ${resource.label}`);
      expect([...new Set(planned)].sort()).toEqual([...expected].sort());
    }),
  );
});
