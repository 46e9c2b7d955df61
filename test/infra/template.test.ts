// template.yaml: what people without CDK deploy. The file itself is read and deployed, with many choices of parameters.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { templateYaml } from '../../scripts/template-yaml.ts';
import type { Endpoint } from '../../src/domain/endpoint.ts';
import { plan } from '../../src/domain/plan.ts';
import { parseTarget, type Target } from '../../src/domain/target.ts';
import { plannedMetrics } from '../../src/publish/metrics.ts';
import { missing } from '../support/external.ts';
import { alarmChange } from './alarm-changes.ts';
import { type Deployment, deployed } from './deployment.ts';
import { type Transformer, transformed } from './input-transformer.ts';
import { evaluated } from './rule-grammar.ts';
import { type Resource, readTemplate } from './template-file.ts';

const FILE = fileURLToPath(new URL('../../template.yaml', import.meta.url));
const template = await readTemplate();

const NEEDED = {
  ApiId: '01234567ab',
  StageName: 'test',
  VpcId: 'vpc-0a1b2c3d4e5f60718',
  SubnetIds: 'subnet-0aaa1111bbbb2222c,subnet-0ddd3333eeee4444f',
};
const OFF = { PrivateDns: 'false', Route53Alias: 'false', VpceHost: 'false', VpceApiId: 'false' };
const NAME = 'execute-api.us-west-2.vpce.amazonaws.com';
const DNS_NAMES = `vpce-01234567abcdef012-01234567.${NAME},vpce-01234567abcdef012-01234567-us-west-2a.${NAME}`;
const SECRET = 'arn:aws:secretsmanager:us-west-2:111122223333:secret:pets/key-AbCdEf';
const KEY = 'arn:aws:kms:us-west-2:111122223333:key/01234567-89ab-cdef-0123-456789abcdef';
const TOPIC = 'arn:aws:sns:us-west-2:111122223333:on-call';

/** Choices that lead through every condition of the template, both ways. */
const CHOICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'what is needed alone': {},
  'every way': { ApiName: 'Pet Store', CustomDomainName: 'pets.internal.example.com', CustomDomainBasePath: 'v1' },
  'one way without zones': { ...OFF, Route53Alias: 'true' },
  'one way with zones': { ...OFF, VpceHost: 'true' },
  'a custom domain alone': { ...OFF, CustomDomainName: 'pets.internal.example.com' },
  'nothing but the log': { Publisher: 'emf', EndpointDnsNames: DNS_NAMES },
  'no zonal names': { EndpointDnsNames: DNS_NAMES.split(',')[0] ?? '', WatchZones: 'false' },
  'endpoints by id': { VpcEndpointIds: 'vpce-01234567abcdef012,vpce-0fedcba9876543210', PhaseMetrics: 'true' },
  'no explanations': { Explain: 'false' },
  'expressions that look like placeholders': {
    Resources:
      '[{"path":"/a","expect":{"body":["length(@) > `0` && length(@) < `9`","\\"<alarm-name>\\" == \\"\\""]}}]',
  },
  'own topics': { PageTopicArn: TOPIC, WarnTopicArn: TOPIC },
  'one own topic and a mail': { PageTopicArn: TOPIC, NotificationEmail: 'on-call@example.com' },
  'the other topic and a mail': { WarnTopicArn: TOPIC, NotificationEmail: 'on-call@example.com' },
  'signed requests': { SignRequests: 'true', Paths: '/pets' },
  'a key in a header': { SecretArn: SECRET, CreateSecretsManagerEndpoint: 'true', SecretKeyArn: KEY },
  'signed requests with a secret in JSON': { SignRequests: 'true', SecretArn: SECRET, SecretJsonKey: 'api.key' },
  'signed requests into public blocks': { SignRequests: 'true', TrustedNetworks: '203.0.113.0/24,2001:db8::/56' },
  'two other vantages': {
    ...{ OnPremisesVantage: 'dc1', SecondOnPremisesVantage: 'dc 2' },
    ...{ CustomDomainName: 'pets.internal.example.com', SecretArn: SECRET },
  },
  'another vantage with private names': {
    ...{ OnPremisesVantage: 'dc1', OnPremisesPrivateNames: 'true', CustomDomainName: 'pets.internal.example.com' },
    ...{ RateInMinutes: '5', EndpointDnsNames: DNS_NAMES, SignRequests: 'true' },
  },
  'the second vantage alone': {
    ...{ SecondOnPremisesVantage: 'dc2', OnPremisesPrivateNames: 'true', CustomDomainName: 'pets.example.com' },
    ...{ Explain: 'false', MaintenanceSchedule: 'cron(0 2 * * SUN)' },
  },
  'no public way and another vantage': {
    ...{ ...OFF, CustomDomainName: 'pets.example.com', WatchZones: 'false' },
    EndpointDnsNames: DNS_NAMES.split(',')[0] ?? '',
    ...{ OnPremisesVantage: 'dc1', SecondOnPremisesVantage: 'dc2' },
  },
  'seldom, with all extras': {
    VantageName: 'shared services',
    RateInMinutes: '15',
    CreateEc2Endpoint: 'true',
    CreateMonitoringEndpoint: 'true',
    Tracing: 'true',
    Ipv6: 'true',
    RunbookUrl: 'https://runbooks.example.com/canary',
    MaintenanceSchedule: 'cron(0 2 * * SUN)',
    Resources: `[{"path":"/health","expect":{"status":[200,204],"body":["status == 'UP'"]}}]`,
  },
};
const deployments = Object.entries(CHOICES).map(([name, chosen]) => {
  const deployment = deployed(template, { ...NEEDED, ...chosen });
  return { name, deployment, target: targetOf(deployment) };
});

describe('template.yaml', () => {
  it('is what infra/ synthesizes', async () => {
    expect(await readFile(FILE, 'utf8')).toBe(await templateYaml());
  });

  it('takes the functions from the folders that the build writes, and needs nothing of CDK', () => {
    const codes = ['Function', 'ExplanationFunction', 'ExplanationNotifier'].map(
      (id) => template.Resources[id]?.Properties.Code,
    );
    expect(codes).toEqual(['dist/lambda', 'dist/lambda', 'dist/notify']);
    expect(Object.keys(template).sort()).toEqual(
      ['Conditions', 'Description', 'Mappings', 'Metadata', 'Outputs', 'Parameters', 'Resources', 'Rules'].sort(),
    );
    expect(Object.keys(template.Parameters)).not.toContain('BootstrapVersion');
    expect(Object.values(template.Resources).filter(({ Type }) => !/^AWS::(?!CDK)/.test(Type))).toEqual([]);
    expect(JSON.stringify(template)).not.toMatch(/cdk|asset|[0-9A-F]{8}"/i);
  });

  it.for(['cfn-lint'] as const)('satisfies %s', { timeout: 300_000 }, async (program, context) => {
    const reason = missing(program);
    context.skip(reason !== undefined, reason);
    // W3002: the code is a local path, which is for `package` to replace.
    const { stdout } = await promisify(execFile)(program, ['--ignore-checks', 'W3002', '--', FILE]);
    expect(stdout).toBe('');
  });

  it('uses each parameter and each condition', () => {
    const text = JSON.stringify([template.Conditions, template.Resources, template.Outputs]);
    const used = (name: string) => text.includes(`"${name}"`) || text.includes(`\${${name}}`);
    const names = [...Object.keys(template.Parameters), ...Object.keys(template.Conditions)];
    expect(names.filter((name) => !used(name))).toEqual([]);
  });

  it('describes each parameter within what CloudFormation takes', () => {
    for (const [name, { Description }] of Object.entries(template.Parameters)) {
      expect(Description.length, name).toBeLessThan(4_000);
    }
    expect(Object.keys(template.Parameters).length).toBeLessThan(200);
  });

  it('refuses values that would break the configuration', () => {
    const wrong: Readonly<Record<string, readonly string[]>> = {
      ApiId: ['AB', 'ab"'],
      StageName: ['a b', 'a"'],
      ApiName: ["pet's", 'pet"s'],
      VantageName: ['', 'a"b'],
      Paths: ['pets', '/pe"ts', '/pe\\ts', '/a b', '/a\u0001b', '/a?b=c'],
      Resources: ['/health', '{"path":"/"}', '[]'],
      VpcEndpointIds: ['vpce-1'],
      EndpointDnsNames: ['a"b'],
      CustomDomainName: ['Pets', 'a"b.example'],
      CustomDomainBasePath: ['"', '/v1', 'v1/'],
      RateInMinutes: ['7'],
      FailingRuns: ['1-of-1'],
      Publisher: ['none'],
      RunbookUrl: ['javascript:alert(1)', 'https://example.com/#a'],
      MaintenanceDuration: ['PT', '2h'],
      MaintenanceTimezone: ['Europe Berlin'],
      SecretArn: ['pets/key', `${SECRET}"`],
      SecretHeader: ['', 'X-Api-Key', 'a"b', 'host', 'x-apigw-api-id', 'x-amz-date'],
      SecretJsonKey: ['a"b', 'a\\b'],
      SecretKeyArn: ['alias/pets'],
      TrustedNetworks: ['203.0.113.7', '203.0.113.0/24"', '10.0.0.0/8,a"b'],
      OnPremisesVantage: ['a"b', "a'b", 'a\\b'],
    };
    for (const [name, values] of Object.entries(wrong)) {
      for (const value of values) {
        expect(() => deployed(template, { ...NEEDED, [name]: value }), `${name}=${value}`).toThrow(name);
      }
    }
  });

  it('refuses choices that do not go together', () => {
    expect(() => deployed(template, { ...NEEDED, ...OFF })).toThrow('Switch on at least one way to probe.');
    const both = { PageTopicArn: TOPIC, WarnTopicArn: TOPIC };
    const email = { NotificationEmail: 'on-call@example.com' };
    expect(() => deployed(template, { ...NEEDED, ...both, ...email })).toThrow('NotificationEmail is for topics that');
    const signed = { SignRequests: 'true', SecretArn: SECRET, SecretHeader: 'authorization' };
    expect(() => deployed(template, { ...NEEDED, ...signed })).toThrow('A signed request has its signature in');
    for (const names of [
      { OnPremisesVantage: 'vpc' },
      { SecondOnPremisesVantage: 'vpc' },
      { OnPremisesVantage: 'dc1', SecondOnPremisesVantage: 'dc1' },
    ]) {
      expect(() => deployed(template, { ...NEEDED, ...names })).toThrow('Give each vantage a name of its own.');
    }
    const nothing = { ...OFF, PrivateDns: 'true', OnPremisesVantage: 'dc1' };
    expect(() => deployed(template, { ...NEEDED, ...nothing })).toThrow('Nothing would be probed from on-premises');
  });

  it('takes resources in JSON over several lines', () => {
    const Resources = JSON.stringify([{ path: '/health', expect: { status: [204] } }], null, 2);
    expect(targetOf(deployed(template, { ...NEEDED, Resources })).resources).toMatchObject([{ path: '/health' }]);
  });

  it('makes the heartbeat when the runs have begun: without data it is red at once', () => {
    expect(template.Resources.ApiHeartbeat?.DependsOn).toEqual(['ApiSchedule']);
  });

  it('lets people choose how many runs must fail', () => {
    const { resources } = deployed(template, { ...NEEDED, FailingRuns: '3-of-5' });
    const chosen = ['ApiAvailabilityPrivateDns', 'ApiNoSuccess', 'ApiSomeFailure', 'ApiHeartbeat'].map((id) => {
      const { DatapointsToAlarm, EvaluationPeriods } = resources[id]?.Properties ?? {};
      return `${id} ${DatapointsToAlarm} of ${EvaluationPeriods}`;
    });
    expect(chosen).toEqual([
      'ApiAvailabilityPrivateDns 3 of 5',
      'ApiNoSuccess 3 of 5',
      'ApiSomeFailure 3 of 5',
      'ApiHeartbeat 1 of 1',
    ]);
  });

  it('goes through every condition both ways', () => {
    const held = deployments.map(({ deployment }) => deployment.conditions);
    // Not in China here.
    const others = Object.keys(template.Conditions).filter((id) => id !== 'ServiceEndpointsInChina');
    const oneWay = others.filter((id) => new Set(held.map((holds) => holds.includes(id))).size < 2);
    expect(oneWay).toEqual([]);
  });
});

describe.each(deployments)('deployed with $name', ({ deployment, target, name }) => {
  const alarms = ofType(deployment, 'AWS::CloudWatch::Alarm');
  const isOwn = (given: unknown) => dimensions(given ?? []).Vantage === target.vantage.name;
  const composite = (end: string) =>
    ofType(deployment, 'AWS::CloudWatch::CompositeAlarm').find(({ AlarmName }) => String(AlarmName).endsWith(end));
  const vantages = ['OnPremisesVantage', 'SecondOnPremisesVantage'].flatMap((key) => CHOICES[name]?.[key] ?? []);

  it('hands the function a configuration that names its access methods', () => {
    expect(target.accessMethods?.length).toBeGreaterThan(0);
    expect(target.api).toMatchObject({ id: '01234567ab', stage: 'test' });
  });

  it('has alarms on series that the runs publish, and no others', () => {
    const published = new Set(plannedMetrics(target, plan(target, [endpoint(target)])).map(identity));
    const watched = alarms
      .filter(({ Namespace, Dimensions }) => Namespace === target.metrics.namespace && isOwn(Dimensions))
      .map(({ MetricName, Dimensions }) => identity({ name: String(MetricName), dimensions: dimensions(Dimensions) }));
    // What `Resources` has to be refused is not known before it is deployed; without data the alarm is green.
    const own = { Api: target.api.name, Stage: 'test', Vantage: target.vantage.name };
    const softened = identity({ name: 'NotDenied', dimensions: own });
    expect(watched.includes(softened)).toBe(CHOICES[name]?.Resources !== undefined);
    expect(watched.filter((series) => series !== softened && !published.has(series))).toEqual([]);
    const availability = alarms.filter(
      ({ AlarmName, Dimensions }) => String(AlarmName).includes('-availability-') && isOwn(Dimensions),
    );
    expect(availability.map(({ Dimensions }) => dimensions(Dimensions).AccessMethod).sort()).toEqual(
      [...(target.accessMethods ?? [])].sort(),
    );
    const zones = published.has(
      identity({
        name: 'Success',
        dimensions: { ...own, Zone: 'us-west-2a' },
      }),
    );
    const queries = alarms.filter(({ Metrics }) => Metrics !== undefined);
    expect(queries.filter(({ Metrics }) => JSON.stringify(Metrics).includes(`'${target.vantage.name}'`))).toHaveLength(
      zones ? 1 : 0,
    );
  });

  it('has periods that are not shorter than its rate', () => {
    const [schedule] = ofType(deployment, 'AWS::Scheduler::Schedule');
    const [, minutes] = /^rate\((\d+) minutes?\)$/.exec(String(schedule?.ScheduleExpression)) ?? [];
    const periods = alarms.flatMap(
      ({ Period, Metrics }) => Period ?? (Metrics as { Period: number }[])[0]?.Period ?? 0,
    );
    expect(Math.min(...periods.map(Number))).toBeGreaterThanOrEqual(Number(minutes) * 60);
    expect(Number(deployment.resources.Function?.Properties.Timeout)).toBeLessThan(Number(minutes) * 60);
  });

  it('pages when every way fails and not when one does', () => {
    const rule = (id: string) => String(deployment.resources[id]?.Properties.AlarmRule);
    const ways = Object.keys(deployment.resources).filter((id) => id.startsWith('ApiAvailability'));
    const all = [...ways, 'ApiNoSuccess', 'ApiSomeFailure'];
    expect(evaluated(rule('ApiUnreachable'), all)).toBe(true);
    expect(evaluated(rule('ApiUnreachable'), [...all, 'ApiHeartbeat'])).toBe(false);
    const [way = '', ...others] = ways;
    if (others.length > 0) expect(evaluated(rule('ApiUnreachable'), [way, 'ApiNoSuccess'])).toBe(false);
    expect(evaluated(rule('ApiDegraded'), [way, 'ApiSomeFailure'])).toBe(true);
    expect(evaluated(rule('ApiDegraded'), [])).toBe(false);
  });

  it('has a dashboard with the alarms that there are', () => {
    const body = String(deployment.resources.Dashboard?.Properties.DashboardBody);
    expect(JSON.parse(body)).toHaveProperty('widgets');
    const shown = new Set(body.match(/(?<=arn:aws:cloudwatch:us-west-2:111122223333:alarm:)[^"]+/g));
    const made = Object.values(deployment.resources).filter(({ Type }) => /Alarm$/.test(Type));
    expect([...shown].sort()).toEqual(made.map(({ Properties }) => Properties.AlarmName).sort());
  });

  it('explains its alarms with the configuration of its schedule, or has nothing for it', () => {
    const change = alarmChange('canary-pets-test-vpc-slow', [{ value: 'OK' }, { value: 'ALARM', reason: '"3" > 2' }]);
    const told = ofType(deployment, 'AWS::Events::Rule').map(({ Targets }) => {
      const [{ InputTransformer }] = Targets as readonly [{ readonly InputTransformer: Transformer }];
      const { alarm, ...configuration } = JSON.parse(transformed(InputTransformer, change));
      return { alarm, target: parseTarget(configuration, 'us-west-2') };
    });
    const explains = CHOICES[name]?.Explain !== 'false';
    expect(told.map(({ alarm }) => `${alarm.vantage} ${alarm.severity} ${alarm.reason}`)).toEqual(
      explains
        ? [target.vantage.name, ...vantages].flatMap((vantage) =>
            ['page', 'warn'].map((severity) => `${vantage} ${severity} "3" > 2`),
          )
        : [],
    );
    for (const each of told) expect(each.target).toEqual(target);
    const ids = Object.keys(deployment.resources).filter((id) => id.includes('Explanation'));
    expect(ids.length > 0).toBe(explains);
    expect(ofType(deployment, 'AWS::Lambda::Function')).toHaveLength(explains ? 3 : 1);
  });

  it('listens to the alarms that tell somebody, and to no other', () => {
    const heard = ofType(deployment, 'AWS::Events::Rule').flatMap(
      ({ EventPattern }) => (EventPattern as { readonly resources: readonly string[] }).resources,
    );
    const loud = [...alarms, ...ofType(deployment, 'AWS::CloudWatch::CompositeAlarm')]
      .filter(({ AlarmActions, AlarmName }) => AlarmActions !== undefined && !/-function-\w+$/.test(String(AlarmName)))
      .map(({ AlarmName }) => `arn:aws:cloudwatch:us-west-2:111122223333:alarm:${AlarmName}`);
    expect(heard.sort()).toEqual(CHOICES[name]?.Explain === 'false' ? [] : loud.sort());
  });

  it('sends what the parameters say in its requests, and nothing without them', () => {
    const { SignRequests, SecretArn, SecretJsonKey, TrustedNetworks }: Readonly<Record<string, string>> =
      CHOICES[name] ?? {};
    const secret = { kind: 'secret', secretId: SecretArn, ...(SecretJsonKey ? { jsonKey: SecretJsonKey } : {}) };
    expect(target.auth).toEqual(
      SignRequests === undefined && SecretArn === undefined
        ? undefined
        : { iam: SignRequests === 'true', headers: SecretArn === undefined ? {} : { 'x-api-key': secret } },
    );
    const byDefault = parseTarget({ api: target.api, endpoints: { vpcId: 'vpc-0abc1234' } }).connection.trustedNetworks;
    expect(target.connection.trustedNetworks).toEqual(TrustedNetworks?.split(',') ?? byDefault);
  });

  it('compares the vantages that are named, each by alarms on what works there', () => {
    const named = alarms.flatMap(({ Dimensions }) => dimensions(Dimensions ?? []).Vantage ?? []);
    expect([...new Set(named)].sort()).toEqual([target.vantage.name, ...vantages].sort());
    const forwarded = CHOICES[name]?.OnPremisesPrivateNames === 'true';
    const privately = ['private-dns', 'custom-domain'];
    const ways = (target.accessMethods ?? []).filter((way) => forwarded || !privately.includes(way));
    for (const vantage of vantages) {
      const own = alarms.filter(({ Dimensions }) => dimensions(Dimensions ?? []).Vantage === vantage);
      const probed = own.flatMap(({ AlarmName, Dimensions }) =>
        String(AlarmName).includes('-availability-') ? (dimensions(Dimensions).AccessMethod ?? []) : [],
      );
      expect(probed.sort()).toEqual(ways.toSorted());
      const cutoff = composite(`-${vantage}-cutoff`);
      const id = vantage === CHOICES[name]?.OnPremisesVantage ? 'ApiVantage' : 'ApiSecondVantage';
      const pascal = (way: string) => way.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
      const nothing = [...ways.map((way) => `${id}Availability${pascal(way)}`), `${id}NoSuccess`];
      expect(evaluated(String(cutoff?.AlarmRule), nothing)).toBe(true);
      expect(evaluated(String(cutoff?.AlarmRule), [...nothing, 'ApiUnreachable'])).toBe(false);
      expect(evaluated(String(cutoff?.AlarmRule), nothing.slice(1))).toBe(false);
      const everywhere = composite(`-${vantage}-everywhere`);
      expect(evaluated(String(everywhere?.AlarmRule), [...nothing, 'ApiUnreachable'])).toBe(true);
      expect(cutoff?.ActionsSuppressorWaitPeriod).toBe(String(Number(CHOICES[name]?.RateInMinutes ?? 1) * 60 + 60));
    }
    expect(ofType(deployment, 'AWS::IAM::ManagedPolicy')).toHaveLength(vantages.length > 0 ? 1 : 0);
  });

  it('tells somebody, and may do what it needs', () => {
    const chosen: Readonly<Record<string, string>> = CHOICES[name] ?? {};
    const page = deployment.resources.ApiUnreachable?.Properties.AlarmActions;
    expect(page).toEqual([chosen.PageTopicArn ?? 'NotificationsPageTopic']);
    const text = JSON.stringify(deployment.resources.FunctionRole);
    expect(text.includes('cloudwatch:PutMetricData')).toBe(target.publish === 'cloudwatch');
    expect(text.includes('ec2:DescribeVpcEndpoints')).toBe(target.endpoints.kind !== 'names');
    expect(text.includes('xray:')).toBe(chosen.Tracing === 'true');
    expect(text.includes('execute-api:Invoke')).toBe(target.auth?.iam === true);
    expect(text.includes('secretsmanager:GetSecretValue')).toBe(chosen.SecretArn !== undefined);
    expect(text.includes('kms:Decrypt')).toBe(chosen.SecretKeyArn !== undefined);
    expect(ofType(deployment, 'AWS::SNS::Subscription')).toHaveLength(chosen.NotificationEmail === undefined ? 0 : 1);
    expect(ofType(deployment, 'AWS::CloudWatch::AlarmMuteRule')).toHaveLength(chosen.MaintenanceSchedule ? 1 : 0);
  });
});

function targetOf(deployment: Deployment): Target {
  const [schedule] = ofType(deployment, 'AWS::Scheduler::Schedule');
  if (schedule === undefined) throw new Error('nothing is scheduled');
  const { Input } = schedule.Target as { readonly Input: string };
  return parseTarget(JSON.parse(Input), 'us-west-2');
}

function ofType(deployment: Deployment, type: string): readonly Resource['Properties'][] {
  return Object.values(deployment.resources).flatMap(({ Type, Properties }) => (Type === type ? [Properties] : []));
}

function dimensions(given: unknown): Readonly<Record<string, string>> {
  const listed = given as readonly { readonly Name: string; readonly Value: string }[];
  return Object.fromEntries(listed.map(({ Name, Value }) => [Name, Value]));
}

function identity(series: { readonly name: string; readonly dimensions: Readonly<Record<string, string>> }): string {
  return JSON.stringify([series.name, ...Object.entries(series.dimensions).sort()]);
}

/** An endpoint in two zones with private DNS, as EC2 describes it. */
function endpoint({ endpoints }: Target): Endpoint {
  const name = (zone: string) => `vpce-01234567abcdef012-01234567${zone}.${NAME}`;
  return {
    id: endpoints.kind === 'ids' ? endpoints.ids[0] : 'vpce-01234567abcdef012',
    region: 'us-west-2',
    dnsSuffix: 'amazonaws.com',
    regionalName: name(''),
    zones: (endpoints.kind === 'names' && endpoints.names.length === 1 ? [] : ['a', 'b']).map((letter) => ({
      zone: `us-west-2${letter}`,
      name: name(`-us-west-2${letter}`),
    })),
    families: [4],
    privateFamilies: [4],
    privateDns: 'on',
  } as unknown as Endpoint;
}
