import { CfnCondition, CfnParameter, Fn, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { Runbook } from '../../infra/alarm-description.ts';
import { type AlarmOptions, type MadeAlarm, makeAlarms } from '../../infra/alarms.ts';
import { dashboardLink } from '../../infra/console-links.ts';
import { type AlarmSpec, functionAlarms, targetAlarms, type WatchedSeries } from '../../src/alarms/alarms.ts';
import { periodsFor } from '../../src/alarms/settings.ts';
import type { AccessMethodId } from '../../src/domain/access-method.ts';
import { SETTINGS, WATCHED } from '../alarms/watched.ts';
import { type Deployment, resolved } from './resolved.ts';
import { evaluated } from './rule-grammar.ts';

const ACTIONS = { page: ['arn:page'], warn: ['arn:warn', 'arn:warn-too'] };
const RUNBOOK: Runbook = { url: 'https://runbook.example.com/canary', dashboardLink: 'https://console.example.com' };
const METHODS = WATCHED.accessMethods;
const IDS: Readonly<Partial<Record<AccessMethodId, string>>> = {
  'private-dns': 'PrivateDns',
  'route53-alias': 'Route53Alias',
  'vpce-host': 'VpceHost',
  'vpce-api-id': 'VpceApiId',
};

interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

interface Made {
  readonly made: readonly MadeAlarm[];
  readonly template: Template;
  /** By the construct's id, as CloudFormation would fill it in. */
  readonly properties: (id: string, deployment?: Deployment) => Readonly<Record<string, unknown>>;
  readonly resources: Readonly<Record<string, Resource>>;
}

function make(
  specs: readonly AlarmSpec[],
  options: (stack: Stack) => Partial<AlarmOptions> = () => ({}),
  stack = new Stack(),
): Made {
  const made = makeAlarms(stack, specs, { actions: ACTIONS, runbook: RUNBOOK, ...options(stack) });
  const template = Template.fromStack(stack);
  const resources: Readonly<Record<string, Resource>> = template.toJSON().Resources;
  const properties = (id: string, deployment: Deployment = {}) =>
    resolved(resources[id]?.Properties, deployment) as Readonly<Record<string, unknown>>;
  return { made, template, properties, resources };
}

const all = (watched: WatchedSeries = WATCHED) => targetAlarms(watched, SETTINGS);
const COMMON = { TreatMissingData: 'breaching', DatapointsToAlarm: 2, EvaluationPeriods: 3, Threshold: 1 };
const DIMENSIONS = [
  { Name: 'Api', Value: 'pets' },
  { Name: 'Stage', Value: 'test' },
  { Name: 'Vantage', Value: 'vpc' },
];

describe('each alarm over the metrics of the canary', () => {
  const { properties, resources } = make(all());

  it.each(METHODS)('availability of %s', (accessMethod) => {
    const id = { 'private-dns': 'PrivateDns', 'route53-alias': 'Route53Alias', 'vpce-host': 'VpceHost' };
    expect(properties(`Availability${{ ...id, 'vpce-api-id': 'VpceApiId' }[accessMethod as keyof typeof id]}`)).toEqual(
      {
        ...COMMON,
        AlarmName: `canary-pets-test-vpc-availability-${accessMethod}`,
        AlarmDescription: expect.any(String),
        Namespace: 'PrivateApiCanary',
        MetricName: 'Success',
        Dimensions: [...DIMENSIONS, { Name: 'AccessMethod', Value: accessMethod }],
        Statistic: 'Average',
        ComparisonOperator: 'LessThanThreshold',
        Period: 60,
      },
    );
  });

  it('latency: a percentile, whatever the number of samples', () => {
    const alarm = properties('LatencyVpceHost');
    expect(alarm).toMatchObject({
      ...{ MetricName: 'Latency', ExtendedStatistic: 'p90', EvaluateLowSampleCountPercentile: 'evaluate' },
      ...{
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 1_000,
        Period: 300,
        TreatMissingData: 'notBreaching',
      },
      Dimensions: [...DIMENSIONS, { Name: 'AccessMethod', Value: 'vpce-host' }],
    });
    expect(alarm).not.toHaveProperty('Statistic');
  });

  it('no success, some failure: only of what was seen', () => {
    const seen = { ...COMMON, MetricName: 'Success', Dimensions: DIMENSIONS, TreatMissingData: 'notBreaching' };
    expect(properties('NoSuccess')).toMatchObject({ ...seen, Statistic: 'Maximum' });
    expect(properties('SomeFailure')).toMatchObject({ ...seen, Statistic: 'Average' });
  });

  it('heartbeat: pages, and missing data is what it is for', () => {
    expect(properties('Heartbeat')).toMatchObject({
      ...{ MetricName: 'Runs', Statistic: 'Sum', Threshold: 1, ComparisonOperator: 'LessThanThreshold', Period: 60 },
      ...{ DatapointsToAlarm: 1, EvaluationPeriods: 1, TreatMissingData: 'breaching', Dimensions: DIMENSIONS },
      ...{ AlarmActions: ['arn:page'], OKActions: ['arn:page'] },
    });
  });

  it('certificate: warns', () => {
    expect(properties('Certificate')).toMatchObject({
      ...{ MetricName: 'CertificateDaysLeft', Statistic: 'Minimum', Threshold: 14, Period: 3_600 },
      ...{ DatapointsToAlarm: 1, EvaluationPeriods: 1, TreatMissingData: 'notBreaching', Dimensions: DIMENSIONS },
      ...{ ComparisonOperator: 'LessThanThreshold', AlarmActions: ['arn:warn', 'arn:warn-too'] },
    });
  });

  it('zones: a query, with nothing of a single metric', () => {
    const { AlarmName, AlarmDescription, ...zone } = properties('Zone');
    expect(zone).toEqual({
      ...COMMON,
      ComparisonOperator: 'LessThanThreshold',
      Metrics: [{ Id: 'series', Expression: expect.stringContaining('GROUP BY "Zone"'), Period: 60, ReturnData: true }],
    });
  });

  it('the silent ones tell nobody, and no alarm speaks of insufficient data', () => {
    const silent = Object.entries(resources).filter(([, { Properties }]) => !('AlarmActions' in Properties));
    expect(silent.map(([id]) => id.replace(/(PrivateDns|Route53Alias|VpceHost|VpceApiId)$/, ''))).toEqual([
      ...METHODS.map(() => 'Availability'),
      ...['NoSuccess', 'SomeFailure', 'Zone'],
      ...METHODS.map(() => 'Latency'),
    ]);
    expect(silent.some(([, { Properties }]) => 'OKActions' in Properties)).toBe(false);
    expect(JSON.stringify(resources)).not.toContain('InsufficientDataActions');
  });
});

describe('the alarms of the function', () => {
  const { properties } = make(functionAlarms({ prefix: 'canary', functionName: 'the-function' }, SETTINGS));
  const warns = { AlarmActions: ['arn:warn', 'arn:warn-too'], OKActions: ['arn:warn', 'arn:warn-too'] };

  it.each([
    ['FunctionErrors', 'Errors', 'Sum', 0],
    ['FunctionThrottles', 'Throttles', 'Sum', 0],
    ['FunctionDuration', 'Duration', 'Maximum', 24_000],
  ])('%s', (id, metric, statistic, threshold) => {
    expect(properties(id)).toMatchObject({
      ...{ ...warns, Namespace: 'AWS/Lambda', MetricName: metric, Statistic: statistic, Threshold: threshold },
      ...{ DatapointsToAlarm: 2, EvaluationPeriods: 3, TreatMissingData: 'notBreaching', Period: 60 },
      ...{ ComparisonOperator: 'GreaterThanThreshold', Dimensions: [{ Name: 'FunctionName', Value: 'the-function' }] },
    });
  });
});

describe('composite alarms', () => {
  const { properties, resources } = make(all());
  const availability = METHODS.map((way) => `Availability${IDS[way]}`);
  const rule = (id: string) => String(properties(id).AlarmRule);

  it.each([
    ['Unreachable', 'arn:page'],
    ['Degraded', 'arn:warn'],
    ['Slow', 'arn:warn'],
  ])('%s tells %s, also of the end', (id, arn) => {
    expect(resources[id]?.Type).toBe('AWS::CloudWatch::CompositeAlarm');
    expect(properties(id)).toMatchObject({
      AlarmActions: expect.arrayContaining([arn]),
      OKActions: expect.arrayContaining([arn]),
    });
  });

  it('refer to the resources of their alarms, so that CloudFormation makes those first', () => {
    const refs = JSON.stringify(resources.Degraded?.Properties.AlarmRule).match(/(?<="Ref":")\w+/g);
    expect(new Set(refs)).toEqual(new Set([...availability, 'Zone', 'SomeFailure', 'Unreachable', 'Heartbeat']));
  });

  it('unreachable: every way fails and nothing passes', () => {
    expect(evaluated(rule('Unreachable'), [...availability, 'NoSuccess'])).toBe(true);
    expect(evaluated(rule('Unreachable'), availability)).toBe(false);
    expect(evaluated(rule('Unreachable'), [...availability.slice(1), 'NoSuccess'])).toBe(false);
    expect(evaluated(rule('Unreachable'), [...availability, 'NoSuccess', 'Heartbeat'])).toBe(false);
  });

  it('degraded: a way or a zone fails and not all do', () => {
    for (const failing of [...availability, 'Zone']) {
      expect(evaluated(rule('Degraded'), [failing, 'SomeFailure'])).toBe(true);
      expect(evaluated(rule('Degraded'), [failing])).toBe(false);
      expect(evaluated(rule('Degraded'), [failing, 'SomeFailure', 'Unreachable'])).toBe(false);
      expect(evaluated(rule('Degraded'), [failing, 'SomeFailure', 'Heartbeat'])).toBe(false);
    }
  });

  it('slow: a way is slow, and some way is open', () => {
    expect(evaluated(rule('Slow'), ['LatencyVpceApiId'])).toBe(true);
    expect(evaluated(rule('Slow'), ['LatencyVpceApiId', 'Unreachable'])).toBe(false);
    expect(evaluated(rule('Slow'), [])).toBe(false);
  });

  it('must come after the alarms that they name', () => {
    const composites = all().filter(({ kind }) => kind === 'composite');
    expect(() => make(composites)).toThrow('alarm unreachable: availability must be made before it');
  });
});

describe('degraded', () => {
  it('tells nobody while unreachable does, and a minute before and after', () => {
    expect(make(all()).resources.Degraded?.Properties).toMatchObject({
      ActionsSuppressor: { Ref: 'Unreachable' },
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 60,
    });
    expect(make(all()).properties('Unreachable')).not.toHaveProperty('ActionsSuppressor');
  });
});

describe('ways that a parameter switches', () => {
  const switched = make(all({ ...WATCHED, refuses: true }), (stack) => {
    const condition = (id: string) => new CfnCondition(stack, id, { expression: Fn.conditionEquals('a', 'b') });
    return {
      conditions: {
        conditions: Object.fromEntries(METHODS.map((id, index) => [id, condition(`Way${index}`)])),
        zonalCondition: condition('Zonal'),
        refusalCondition: condition('Refusals'),
      },
    };
  });
  const { properties, resources } = switched;
  const rule = (id: string, conditions: readonly string[]) => String(properties(id, { conditions }).AlarmRule);

  it('make their alarms on their conditions, and nothing else', () => {
    const conditions = Object.entries(resources).flatMap(([id, { Condition }]) => (Condition ? [[id, Condition]] : []));
    expect(Object.fromEntries(conditions)).toEqual({
      ...{ AvailabilityPrivateDns: 'Way0', AvailabilityRoute53Alias: 'Way1', AvailabilityVpceHost: 'Way2' },
      ...{ AvailabilityVpceApiId: 'Way3', LatencyPrivateDns: 'Way0', LatencyRoute53Alias: 'Way1' },
      ...{ LatencyVpceHost: 'Way2', LatencyVpceApiId: 'Way3', Zone: 'Zonal', Softened: 'Refusals' },
    });
    expect(switched.made.find(({ spec }) => spec.id === 'zone')?.condition?.logicalId).toBeDefined();
    expect(switched.made.find(({ spec }) => spec.id === 'heartbeat')).not.toHaveProperty('condition');
  });

  it('leave rules that mean the same for the ways that are on', () => {
    const unreachable = rule('Unreachable', ['Way0', 'Way2']);
    expect(unreachable).not.toContain('Route53Alias');
    expect(evaluated(unreachable, ['AvailabilityPrivateDns', 'AvailabilityVpceHost', 'NoSuccess'])).toBe(true);
    expect(evaluated(unreachable, ['AvailabilityPrivateDns', 'NoSuccess'])).toBe(false);
    const degraded = rule('Degraded', ['Way0', 'Way2']);
    expect(degraded).not.toContain('Zone');
    expect(evaluated(degraded, ['AvailabilityVpceHost', 'SomeFailure'])).toBe(true);
    expect(evaluated(degraded, ['SomeFailure'])).toBe(false);
  });

  it('leave rules that are red by nothing when every way is off: without data, no success was seen', () => {
    expect(properties('NoSuccess')).toMatchObject({ TreatMissingData: 'notBreaching' });
    const red = ['Heartbeat'];
    for (const id of ['Unreachable', 'Degraded', 'Slow']) {
      expect(evaluated(rule(id, []), red)).toBe(false);
      expect(evaluated(rule(id, []), [])).toBe(false);
    }
  });
});

describe('what others need of an alarm', () => {
  it('is given in the order of the specifications, by its ARN and as a reference', () => {
    const stack = new Stack(undefined, 'Stack', { env: { region: 'us-west-2', account: '111122223333' } });
    const specs = all();
    const { made } = make(specs, undefined, stack);
    expect(made.map(({ spec }) => spec)).toEqual(specs);
    const unreachable = made.find(({ spec }) => spec.id === 'unreachable');
    expect(stack.resolve([unreachable?.arn, unreachable?.name])).toEqual([
      {
        'Fn::Join': [
          '',
          ['arn:', { Ref: 'AWS::Partition' }, `:cloudwatch:us-west-2:111122223333:alarm:${unreachable?.spec.name}`],
        ],
      },
      { Ref: 'Unreachable' },
    ]);
  });
});

describe('descriptions', () => {
  it('say what it means, what to do first, and link to the section of the runbook', () => {
    expect(make(all()).properties('Heartbeat').AlarmDescription).toBe(
      'No run has tried a probe: nobody is watching this API, and its other alarms say nothing.\n\n' +
        '**First:** Look at the function: its errors, its log, its schedule; then at how it reaches EC2 and CloudWatch.\n\n' +
        '[Runbook](https://runbook.example.com/canary#heartbeat)',
    );
  });

  it('are there for every alarm, with a link of its own', () => {
    const specs = [...all(), ...functionAlarms({ prefix: 'canary', functionName: 'f' }, SETTINGS)];
    const { resources, made } = make(specs);
    const descriptions = Object.values(resources).map(({ Properties }) => String(Properties.AlarmDescription));
    expect(descriptions).toHaveLength(specs.length);
    made.forEach(({ spec }, index) => {
      const description = descriptions[index] ?? '';
      expect(description).toContain(`${spec.meaning}\n\n**First:** ${spec.first}`);
      expect(description).toContain(`(https://runbook.example.com/canary#${spec.id})`);
      expect(description.length).toBeLessThanOrEqual(1_024);
    });
  });

  it('link to the dashboard where no page is given, which a parameter may decide', () => {
    const { dashboardLink } = RUNBOOK;
    expect(make(all(), () => ({ runbook: { dashboardLink } })).properties('Slow').AlarmDescription).toContain(
      '[Runbook](https://console.example.com)',
    );
    const { properties } = make(all(), (stack) => {
      const url = new CfnParameter(stack, 'RunbookUrl').valueAsString;
      const given = new CfnCondition(stack, 'HasRunbook', { expression: Fn.conditionNot(Fn.conditionEquals(url, '')) });
      return { runbook: { url, given, dashboardLink } };
    });
    const description = (conditions: readonly string[]) =>
      properties('Slow', { conditions, refs: { RunbookUrl: 'https://wiki' } }).AlarmDescription;
    expect(description(['HasRunbook'])).toContain('[Runbook](https://wiki#slow)');
    expect(description([])).toContain('[Runbook](https://console.example.com)');
  });

  it('that are too long are refused', () => {
    const url = `https://wiki/${'x'.repeat(1_000)}`;
    expect(() => make(all(), () => ({ runbook: { ...RUNBOOK, url } }))).toThrow(
      /^the description of alarm heartbeat may have \d{4} characters; CloudWatch takes 1024$/,
    );
  });
});

describe("the console's address of a dashboard", () => {
  const stack = new Stack();
  const address = stack.resolve(dashboardLink(stack, 'canary'));

  it('has the Region, and the host of the partition', () => {
    const refs = { 'AWS::Region': 'us-west-2', 'AWS::Partition': 'aws' };
    expect(resolved(address, { refs })).toBe(
      'https://us-west-2.ConsoleHosts.aws.Host/cloudwatch/home?region=us-west-2#dashboards/dashboard/canary',
    );
  });

  it.each([
    ['aws', 'console.aws.amazon.com'],
    ['aws-cn', 'console.amazonaws.cn'],
    ['aws-us-gov', 'console.amazonaws-us-gov.com'],
    ['aws-eusc', 'console.amazonaws-eusc.eu'],
  ])('in partition %s is on %s', (partition, host) => {
    Template.fromStack(stack).hasMapping('ConsoleHosts', { [partition]: { Host: host } });
  });

  it('is the same for everything in a stack', () => {
    expect(stack.resolve(dashboardLink(stack, 'canary'))).toEqual(address);
  });
});

describe('tokens', () => {
  it('stand in names, dimensions, periods and thresholds', () => {
    const stack = new Stack();
    const api = new CfnParameter(stack, 'ApiName').valueAsString;
    const seconds = Token.asNumber(new CfnParameter(stack, 'Seconds', { type: 'Number' }).value);
    const periods = { run: seconds, latency: seconds, certificate: seconds };
    const { properties } = make(targetAlarms({ ...WATCHED, api }, { ...SETTINGS, periods }), undefined, stack);
    const refs = { ApiName: 'cats', Seconds: '120' };
    expect(properties('NoSuccess', { refs })).toMatchObject({
      ...{ AlarmName: 'canary-cats-test-vpc-no-success', Period: '120' },
      Dimensions: [{ Name: 'Api', Value: 'cats' }, ...DIMENSIONS.slice(1)],
    });
    expect(JSON.stringify(properties('Zone', { refs }).Metrics)).toContain(`\\"Api\\" = 'cats'`);
  });

  it('leave nothing undone: a canary that runs too seldom for alarms is refused', () => {
    const settings = { ...SETTINGS, periods: periodsFor(3 * 86_400) };
    expect(() => make(targetAlarms(WATCHED, settings))).toThrow(
      'alarm availability would look at 777600 s; CloudWatch looks at 604800 s at most',
    );
  });
});
