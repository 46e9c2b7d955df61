// What the policies of template.yaml and of the construct have in common: every wildcard has its reason, nobody from outside
// is let in, and the code makes no call that no policy knows. What each role allows: reliability/privilege.test.ts.

import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import { canaryIn, PETS, stackIn } from '../infra/canary-stack.ts';
import { readTemplate } from '../infra/template-file.ts';
import { isAllowed } from './iam.ts';
import { policiesIn, principalsIn, wildcardsIn } from './policies.ts';

/** Each wildcard with the reason why nothing narrower does. */
const WILDCARDS: Readonly<Record<string, string>> = {
  'NetworkInterfaces on *': 'Lambda makes them before they have an id, and describing takes no resource',
  'NetworkInterfacesFromCode on *': 'denies',
  'Endpoints on *': 'ec2:DescribeVpcEndpoints takes no resource',
  'Metrics on *': 'cloudwatch:PutMetricData takes no resource; the condition names the namespace',
  'Tracing on *': 'X-Ray takes no resource',
  'SignedRequests on */GET/*': 'the template does not know the paths, which are a parameter',
  'SignedRequests on */HEAD/*': 'the template does not know the paths, which are a parameter',
  'Secrets on *:secret:pets/key-??????': 'Secrets Manager ends the ARN with six characters of its own',
  'Key may kms:GenerateDataKey*': 'SNS asks for this action by this name; the resource is one key',
  'Account may kms:*': "the account's administrators, without whom nobody could ever change the key",
  'Account on *': 'in the policy of a key, the key itself',
  'Alarms may kms:GenerateDataKey*': 'SNS asks for this action by this name',
  'Alarms on *': 'in the policy of a key, the key itself',
  'OnlyTls for *': 'denies',
  'ec2:DescribeVpcEndpoints on *': 'of an interface endpoint, whose policy names the one role',
  'cloudwatch:PutMetricData on *': 'of an interface endpoint, whose policy names the one role',
  'secretsmanager:GetSecretValue on *': 'of an interface endpoint, whose policy names the one role',
  'ec2:DescribeVpcEndpoints for *': 'of an interface endpoint, whose policy names the one role',
  'cloudwatch:PutMetricData for *': 'of an interface endpoint, whose policy names the one role',
  'secretsmanager:GetSecretValue for *': 'of an interface endpoint, whose policy names the one role',
};

const template = await readTemplate();

/** The construct with everything that it can be given. */
function construct(): object {
  const stack = stackIn();
  const canary = canaryIn(stack, { tracing: true, serviceEndpoints: ['ec2', 'monitoring', 'secretsmanager'] });
  const auth = { iam: true, headers: { 'x-api-key': { secretId: 'pets/key' } } };
  canary.watch({ ...PETS, auth });
  const vantage = canary.vantage('dc1', { targets: [{ ...PETS, auth }] });
  const host = new Role(stack, 'Host', { assumedBy: new ServicePrincipal('rolesanywhere.amazonaws.com') });
  vantage.grantPublish(host as never);
  return Template.fromStack(stack).toJSON();
}

describe('every wildcard', () => {
  test('of the template and of the construct is one that is known, and every known one is there', () => {
    const found = [template, construct()].flatMap((each) => policiesIn(each).flatMap(wildcardsIn));
    expect([...new Set(found)].sort()).toEqual(Object.keys(WILDCARDS).sort());
  });

  test.each(['template', 'construct'])(
    'of the %s that applies to anybody denies, or a condition names the one role',
    (which) => {
      const policies = policiesIn(which === 'template' ? template : construct());
      const open = policies.filter((each) => wildcardsIn(each).some((wildcard) => wildcard.endsWith(' for *')));
      const held = {
        ArnEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': [expect.stringMatching(/FunctionRole/), 'Arn'] } },
      };
      expect(open.map(({ Effect }) => Effect)).toContain('Deny');
      expect(open.filter(({ Effect }) => Effect === 'Allow').map(({ Condition }) => Condition)).toEqual([
        held,
        held,
        held,
      ]);
    },
  );
});

test('nobody is let in but services of AWS, on behalf of this account', () => {
  const account = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
  expect(principalsIn(template)).toEqual({
    // What they do is limited by whoever configures the function, the schedule, the alarm and the rule.
    'cloudwatch.amazonaws.com': [account],
    'lambda.amazonaws.com': [undefined],
    'scheduler.amazonaws.com': [account],
    'events.amazonaws.com': ['SourceArn'],
    'the account': [undefined],
  });
});

test('the code makes the calls that the policies know, and no others', () => {
  const root = fileURLToPath(new URL('../../src/', import.meta.url));
  // The simulator's own metrics are read back after a demonstration, with made-up credentials.
  const files = globSync('**/*.ts', { cwd: root }).filter((file) => !/^simulator|^cli[\\/]read-back/.test(file));
  const commands = files.flatMap((file) => readFileSync(root + file, 'utf8').match(/\bnew \w+Command(?=\()/g) ?? []);
  expect(commands.sort()).toEqual(
    ['DescribeVpcEndpoints', 'GetSecretValue', 'Publish', 'PutMetricData'].map((name) => `new ${name}Command`),
  );
});

describe('the judge of permissions', () => {
  const allow = (Action: string | string[], Resource: string, Condition = {}) =>
    ({ Effect: 'Allow', Action, Resource, Condition }) as const;
  const METRICS = allow(['cloudwatch:PutMetricData'], '*', { StringEquals: { 'cloudwatch:namespace': ['Pets'] } });
  const put = (namespace: string) => ({
    ...{ action: 'cloudwatch:PutMetricData', resource: '*' },
    context: { 'cloudwatch:namespace': namespace },
  });

  test.each([
    { what: 'what nothing allows', call: put('Pets'), statements: [], allowed: false },
    { what: 'what a condition allows', call: put('Pets'), statements: [METRICS], allowed: true },
    { what: 'what it does not', call: put('Pet'), statements: [METRICS], allowed: false },
    {
      what: 'what does not say what the condition asks',
      call: { action: 'cloudwatch:PutMetricData', resource: '*' },
      statements: [METRICS],
      allowed: false,
    },
    {
      what: 'what is denied as well',
      call: put('Pets'),
      statements: [METRICS, { ...allow('cloudwatch:*', '*'), Effect: 'Deny' as const }],
      allowed: false,
    },
    {
      what: 'a path below',
      call: { action: 'execute-api:Invoke', resource: 'arn:a/test/GET/pets/1' },
      statements: [allow('execute-api:Invoke', 'arn:a/test/GET/*')],
      allowed: true,
    },
    {
      what: 'another stage',
      call: { action: 'execute-api:Invoke', resource: 'arn:a/prod/GET/pets' },
      statements: [allow('execute-api:Invoke', 'arn:a/test/GET/*')],
      allowed: false,
    },
    {
      what: 'a name that goes on after six characters',
      call: { action: 's:Get', resource: 'arn:secret:pets/key-AbCdEfG' },
      statements: [allow('s:Get', 'arn:secret:pets/key-??????')],
      allowed: false,
    },
  ])('on $what', ({ call, statements, allowed }) => {
    expect(isAllowed(call, statements)).toBe(allowed);
  });
});
