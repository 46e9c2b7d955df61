// Every alarm looks at a series that the runs publish, and every access method that the runs probe has its alarms: an
// alarm on a series that nobody publishes would be red for ever.

import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TargetInput, WatchOptions } from '../../infra/private-api-canary.ts';
import { ACCESS_METHOD_IDS } from '../../src/domain/access-method.ts';
import type { Endpoint } from '../../src/domain/endpoint.ts';
import { type PlannedProbe, plan } from '../../src/domain/plan.ts';
import type { Target } from '../../src/domain/target.ts';
import { DIMENSION_SETS } from '../../src/publish/dimensions.ts';
import { plannedMetrics } from '../../src/publish/metrics.ts';
import { vpceName } from '../domain/examples.ts';
import { endpointOf } from '../report/report-builder.ts';
import { canaryIn, ENDPOINT_ID, PETS, propertiesOf, stackIn, targetsIn } from './canary-stack.ts';

type Dimensions = Readonly<Record<string, string>>;

interface AlarmProperties {
  readonly AlarmName: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Metrics?: readonly { readonly Expression: string }[];
}

const keyOf = (namespace: string, metric: string, dimensions: Dimensions) =>
  `${namespace} ${metric} ${JSON.stringify(dimensions)}`;

/** What a run of the target publishes where every endpoint has three zones. */
function publishedBy(target: Target): readonly { readonly key: string; readonly dimensions: Dimensions }[] {
  const { namespace } = target.metrics;
  return plannedMetrics(target, probesOf(target)).map(({ name, dimensions }) => ({
    key: keyOf(namespace, name, dimensions),
    dimensions,
  }));
}

function probesOf(target: Target): readonly PlannedProbe[] {
  return plan(target, endpointsOf(target));
}

/** Private DNS is off: what is planned all the same was named. */
function endpointsOf({ endpoints }: Target): readonly Endpoint[] {
  const described = endpointOf(['us-west-2a', 'us-west-2b', 'us-west-2c'], { privateDns: 'off' });
  if (endpoints.kind !== 'names') return [described];
  const { regionalName, privateDns, ...named } = described;
  return [
    {
      ...named,
      ...(endpoints.names.some((name) => name === regionalName) ? { regionalName: vpceName() } : {}),
      zones: described.zones.filter(({ name }) => endpoints.names.includes(name)),
    },
  ];
}

function alarmsIn(template: Template): readonly AlarmProperties[] {
  const alarms = propertiesOf(template, 'AWS::CloudWatch::Alarm') as unknown as readonly AlarmProperties[];
  return alarms.filter(({ Namespace }) => Namespace !== 'AWS/Lambda');
}

/** The series of an alarm: one, or all that its query finds among those that are published. */
function seriesOf(alarm: AlarmProperties, target: Target): readonly string[] {
  const [query] = alarm.Metrics ?? [];
  if (query === undefined) {
    const dimensions = (alarm.Dimensions ?? []).map(({ Name, Value }) => [Name, Value] as const);
    return [keyOf(alarm.Namespace ?? '', alarm.MetricName ?? '', Object.fromEntries(dimensions))];
  }
  const { metric, namespace, dimensions, values, group } = parsedQuery(query.Expression);
  expect(dimensions.filter((name) => !(name in values))).toEqual([group]);
  return publishedBy(target)
    .map((series) => series.dimensions)
    .filter((own) => Object.keys(own).join() === dimensions.join())
    .filter((own) => Object.entries(values).every(([name, value]) => own[name] === value))
    .map((own) => keyOf(namespace, metric, own));
}

/** Metrics Insights' SQL as the alarm over zones has it. */
function parsedQuery(query: string) {
  const { metric, schema, where, group } =
    /^SELECT AVG\("(?<metric>\w+)"\) FROM SCHEMA\((?<schema>[^)]+)\) WHERE (?<where>.+) GROUP BY "(?<group>\w+)" ORDER BY AVG\(\) ASC$/.exec(
      query,
    )?.groups ?? {};
  const [namespace = '', ...dimensions] = [...(schema ?? '').matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? '');
  const values = Object.fromEntries(
    [...(where ?? '').matchAll(/"(\w+)" = '([^']+)'/g)].map(([, name, value]) => [name, value]),
  );
  return { metric: metric ?? '', namespace, dimensions, values: values as Dimensions, group: group ?? '' };
}

function watched(input: TargetInput, options: WatchOptions = {}) {
  const stack = stackIn();
  canaryIn(stack).watch(input, options);
  const template = Template.fromStack(stack);
  const [target] = targetsIn(template);
  if (target === undefined) throw new Error('no schedule');
  return { target, alarms: alarmsIn(template), template };
}

function expectPublished(input: TargetInput, options: WatchOptions = {}): void {
  const { target, alarms } = watched(input, options);
  const published = new Set(publishedBy(target).map(({ key }) => key));
  for (const alarm of alarms) {
    const series = seriesOf(alarm, target);
    expect(series.length, alarm.AlarmName).toBeGreaterThan(0);
    expect(
      series.filter((key) => !published.has(key)),
      alarm.AlarmName,
    ).toEqual([]);
  }
  // And nothing that is probed goes without alarms.
  const methodOf = ({ Dimensions = [] }: AlarmProperties) =>
    Dimensions.flatMap(({ Name, Value }) => (Name === 'AccessMethod' ? Value : []));
  const planned = [...new Set(probesOf(target).map(({ accessMethod }) => accessMethod))].sort();
  expect(target.accessMethods?.toSorted()).toEqual(planned);
  for (const metric of ['Success', 'Latency']) {
    expect(
      alarms
        .filter(({ MetricName }) => MetricName === metric)
        .flatMap(methodOf)
        .sort(),
    ).toEqual(planned);
  }
}

const zones = (alarms: readonly AlarmProperties[]) => alarms.filter(({ Metrics }) => Metrics !== undefined);
const REGIONAL = vpceName();
const ZONAL = vpceName(ENDPOINT_ID, 'us-west-2a');
const API = { ...PETS.api, region: 'us-west-2' };

const DENIED = { expect: { denied: true } } as const;

const TARGETS: Readonly<Record<string, TargetInput>> = {
  'only what is required': PETS,
  'an API without a name': { ...PETS, api: { id: '01234567ab', stage: 'test' } },
  'an alias switched off': { ...PETS, accessMethods: ['private-dns', 'vpce-host', 'vpce-api-id'] },
  'ways in another order': { ...PETS, accessMethods: ['vpce-api-id', 'private-dns'] },
  'no way with zones': { ...PETS, accessMethods: ['private-dns', 'route53-alias'] },
  'a custom domain': { ...PETS, customDomain: { name: 'pets.example.com', basePath: 'v1' } },
  'a custom domain alone': {
    ...PETS,
    customDomain: { name: 'pets.example.com' },
    accessMethods: ['custom-domain', 'vpce-custom-domain'],
  },
  'every endpoint of a VPC': { ...PETS, endpoints: { vpcId: 'vpc-0123456789abcdef0' } },
  'DNS names with a zone': { ...PETS, api: API, endpoints: { dnsNames: [REGIONAL, ZONAL] } },
  'a zonal DNS name alone': { ...PETS, api: API, endpoints: { dnsNames: [ZONAL] } },
  'regional DNS names': { ...PETS, api: API, endpoints: { dnsNames: [REGIONAL] } },
  'DNS names and private DNS by name': {
    ...PETS,
    api: API,
    endpoints: { dnsNames: [REGIONAL] },
    accessMethods: ['private-dns', 'vpce-host'],
  },
  'a vantage of its own': { ...PETS, vantage: { name: 'vpc of the shop' } },
  'an on-premises network behind the VPC': { ...PETS, vantage: { network: 'on-premises' } },
  'an on-premises network with a custom domain': {
    ...PETS,
    vantage: { network: 'on-premises' },
    customDomain: { name: 'pets.example.com' },
  },
  'a namespace of its own': { ...PETS, metrics: { namespace: 'Shop/Canary', phases: true } },
  'embedded metrics': { ...PETS, publish: 'emf' },
  'a resource that has to be refused': { ...PETS, resources: [{ path: '/pets' }, { path: '/admin', ...DENIED }] },
};

describe('every alarm looks at what is published', () => {
  it.each(Object.entries(TARGETS))('with %s', (_, input) => {
    expectPublished(input);
  });

  it('with any configuration', () => {
    const input = fc.record(
      {
        api: fc.constantFrom(API, { ...API, name: 'pets (v1.2), new' }),
        endpoints: fc.constantFrom<TargetInput['endpoints'][]>(
          PETS.endpoints,
          { dnsNames: [REGIONAL] },
          { dnsNames: [ZONAL, REGIONAL] },
        ),
        customDomain: fc.constant({ name: 'pets.example.com' }),
        accessMethods: fc.subarray([...ACCESS_METHOD_IDS], { minLength: 1 }),
        vantage: fc.constantFrom<NonNullable<TargetInput['vantage']>[]>(
          { name: 'here' },
          { network: 'on-premises', name: 'there' },
        ),
        publish: fc.constantFrom('cloudwatch' as const, 'emf' as const),
      },
      { requiredKeys: ['api', 'endpoints', 'customDomain'] },
    );
    fc.assert(
      fc.property(input, (target) => expectPublished(target)),
      { numRuns: 25 },
    );
  });

  it('with longer periods', () => {
    expectPublished(PETS, { every: Duration.minutes(15) });
  });
});

describe('the alarm on what is let in', () => {
  const host = { accessMethod: 'vpce-host', ...DENIED } as const;
  const ofEndpoint = { endpoint: ENDPOINT_ID, ...DENIED };

  it.each<readonly [string, Partial<TargetInput>, boolean]>([
    ['nothing', {}, false],
    ['a resource', { resources: [{ path: '/admin', ...DENIED }] }, true],
    ['a way', { routes: [host] }, true],
    ['an endpoint', { routes: [ofEndpoint] }, true],
    ['an endpoint, by a way of no endpoint', { routes: [ofEndpoint], accessMethods: ['private-dns'] }, false],
  ])('where %s has to be refused', (_what, more, there) => {
    const { target, alarms } = watched({ ...PETS, ...more });
    const softened = alarms.filter(({ MetricName }) => MetricName === 'NotDenied');
    expect(softened).toHaveLength(there ? 1 : 0);
    const published = publishedBy(target).map(({ key }) => key);
    expect(softened.flatMap((alarm) => seriesOf(alarm, target))).toEqual(
      published.filter((key) => key.includes(' NotDenied ')),
    );
  });
});

describe('the alarm over zones', () => {
  it('groups by zone and names none', () => {
    const { alarms, target } = watched(PETS);
    const [query = ''] = zones(alarms).map(({ Metrics }) => Metrics?.[0]?.Expression ?? '');
    expect(parsedQuery(query)).toEqual({
      metric: 'Success',
      namespace: 'PrivateApiCanary',
      dimensions: [...DIMENSION_SETS.zone],
      values: { Api: 'pets', Stage: 'test', Vantage: 'vpc' },
      group: 'Zone',
    });
    expect(zones(alarms)).toHaveLength(1);
    expect(target.accessMethods).toContain('vpce-host');
  });

  it('finds a series for each of three zones, none of which the template names', () => {
    const { alarms, target, template } = watched(PETS);
    const [zone] = zones(alarms);
    expect(new Set(zone && seriesOf(zone, target)).size).toBe(3);
    expect(JSON.stringify(template.toJSON())).not.toMatch(/us-(east|west)-\d[a-z]/);
  });

  it.each(['no way with zones', 'regional DNS names', 'DNS names and private DNS by name'])(
    'is not there with %s',
    (name) => {
      expect(zones(watched(TARGETS[name] ?? PETS).alarms)).toEqual([]);
    },
  );

  it.each(['DNS names with a zone', 'a zonal DNS name alone', 'a custom domain alone'])('is there with %s', (name) => {
    expect(zones(watched(TARGETS[name] ?? PETS).alarms)).toHaveLength(1);
  });

  it('is not there where its query would not see three runs', () => {
    expect(zones(watched(PETS, { every: Duration.hours(1) }).alarms)).toHaveLength(1);
    expect(zones(watched(PETS, { every: Duration.hours(2) }).alarms)).toEqual([]);
  });
});
