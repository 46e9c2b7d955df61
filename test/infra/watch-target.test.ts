// How a target becomes a watched API: with tokens in it, and with everything wrong that can be seen before it is deployed.

import { CfnParameter, Duration, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EndpointType, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { describe, expect, it } from 'vitest';
import type { TargetInput, WatchOptions } from '../../infra/private-api-canary.ts';
import { rateExpression, type Surroundings, watchTarget } from '../../infra/watch-target.ts';
import { thrownBy, vpceName } from '../domain/examples.ts';
import {
  canaryIn,
  ENDPOINT_ID,
  inputsIn,
  newVpcIn,
  PETS,
  plainApp,
  propertiesOf,
  stackIn,
  targetsIn,
} from './canary-stack.ts';
import { filledIn } from './filled-in.ts';

const OTHER_ENDPOINT_ID = 'vpce-0fedcba9876543210';
const API = PETS.api;

function around(stack: Stack, more: Partial<Surroundings> = {}): Surroundings {
  return { stack, prefix: 'canary', vpcId: 'vpc-1', functionTimeoutSeconds: 50, ec2Endpoint: false, ...more };
}

const inUsEast = () => stackIn(plainApp(), 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
const watched = (
  target: TargetInput,
  options: WatchOptions = {},
  stack = stackIn(),
  more: Partial<Surroundings> = {},
) => watchTarget(target, options, around(stack, more));
/** As users of JavaScript may write it. */
const untyped = (target: unknown) => target as TargetInput;

describe('values that only CloudFormation knows', () => {
  it('may be those of an API, its stage and an endpoint of the same program', () => {
    const stack = stackIn();
    const vpc = newVpcIn(stack);
    const endpoint = new InterfaceVpcEndpoint(stack, 'Endpoint', {
      vpc,
      service: InterfaceVpcEndpointAwsService.APIGATEWAY,
    });
    const api = new RestApi(stack, 'Api', { endpointConfiguration: { types: [EndpointType.PRIVATE] } });
    api.root.addMethod('GET');
    canaryIn(stack, { vpc }).watch(
      {
        api: { id: api.restApiId, stage: api.deploymentStage.stageName, name: 'pets' },
        endpoints: { vpcEndpointIds: [endpoint.vpcEndpointId] },
      },
      { id: 'Pets' },
    );
    const template = Template.fromStack(stack);
    const [target] = targetsIn(template, {
      ...{ [nameOf(stack, api.restApiId)]: '01234567ab', [nameOf(stack, endpoint.vpcEndpointId)]: ENDPOINT_ID },
      [nameOf(stack, api.deploymentStage.stageName)]: 'prod',
    });
    expect(target?.api).toMatchObject({ id: '01234567ab', stage: 'prod', name: 'pets' });
    expect(target?.endpoints).toEqual({ kind: 'ids', ids: [ENDPOINT_ID] });
    const [heartbeat] = propertiesOf(template, 'AWS::CloudWatch::Alarm').filter(
      ({ MetricName }) => MetricName === 'Runs',
    );
    expect(heartbeat?.Dimensions).toEqual([
      { Name: 'Api', Value: 'pets' },
      { Name: 'Stage', Value: stack.resolve(api.deploymentStage.stageName) },
      { Name: 'Vantage', Value: 'vpc' },
    ]);
  });

  it('may be of another stack', () => {
    const app = plainApp();
    const owner = stackIn(app, 'Owner');
    const api = new RestApi(owner, 'Api', { endpointConfiguration: { types: [EndpointType.PRIVATE] } });
    api.root.addMethod('GET');
    const stack = stackIn(app, 'Stack');
    canaryIn(stack).watch({ ...PETS, api: { ...API, id: api.restApiId } });
    const template = Template.fromStack(stack);
    const [input = ''] = propertiesOf(template, 'AWS::Scheduler::Schedule').map(({ Target }) => JSON.stringify(Target));
    const [, exported = ''] = /"Fn::ImportValue":"([^"]+)"/.exec(input) ?? [];
    expect(targetsIn(template, { [exported]: '01234567ab' })[0]?.api.id).toBe('01234567ab');
  });

  it('may be a list of endpoints, of any length', () => {
    const stack = stackIn();
    const ids = new CfnParameter(stack, 'Ids', { type: 'CommaDelimitedList' });
    canaryIn(stack, { explain: false }).watch({ ...PETS, endpoints: { vpcEndpointIds: ids.valueAsList } });
    const template = Template.fromStack(stack);
    for (const Ids of [[ENDPOINT_ID], [ENDPOINT_ID, OTHER_ENDPOINT_ID]]) {
      expect(targetsIn(template, { Ids })[0]?.endpoints).toEqual({ kind: 'ids', ids: Ids });
    }
    // CDK's own way to write a list as JSON is a function that it puts into the stack.
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.resourceCountIs('Custom::AWSCDKCfnJsonStringify', 0);
  });

  it('may be a list of DNS names, and then no zone is counted on', () => {
    const stack = stackIn();
    const names = new CfnParameter(stack, 'Names', { type: 'CommaDelimitedList' });
    const region = new CfnParameter(stack, 'Where');
    const target = { api: { ...API, region: region.valueAsString }, endpoints: { dnsNames: names.valueAsList } };
    const { series, input } = watched({ ...PETS, ...target }, {}, stack);
    const filled = filledIn(stack.resolve(input), {
      Names: [vpceName(), vpceName(ENDPOINT_ID, 'us-west-2a')],
      Where: 'us-west-2',
    });
    expect(JSON.parse(filled).endpoints.dnsNames).toEqual([vpceName(), vpceName(ENDPOINT_ID, 'us-west-2a')]);
    expect(series.zonal).toBe(false);
  });

  it('may be one of several, or a part of a text', () => {
    const stack = stackIn();
    const ids = new CfnParameter(stack, 'Ids', { type: 'CommaDelimitedList' });
    const version = new CfnParameter(stack, 'Version').valueAsString;
    const { input } = watched(
      {
        ...PETS,
        endpoints: { vpcEndpointIds: [Fn.select(0, ids.valueAsList), OTHER_ENDPOINT_ID] },
        resources: [{ path: `/${version}/pets` }, { path: `/${version}/dogs` }],
      },
      {},
      stack,
    );
    const filled = JSON.parse(filledIn(stack.resolve(input), { Ids: [ENDPOINT_ID], Version: 'v2' }));
    expect(filled.endpoints.vpcEndpointIds).toEqual([ENDPOINT_ID, OTHER_ENDPOINT_ID]);
    expect(filled.resources).toEqual([{ path: '/v2/pets' }, { path: '/v2/dogs' }]);
  });

  it('stand as they are in alarms: never what stood in for them while the configuration was looked at', () => {
    const stack = stackIn();
    const text = (name: string) => new CfnParameter(stack, name).valueAsString;
    const { series } = watched(
      { ...PETS, api: { id: text('Id'), stage: text('StageName') }, vantage: { name: text('Where') } },
      { id: 'Pets' },
      stack,
    );
    expect(stack.resolve([series.api, series.stage, series.vantage])).toEqual([
      ...[{ Ref: 'Id' }, { Ref: 'StageName' }, { Ref: 'Where' }],
    ]);
  });

  it('need an id where they name the API', () => {
    const id = Lazy.string({ produce: () => '01234567ab' });
    expect(() => watched({ ...PETS, api: { id, stage: 'test' } })).toThrow(
      'its name or its stage is known only when it is deployed: name it, watch(target, {',
    );
    expect(watched({ ...PETS, api: { id, stage: 'test', name: 'pets' } }).id).toBe('PetsTest');
  });

  it.each([
    ['accessMethods', { accessMethods: Lazy.list({ produce: () => ['vpce-host'] }) }],
    ['timeouts.probeMs', { timeouts: { probeMs: Lazy.number({ produce: () => 1_000 }) } }],
    ['connection.resolver', { connection: { resolver: [Lazy.string({ produce: () => '10.0.0.2' })] } }],
    [
      'resources.expect.body',
      { resources: [{ path: '/', expect: { body: [Lazy.string({ produce: () => '`true`' })] } }] },
    ],
    ['api', { api: Lazy.any({ produce: () => API }) }],
  ])('must be known: %s', (key, more) => {
    expect(() => watched(untyped({ ...PETS, ...more }))).toThrow(`${key} must be known when the template is made`);
  });
});

describe('the Region', () => {
  const dnsNames = { ...PETS, endpoints: { dnsNames: [vpceName()] } };

  it('may be left to the stack', () => {
    const stack = stackIn(plainApp(), 'Stack', { env: { account: '111122223333', region: 'us-west-2' } });
    expect(() => watched(dnsNames, {}, stack)).not.toThrow();
  });

  it('of DNS names must be that of a stack that has one', () => {
    expect(() => watched(dnsNames, {}, inUsEast())).toThrow('a name in us-east-1, the Region of the API');
  });

  it('may be known by DNS names alone, where the stack does not say its own', () => {
    expect(() => watched(dnsNames)).not.toThrow();
    expect(() => watched({ ...dnsNames, api: { ...API, region: new Stack().region } })).not.toThrow();
  });

  it('may be another where EC2 is asked there, which an endpoint of the canary cannot do', () => {
    const elsewhere = { ...PETS, api: { ...API, region: 'eu-west-1' } };
    expect(() => watched(elsewhere, {}, inUsEast())).not.toThrow();
    expect(() => watched(elsewhere, {}, inUsEast(), { ec2Endpoint: true })).toThrow(
      "the canary's ec2 endpoint serves us-east-1 alone: endpoints in eu-west-1 need `dnsNames`, or a canary without it",
    );
    const named = { ...dnsNames, api: { ...API, region: 'us-west-2' } };
    expect(() => watched(named, {}, inUsEast(), { ec2Endpoint: true })).not.toThrow();
  });
});

describe('a configuration that is wrong', () => {
  it('is refused with every problem', () => {
    const wrong = untyped({
      api: { id: 'NO', stage: 'te st' },
      endpoints: { vpcEndpointIds: ['vpce-1'] },
      accessMethods: ['carrier-pigeon'],
      timeout: 5,
    });
    const message = String(thrownBy(() => canaryIn(stackIn()).watch(wrong)));
    expect(message).toContain('The configuration has 5 problems:');
    const keys = message.match(/(?<=^ {2})\S+(?=: )/gm);
    const expected = ['api.id', 'api.stage', 'endpoints.vpcEndpointIds[0]', 'accessMethods[0]', 'timeout'];
    expect(keys).toEqual(expect.arrayContaining(expected));
  });

  it.each([
    [{ toAlarm: 1, evaluated: 1 }, '1 of 1'],
    [{ toAlarm: 4, evaluated: 3 }, '4 of 3'],
    [{ toAlarm: 2, evaluated: 11 }, '2 of 11'],
    [{ toAlarm: 2.5, evaluated: 3 }, '2.5 of 3'],
  ])('is refused with %j', (datapoints, said) => {
    expect(() => watched(PETS, { datapoints })).toThrow(`datapoints: ${said} must be 2 or more of at most 10`);
  });

  it('may have another M of N', () => {
    expect(watched(PETS, { datapoints: { toAlarm: 3, evaluated: 5 } }).settings.datapoints).toEqual({
      toAlarm: 3,
      evaluated: 5,
    });
    expect(watched(PETS).settings).not.toHaveProperty('datapoints');
  });

  it('is refused with every reason why it cannot be watched', () => {
    const wrong: TargetInput = {
      ...PETS,
      api: { ...API, name: "the pets' API" },
      vantage: { name: 'back\\slash' },
      connection: { caFile: 'ca.pem' },
      publish: 'none',
    };
    expect(() => watched(wrong, { every: Duration.seconds(90) })).toThrow(
      [
        "the pets' API/test cannot be watched:",
        '  every must be whole minutes; it is 1 minute 30 seconds',
        '  publish must be "cloudwatch" or "emf": alarms rest on the metrics',
        '  connection.caFile: there is no such file in the function, which has nothing but its own bundle',
        '  api "the pets\' API": alarms cannot name quotes and backslashes',
        '  vantage "back\\\\slash": alarms cannot name quotes and backslashes',
      ].join('\n'),
    );
  });

  it('is refused where there is none', () => {
    expect(() => watched(untyped(undefined))).toThrow('(the whole value): given nothing');
  });

  it.each(["quote'", 'quote"', 'back\\slash'])('is refused where alarms cannot name it: %s', (name) => {
    expect(() => watched({ ...PETS, api: { ...API, name } })).toThrow('alarms cannot name quotes and backslashes');
  });

  it('is refused where the names of alarms would be too long, and not one character before', () => {
    // canary-NAME-test-vpc-availability-vpce-custom-domain
    const most = 255 - 'canary--test-vpc-availability-vpce-custom-domain'.length;
    expect(() => watched({ ...PETS, api: { ...API, name: 'x'.repeat(most) } })).not.toThrow();
    expect(() => watched({ ...PETS, api: { ...API, name: 'x'.repeat(most + 1) } })).toThrow(
      'the longest name of its alarms would have 256 characters of at most 255',
    );
  });

  it('may have members without a value, as programs make them', () => {
    const target = untyped({ ...PETS, customDomain: undefined, connection: { port: undefined } });
    expect(JSON.parse(watched(target).input)).toMatchObject({ connection: {} });
    expect(JSON.parse(watched(target).input)).not.toHaveProperty('customDomain');
  });
});

describe('how often', () => {
  it.each([
    [Duration.minutes(1), 'rate(1 minute)', 60],
    [Duration.minutes(5), 'rate(5 minutes)', 300],
    [Duration.hours(1), 'rate(60 minutes)', 3_600],
    [Duration.seconds(120), 'rate(2 minutes)', 120],
  ])('is whole minutes: %s', (every, scheduleExpression, run) => {
    const api = watched(PETS, { every });
    expect(api.scheduleExpression).toBe(scheduleExpression);
    expect(api.settings.periods.run).toBe(run);
  });

  it.each([
    [Duration.seconds(30), 'every must be whole minutes; it is 30 seconds'],
    [Duration.minutes(0), 'every must be whole minutes; it is 0 minutes'],
    [Duration.minutes(Lazy.number({ produce: () => 5 })), 'every must be known when the template is made'],
  ])('is not anything else: %s', (every, problem) => {
    expect(() => watched(PETS, { every })).toThrow(problem);
  });

  it('leaves the function its time', () => {
    const runs = (seconds: number) => () => watched(PETS, {}, stackIn(), { functionTimeoutSeconds: seconds });
    expect(runs(59)).not.toThrow();
    expect(runs(60)).toThrow('runs every 60 s need a timeout below that; it is 60 s');
  });

  it('is singular for one', () => {
    expect([1, 2].map(rateExpression)).toEqual(['rate(1 minute)', 'rate(2 minutes)']);
  });
});

describe('what else follows', () => {
  it('is thresholds, the defaults where nothing is said', () => {
    expect(watched(PETS).settings.thresholds).toEqual({
      latencyMs: 1_000,
      certificateDays: 14,
      functionDurationMs: 40_000,
    });
    const { thresholds } = watched(PETS, { latencyThreshold: Duration.seconds(2), certificateDays: 30 }).settings;
    expect(thresholds).toMatchObject({ latencyMs: 2_000, certificateDays: 30 });
  });

  it('is the VPC of the endpoints: that of the canary where none is named', () => {
    expect(watched(PETS).vpcId).toBe('vpc-1');
    expect(watched({ ...PETS, endpoints: { vpcId: 'vpc-0123456789abcdef0' } }).vpcId).toBe('vpc-0123456789abcdef0');
  });

  it('is a configuration with everything that was given, whatever is written in it', () => {
    const target: TargetInput = {
      ...PETS,
      accessMethods: ['vpce-host'],
      resources: [{ path: '/pets', expect: { body: ['name == \'a "quoted" \\ name\''], status: [200, 204] } }],
      timeouts: { probeMs: 3_000 },
      metrics: { phases: true },
    };
    expect(JSON.parse(watched(target).input)).toEqual(target);
  });

  it('is an input without tokens where the target has none', () => {
    const stack = stackIn();
    canaryIn(stack).watch(PETS);
    const [input] = inputsIn(Template.fromStack(stack));
    expect(input).toBe(watched(PETS).input);
  });
});

/** `Id` or `Id.Attribute` of a reference. */
function nameOf(stack: Stack, token: string): string {
  return Object.values(stack.resolve(token)).flat().join('.');
}
