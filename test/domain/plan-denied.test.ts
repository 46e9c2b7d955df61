// Which probes have to be refused: by resource, by access method, by endpoint, by both.

import { expect, test } from 'vitest';
import type { Endpoint } from '../../src/domain/endpoint.ts';
import { plan } from '../../src/domain/plan.ts';
import { ENDPOINT_ID, endpointOf, OTHER_ENDPOINT_ID } from '../report/report-builder.ts';
import { targetOf } from './examples.ts';

const FIRST = endpointOf(['us-west-2a']);
const SECOND = endpointOf([], { id: OTHER_ENDPOINT_ID as Endpoint['id'] });
const BOTH = { endpoints: { vpcEndpointIds: [ENDPOINT_ID, OTHER_ENDPOINT_ID] } };
const DENIED = { expect: { denied: true } };

/** Way, endpoint, zone and path of every probe that has to be refused. */
function denied(more: Readonly<Record<string, unknown>>): readonly string[] {
  const probes = plan(targetOf({ ...BOTH, resources: [{ path: '/a' }], ...more }), [FIRST, SECOND]);
  return probes
    .filter(({ resource }) => resource.expect.denied)
    .map(({ accessMethod, endpoint, zone, resource }) =>
      [accessMethod, endpoint === OTHER_ENDPOINT_ID ? 'second' : endpoint && 'first', zone, resource.path]
        .filter(Boolean)
        .join(' '),
    );
}

test('none by default', () => {
  expect(denied({})).toEqual([]);
});

test('by access method: at every endpoint, over every name', () => {
  expect(denied({ routes: [{ accessMethod: 'vpce-host', ...DENIED }] })).toEqual([
    'vpce-host first /a',
    'vpce-host first us-west-2a /a',
    'vpce-host second /a',
  ]);
  expect(denied({ routes: [{ accessMethod: 'private-dns', ...DENIED }] })).toEqual(['private-dns /a']);
});

test('by endpoint: every way that goes to it alone', () => {
  expect(denied({ routes: [{ endpoint: OTHER_ENDPOINT_ID, ...DENIED }] })).toEqual([
    'route53-alias second /a',
    'vpce-host second /a',
    'vpce-api-id second /a',
  ]);
  // The API's own name leads to whichever endpoint DNS answers, the first one as well.
  expect(denied({ routes: [{ endpoint: ENDPOINT_ID, ...DENIED }] })).not.toContain('private-dns /a');
});

test('by both', () => {
  expect(denied({ routes: [{ accessMethod: 'vpce-api-id', endpoint: ENDPOINT_ID, ...DENIED }] })).toEqual([
    'vpce-api-id first /a',
    'vpce-api-id first us-west-2a /a',
  ]);
});

test('by resource: through every way', () => {
  const resources = [{ path: '/a' }, { path: '/b', ...DENIED }];
  expect(denied({ accessMethods: ['private-dns', 'route53-alias'], resources })).toEqual([
    'private-dns /b',
    'route53-alias first /b',
    'route53-alias second /b',
  ]);
});

test('what is to be refused keeps what else is expected of it', () => {
  const resources = [{ path: '/a', expect: { latencyMs: 800 } }];
  const [probe] = plan(targetOf({ resources, routes: [{ accessMethod: 'private-dns', ...DENIED }] }), [FIRST]);
  expect(probe?.resource.expect).toEqual({ status: [200], body: [], latencyMs: 800, denied: true });
});
