// Every metric on the dashboard is one that is published, with the dimensions that it is published with.

import { CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCESS_METHOD_IDS } from '../../src/domain/access-method.ts';
import { DIMENSION_SETS } from '../../src/publish/dimensions.ts';
import { METRICS, type MetricName } from '../../src/publish/metrics.ts';
import type { Body } from './dashboard-body.ts';
import { parsedSearch, type Shown, shownMetrics } from './dashboard-metrics.ts';
import { addDashboard, bodyWith, deployedBody, watchedApi } from './dashboard-stack.ts';
import { plainStack } from './plain-stack.ts';

const NAMESPACE = 'Canary.Tests/1';

const own = (body: Body) => shownMetrics(body).filter(({ namespace }) => namespace === NAMESPACE);
const every = watchedApi({ namespace: NAMESPACE, accessMethods: ACCESS_METHOD_IDS, refuses: true });

describe("the canary's own metrics", () => {
  const shown = own(bodyWith({ watched: () => [every] }));

  it('are published with these dimensions', () => {
    const published = new Set(
      Object.entries(METRICS).flatMap(([name, { sets }]) => sets.map((set) => `${name} {${DIMENSION_SETS[set]}}`)),
    );
    const names = shown.map(({ metric, dimensions }) => `${metric} {${dimensions}}`);
    expect(names.filter((name) => !published.has(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(30);
  });

  it('are all there', () => {
    expect(new Set(shown.map(({ metric }) => metric))).toEqual(new Set(Object.keys(METRICS)));
  });

  it('are those of this API', () => {
    const { api, stage, vantage } = every.api.series;
    const others = shown.filter(
      ({ values }) => values.Api !== api || values.Stage !== stage || values.Vantage !== vantage,
    );
    expect(others).toEqual([]);
  });

  it('are searched for where ways, resources and zones may come and go', () => {
    const open = ({ dimensions, values }: Shown) => dimensions.filter((name) => !(name in values));
    const searches = shown.filter((each) => open(each).length > 0);
    expect(searches.map((each) => `${each.metric} ${each.statistic} by ${open(each)}`)).toEqual([
      'Success Average by AccessMethod',
      'Success Average by AccessMethod,Resource',
      'Latency p50 by AccessMethod',
      'Latency p90 by AccessMethod',
      'Latency p99 by AccessMethod',
      'Success Average by Zone',
      'Latency p90 by Zone',
    ]);
  });

  it('show the phases of each way one by one', () => {
    const phases = Object.keys(METRICS).filter((name) => METRICS[name as MetricName].when === 'phases');
    const seen = shown.filter(({ metric }) => phases.includes(metric));
    expect(seen.map(({ metric, values }) => `${values.AccessMethod} ${metric}`)).toEqual(
      ACCESS_METHOD_IDS.flatMap((way) => phases.map((phase) => `${way} ${phase}`)),
    );
  });

  it('count what is let in only where something has to be refused', () => {
    const refusals = (refuses: boolean) =>
      own(bodyWith({ watched: () => [watchedApi({ namespace: NAMESPACE, refuses })] }))
        .filter(({ metric }) => metric === 'NotDenied')
        .map(({ statistic }) => statistic);
    expect([refusals(true), refusals(false)]).toEqual([['Maximum'], []]);
  });

  it('have no zones where no way has any', () => {
    const body = bodyWith({ watched: () => [watchedApi({ namespace: NAMESPACE, zonal: false })] });
    expect(own(body).filter(({ dimensions }) => dimensions.includes('Zone'))).toEqual([]);
  });
});

describe("AWS's metrics", () => {
  // Sources: "Types of metrics for Lambda functions" (Lambda), "REST API dimensions and metrics" (API Gateway), "CloudWatch
  // metrics for AWS PrivateLink" (PrivateLink).
  const DOCUMENTED: Readonly<Record<string, readonly string[]>> = {
    'AWS/Lambda {FunctionName}': ['Duration', 'Errors', 'Throttles', 'Invocations'],
    'AWS/ApiGateway {ApiName,Stage}': ['Count', '4XXError', '5XXError', 'Latency', 'IntegrationLatency'],
    'AWS/PrivateLinkEndpoints {Endpoint Type,Service Name,Subnet Id,VPC Endpoint Id,VPC Id}': [
      'ActiveConnections',
      'NewConnections',
      'PacketsDropped',
      'RstPacketsReceived',
    ],
  };

  it('are there by the names and dimensions that AWS documents', () => {
    const foreign = shownMetrics(bodyWith({ watched: () => [every] })).filter(
      ({ namespace }) => namespace !== NAMESPACE,
    );
    const seen = Map.groupBy(foreign, ({ namespace, dimensions }) => `${namespace} {${dimensions}}`);
    expect([...seen.keys()].toSorted()).toEqual(Object.keys(DOCUMENTED).toSorted());
    for (const [key, metrics] of seen) {
      expect(new Set(metrics.map(({ metric }) => metric)), key).toEqual(new Set(DOCUMENTED[key]));
    }
  });

  it('are those of the function, the API and its VPC', () => {
    const body = bodyWith({
      functionName: 'my-canary',
      watched: () => [watchedApi({ api: 'pets' }, { vpcId: 'vpc-1' })],
    });
    const values = (wanted: string) =>
      shownMetrics(body).flatMap((each) => (each.namespace === wanted ? [each.values] : []));
    expect(new Set(values('AWS/Lambda').map(({ FunctionName }) => FunctionName))).toEqual(new Set(['my-canary']));
    expect(values('AWS/ApiGateway')).toEqual(values('AWS/ApiGateway').map(() => ({ ApiName: 'pets', Stage: 'test' })));
    const searches = JSON.stringify(body).match(/SEARCH\('\{[^}]*PrivateLink[^']*'/g) ?? [];
    expect(searches.filter((search) => search.includes(String.raw`\"vpc-1\" execute-api'`))).toHaveLength(4);
  });
});

describe('names', () => {
  const namesIn = (body: Body) => new Set(own(body).map(({ values }) => `${values.Api} from ${values.Vantage}`));
  const watching = (api: string, vantage: string) => ({
    watched: () => [watchedApi({ api, vantage, namespace: NAMESPACE })],
  });

  it.each(['my pets', 'pets-v1.2_b', 'pets (new)', 'say "pets"', String.raw`pets\dogs`, `a \${x} and \${!y}`])(
    'may be %s',
    (name) => {
      expect(namesIn(bodyWith(watching(name, 'vpc')))).toEqual(new Set([`${name} from vpc`]));
    },
  );

  it('may be any that the configuration takes', () => {
    // Left out: the single quote, which ends a search expression and which CloudWatch documents no way to escape.
    const characters = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).filter(
      (c) => c !== "'",
    );
    const name = fc
      .string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 100 })
      .filter((text) => /^(?!:)(?=.*[!-~])/.test(text) && text !== '.');
    fc.assert(
      fc.property(name, name, (api, vantage) => {
        expect(namesIn(bodyWith(watching(api, vantage)))).toEqual(new Set([`${api} from ${vantage}`]));
      }),
      { numRuns: 30 },
    );
  });

  it('may be filled in by CloudFormation', () => {
    const stack = plainStack();
    const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
    const [name, id, vantage] = [parameter('ApiName'), parameter('ApiId'), parameter('Vantage')];
    const named = new CfnCondition(stack, 'Named', { expression: Fn.conditionNot(Fn.conditionEquals(name, '')) });
    const api = Fn.conditionIf(named.logicalId, name, id).toString();
    addDashboard(stack, watching(api, vantage));
    const values = { ApiName: 'my pets', ApiId: '01234567ab', Vantage: 'vpc' };
    expect(namesIn(deployedBody(stack, { values, holds: ['Named'] }))).toEqual(new Set(['my pets from vpc']));
    expect(namesIn(deployedBody(stack, { values }))).toEqual(new Set(['01234567ab from vpc']));
  });
});

describe('the reader of searches', () => {
  it('sees through quotes', () => {
    expect(parsedSearch(String.raw`SEARCH('{"A/B","Api"} MetricName="M" Api="a \(\"b\"\) \\"', 'p90')`)).toEqual({
      namespace: 'A/B',
      metric: 'M',
      dimensions: ['Api'],
      values: { Api: String.raw`a ("b") \ `.trimEnd() },
      statistic: 'p90',
    });
  });

  it.each([
    "SEARCH('{A} MetricName=\"M\" Api=\"it's\"', 'Sum')",
    'SELECT 1',
    `SEARCH('{"A"} ${'x'.repeat(1_024)}', 'Sum')`,
  ])('refuses %s', (expression) => {
    expect(() => parsedSearch(expression)).toThrow();
  });
});
