// docs/deploy.md names the parameters, outputs and policies that the template has, and its CDK program is one.

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { describe, expect, it } from 'vitest';
import { Notifications } from '../../infra/notifications.ts';
import { PrivateApiCanary } from '../../infra/private-api-canary.ts';
import type { VantageOptions } from '../../infra/vantage-target.ts';
import type { WatchOptions } from '../../infra/watch-target.ts';
import { synthesized, templateYaml } from '../../scripts/template-yaml.ts';
import { targetAlarms } from '../../src/alarms/alarms.ts';
import { VERSION } from '../../src/version.ts';
import { SETTINGS, WATCHED } from '../alarms/watched.ts';
import { codeBlocks, section, table } from './markdown.ts';

const PAGE = await readFile(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
const README = await readFile(new URL('../../README.md', import.meta.url), 'utf8');

interface Parameter {
  readonly Default?: string | number;
  readonly AllowedValues?: readonly (string | number)[];
}

interface Deployable {
  readonly Parameters: Readonly<Record<string, Parameter>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

const TEMPLATE = (await synthesized()) as unknown as Deployable;
const NAMES = Object.keys(TEMPLATE.Parameters);
const NEEDED = NAMES.filter((name) => TEMPLATE.Parameters[name]?.Default === undefined);

describe('the table of parameters', () => {
  const rows = new Map(
    table(section(PAGE, 'parameters'))
      .slice(1)
      .map(([name = '', byDefault = '', meaning = '']) => [name.replaceAll('`', ''), { byDefault, meaning }]),
  );

  it('has those of the template, in their order', () => {
    expect([...rows.keys()]).toEqual(NAMES);
  });

  it.each(NAMES)('%s: its default', (name) => {
    const { Default } = TEMPLATE.Parameters[name] ?? {};
    const written = rows.get(name)?.byDefault;
    // An empty default stands for what happens without the parameter, which is told in words.
    if (Default === '') expect(written).toMatch(/^[A-Za-z ]+$/);
    else expect(written).toBe(Default === undefined ? 'needed' : `\`${Default}\``);
    expect(written === 'needed').toBe(NEEDED.includes(name));
  });

  it.each(NAMES.filter((name) => (TEMPLATE.Parameters[name]?.AllowedValues?.length ?? 0) > 2))(
    '%s: what it may be',
    (name) => {
      const values = [...(rows.get(name)?.meaning ?? '').matchAll(/\d+(?:-of-\d+)?/g)].map(([value]) => value);
      expect(values).toEqual(TEMPLATE.Parameters[name]?.AllowedValues?.map(String));
    },
  );
});

describe('the commands', () => {
  const shell = [...codeBlocks(PAGE, 'sh'), ...codeBlocks(README, 'sh')];
  const overrides = shell
    .filter((block) => block.includes('--parameter-overrides'))
    .map((block) => [...block.matchAll(/(?<=\s)([A-Z][A-Za-z0-9]+)=/g)].map(([, name]) => name));
  const [terraform = ''] = codeBlocks(PAGE, 'hcl');
  const inTerraform = [...(/parameters = \{([^}]*)\}/.exec(terraform)?.[1] ?? '').matchAll(/^\s+(\w+)\s+=/gm)].map(
    ([, name]) => name,
  );

  it.each([...overrides, inTerraform])('give parameters of the template, and all that are needed: %s', (...names) => {
    expect(names.filter((name) => !NAMES.some((known) => known === name))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(NEEDED));
  });

  it('are three with CloudFormation, and one from Terraform', () => {
    expect([overrides.length, inTerraform.length > 0]).toEqual([3, true]);
  });

  it('name the paths: by default those of the PetStore sample are probed', () => {
    expect([...overrides, inTerraform].filter((names) => !names.includes('Paths'))).toEqual([]);
    expect(codeBlocks(README, 'ts').filter((program) => !program.includes('resources: ['))).toEqual([]);
  });

  it('name outputs of the template', () => {
    const [, listed = ''] = /^Outputs: (.+)\.$/m.exec(PAGE) ?? [];
    expect([...listed.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(Object.keys(TEMPLATE.Outputs));
    const used = [...terraform.matchAll(/outputs\["(\w+)"\]/g)].map(([, name = '']) => name);
    expect(used.filter((name) => !(name in TEMPLATE.Outputs))).toEqual([]);
  });

  it('every parameter in the words is one of the template', () => {
    const names = [...PAGE.matchAll(/`'?([A-Z][A-Za-z0-9]+)=/g)].map(([, name = '']) => name);
    expect(names.filter((name) => !NAMES.includes(name))).toEqual([]);
  });

  it('install the package of this version', () => {
    expect(PAGE).toContain(`private-api-canary-${VERSION}.tgz`);
  });
});

it('the template has about as many bytes as the page says, more than a request takes', async () => {
  const [, limit, about] = /up to ([\d,]+) bytes, and this one has about ([\d,]+)/.exec(PAGE) ?? [];
  const bytes = Buffer.byteLength(await templateYaml());
  const number = (text = '') => Number(text.replaceAll(',', ''));
  expect(number(limit)).toBe(51_200);
  expect(bytes).toBeGreaterThan(51_200);
  expect(Math.abs(number(about) - bytes) / bytes).toBeLessThan(0.1);
});

describe('policies of your own topics', () => {
  const app = new App({ builtinCloudFormationValidation: false });
  const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'us-west-2' } });
  new Notifications(stack, 'Notifications', {});
  const template = Template.fromStack(stack);
  const statements = (type: string, document: string) =>
    Object.values(template.findResources(type)).flatMap(({ Properties }) => Properties[document].Statement);
  const [ofKey, ofTopic, ofKeyForExplanations] = codeBlocks(PAGE, 'json').map((json) => JSON.parse(json));

  it('are those of the topics that are made here: the key', () => {
    expect(statements('AWS::KMS::Key', 'KeyPolicy')).toContainEqual(ofKey);
  });

  it('are those of the topics that are made here: the topic', () => {
    const made = statements('AWS::SNS::TopicPolicy', 'PolicyDocument');
    expect(made.map((statement) => ({ ...statement, Resource: ofTopic.Resource }))).toContainEqual(ofTopic);
  });

  it('let the notifier use the key as its own role may where the key is made here', () => {
    const role = TEMPLATE.Resources.ExplanationNotifierRole?.Properties;
    const actions = [...JSON.stringify(role?.Policies ?? '').matchAll(/"(kms:[^"]+)"/g)].map(([, action]) => action);
    expect(ofKeyForExplanations.Action).toEqual(actions);
    expect(ofKeyForExplanations.Principal.AWS).toContain('ExplanationNotifierRole');
  });
});

describe('how explanations are tried', () => {
  const text = section(PAGE, 'explanations');

  it('by an alarm that warns and goes back by itself', () => {
    const [, name] = /set-alarm-state --alarm-name (\S+)/.exec(text) ?? [];
    const made = targetAlarms({ ...WATCHED, prefix: 'pets-canary' }, SETTINGS).find((alarm) => alarm.name === name);
    expect([made?.kind, made?.severity]).toEqual(['metric', 'warn']);
  });

  it('by a message that says that the API is well', async () => {
    const golden = new URL('../report/golden/message-contradiction.txt', import.meta.url);
    const [, subject = ''] = /^Subject: \[page\] (.+)$/m.exec(await readFile(golden, 'utf8')) ?? [];
    expect(text).toContain(`\`[warn] ${subject}\``);
  });

  it("by the notifier's own log", () => {
    const [, name] = /aws logs tail (\S+)/.exec(text) ?? [];
    const { LogGroupName } = TEMPLATE.Resources.ExplanationNotifierLogGroup?.Properties ?? {};
    expect(JSON.stringify(LogGroupName)).toContain(`${name?.replace('pets-canary', '$' + '{AWS::StackName}')}`);
  });
});

it('a stack holds as many APIs as the page says', () => {
  const [, ...said] =
    /(\d+) APIs with four ways make (\d+), (\d+) with a custom domain as well make (\d+)/.exec(PAGE) ?? [];
  const [four = 0, resources, six = 0, withDomain] = said.map(Number);
  expect([resourcesOf(four, {}), resourcesOf(six, { name: 'pets.example.com' })]).toEqual([resources, withDomain]);
}, 60_000);

it('the options of vantage are all there', () => {
  const all: Readonly<Record<keyof VantageOptions, true>> = {
    ...{ targets: true, every: true, latencyThreshold: true, certificateDays: true, datapoints: true },
    ...{ apiAccount: true, secretKeyArns: true, id: true },
  };
  const names = table(section(PAGE, 'other-vantages'))
    .slice(1)
    .flatMap(([name = '']) => name.split(', '));
  expect(names).toEqual(Object.keys(all).map((name) => `\`${name}\``));
});

it('the options of watch are all there', () => {
  const all: Readonly<Record<keyof WatchOptions, true>> = {
    every: true,
    latencyThreshold: true,
    certificateDays: true,
    datapoints: true,
    apiAccount: true,
    secretKeyArns: true,
    id: true,
  };
  const names = table(section(PAGE, 'with-cdk'))
    .slice(1)
    .map(([name]) => name);
  expect(names).toEqual(Object.keys(all).map((name) => `\`${name}\``));
});

describe('the CDK program', () => {
  it('synthesizes: two APIs, a topic of its own, one that is made, a window', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'private-api-canary-deploy-'));
    try {
      const resources = await synthesizedBy(codeBlocks(PAGE, 'ts')[0] ?? '', folder);
      const count = (type: string) => resources.filter((resource) => resource.Type === type).length;
      expect({
        schedules: count('AWS::Scheduler::Schedule'),
        functions: count('AWS::Lambda::Function'),
        topics: count('AWS::SNS::Topic'),
        mails: count('AWS::SNS::Subscription'),
        windows: count('AWS::CloudWatch::AlarmMuteRule'),
        endpoints: count('AWS::EC2::VPCEndpoint'),
        dashboards: count('AWS::CloudWatch::Dashboard'),
        letIn: resources.some(
          ({ Type, Properties }) =>
            Type === 'AWS::EC2::SecurityGroupIngress' && Properties?.GroupId === 'sg-01234567abcdef012',
        ),
      }).toEqual({
        schedules: 2,
        functions: 3,
        topics: 1,
        mails: 1,
        windows: 1,
        endpoints: 2,
        dashboards: 1,
        letIn: true,
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('goes on: an API of its own, an alarm of its own on one way, and another vantage', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'private-api-canary-deploy-'));
    try {
      const [program = '', ownApi = '', ownAlarm = '', vantage = ''] = codeBlocks(PAGE, 'ts');
      const resources = await synthesizedBy([program, REST_API, ownApi, ownAlarm, vantage].join('\n'), folder);
      const ofType = (type: string) => resources.filter((resource) => resource.Type === type);
      expect(ofType('AWS::Scheduler::Schedule')).toHaveLength(4);
      const told = ofType('AWS::CloudWatch::CompositeAlarm').filter(
        ({ Properties }) => `${Properties?.AlarmActions}` === 'arn:aws:sns:us-west-2:111122223333:billing',
      );
      const rule = JSON.stringify(told.map(({ Properties }) => Properties?.AlarmRule));
      expect(rule).toMatch(/AvailabilityPrivateDns.*AND NOT.*Heartbeat/);
      const names = ofType('AWS::CloudWatch::CompositeAlarm').map(({ Properties }) => Properties?.AlarmName);
      expect(names).toContain('private-apis-pets-test-dc1-cutoff');
      const granted = ofType('AWS::IAM::Policy').find(({ Properties }) => `${Properties?.Roles}` === 'canary-dc1');
      expect(JSON.stringify(granted)).toContain('cloudwatch:PutMetricData');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

/** Of a stack with a canary that watches so many APIs; with a custom domain where it has a name. */
function resourcesOf(apis: number, { name }: { readonly name?: string }): number {
  const app = new App({ builtinCloudFormationValidation: false });
  const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'us-west-2' } });
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-01234567abcdef012',
    availabilityZones: ['us-west-2a', 'us-west-2b'],
    privateSubnetIds: ['subnet-01234567abcdef012', 'subnet-01234567abcdef013'],
    vpcCidrBlock: '10.0.0.0/16',
  });
  const canary = new PrivateApiCanary(stack, 'Canary', { vpc });
  for (let each = 0; each < apis; each += 1) {
    canary.watch({
      api: { id: `${each}`.padStart(10, 'a'), stage: 'test' },
      endpoints: { vpcEndpointIds: ['vpce-01234567abcdef012'] },
      ...(name === undefined ? {} : { customDomain: { name: `${each}.${name}` } }),
    });
  }
  return Object.keys(app.synth().getStackByName('Stack').template.Resources).length;
}

/** The API that the page calls `api`. */
const REST_API = `
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
const api = new apigateway.RestApi(stack, 'Api');
api.root.addMethod('GET', new apigateway.MockIntegration());
`;

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** Runs a program as it stands on the page, with this checkout as the package. */
async function synthesizedBy(program: string, folder: string): Promise<readonly Resource[]> {
  const own = new URL('../../infra/private-api-canary.ts', import.meta.url).href;
  const importable = program.replaceAll(/from '([^']+)'/g, (_, name: string) =>
    name === 'private-api-canary/cdk' ? `from '${own}'` : `from '${import.meta.resolve(name)}'`,
  );
  const file = join(folder, 'app.ts');
  await writeFile(file, `${importable}\napp.synth();\n`);
  const outdir = join(folder, 'cdk.out');
  // The VPC is looked up when it is deployed; until then CDK has one that is made up.
  await promisify(execFile)(process.execPath, [file], { cwd: folder, env: { ...process.env, CDK_OUTDIR: outdir } });
  const files = (await readdir(outdir)).filter((name) => name.endsWith('.template.json'));
  const templates = await Promise.all(
    files.map(async (name) => JSON.parse(await readFile(join(outdir, name), 'utf8'))),
  );
  return templates.flatMap(({ Resources }) => Object.values<Resource>(Resources));
}
