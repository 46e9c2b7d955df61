// What requests that prove who asks need of IAM: exactly the methods and secrets that the configuration names.

import { CfnParameter } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, it } from 'vitest';
import type { TargetInput, WatchOptions } from '../../infra/private-api-canary.ts';
import { NO_REQUEST_NEEDS, requestNeeds } from '../../infra/request-needs.ts';
import { watchTarget } from '../../infra/watch-target.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { canaryIn, PETS, plainApp, propertiesOf, stackIn } from './canary-stack.ts';
import { resolved } from './resolved.ts';
import { actionsOf, roleStatements } from './role-statements.ts';

const inAccount = () => stackIn(plainApp(), 'Stack', { env: { account: '111122223333', region: 'us-west-2' } });
const AROUND = { prefix: 'canary', vpcId: 'vpc-1', functionTimeoutSeconds: 50, ec2Endpoint: false };

/** As `watch` asks for it, in an account and Region that are known. */
function needs(more: Partial<TargetInput>, options: WatchOptions = {}) {
  const { needs } = watchTarget({ ...PETS, ...more }, options, { ...AROUND, stack: inAccount() });
  const { signs, methods, readsSecrets, secrets, decrypts, secretKeys } = needs;
  // A part of an ARN is CloudFormation's to fill in: the partition.
  const texts = (arns: readonly string[]) => arns.map((arn) => arn.replace(/^arn:[^:]+:/, 'arn:aws:'));
  return { signs, methods: texts(methods), readsSecrets, secrets: texts(secrets), decrypts, secretKeys };
}

const API = 'arn:aws:execute-api:us-west-2:111122223333:01234567ab/test';
const header = (secretId: string) => ({ auth: { headers: { 'x-api-key': { secretId } } } });

describe('without `auth`', () => {
  it('nothing is needed', () => {
    expect(needs({})).toEqual(NO_REQUEST_NEEDS);
    expect(needs({}, { apiAccount: '444455556666', secretKeyArns: ['arn:key'] })).toEqual(NO_REQUEST_NEEDS);
  });

  it('nothing is allowed', () => {
    const stack = inAccount();
    canaryIn(stack).watch(PETS);
    const actions = actionsOf(roleStatements(Template.fromStack(stack), 'What the canary for private APIs may do'));
    expect(actions.filter((action) => /execute-api|secretsmanager|kms/.test(action))).toEqual([]);
  });
});

describe('signed requests', () => {
  const iam = { auth: { iam: true } };

  it('call the methods and paths of the resources, of this API and stage', () => {
    const resources: TargetInput['resources'] = [
      { path: '/pets?type=cat' },
      { path: '/pets', method: 'HEAD' },
      { path: '/pets?type=dog' },
      { path: '/' },
    ];
    expect(needs({ ...iam, resources })).toEqual({
      ...NO_REQUEST_NEEDS,
      signs: true,
      methods: [`${API}/GET/pets`, `${API}/HEAD/pets`, `${API}/GET/`],
    });
  });

  it('are those of the PetStore where no resource is named', () => {
    expect(needs(iam).methods).toEqual([`${API}/GET/pets`, `${API}/GET/pets/1`]);
  });

  it('are not those that go without', () => {
    const resources: TargetInput['resources'] = [{ path: '/health', auth: 'none' }, { path: '/pets' }];
    expect(needs({ ...iam, resources }).methods).toEqual([`${API}/GET/pets`]);
    expect(needs({ ...iam, resources: [{ path: '/health', auth: 'none' }] })).toEqual(NO_REQUEST_NEEDS);
  });

  it('take no wildcard from a path', () => {
    const resources: TargetInput['resources'] = [{ path: '/a*b' }, { path: '/caf%C3%A9/x' }];
    expect(needs({ ...iam, resources }).methods).toEqual([`${API}/GET/a$\{*}b`, `${API}/GET/caf*/x`]);
  });

  it('may be of any path where they are many', () => {
    const many = (length: number) => Array.from({ length }, (_, index) => ({ path: `/pets/${index}` }));
    expect(needs({ ...iam, resources: many(10) }).methods).toHaveLength(10);
    expect(needs({ ...iam, resources: many(11) }).methods).toEqual([`${API}/GET/*`]);
  });

  it("go to the API's own Region and account", () => {
    const elsewhere = { ...iam, api: { ...PETS.api, region: 'eu-west-1' } };
    expect(needs(elsewhere, { apiAccount: '444455556666' }).methods[0]).toBe(
      'arn:aws:execute-api:eu-west-1:444455556666:01234567ab/test/GET/pets',
    );
  });

  it('may call what only CloudFormation knows', () => {
    const stack = stackIn();
    const text = (name: string) => new CfnParameter(stack, name).valueAsString;
    const input: TargetInput = {
      ...PETS,
      ...{ api: { id: text('Id'), stage: text('StageName') }, resources: [{ path: `/${text('Version')}/pets` }] },
      auth: { iam: true },
    };
    const target = parseTarget({ ...PETS, auth: input.auth }, 'us-west-2');
    const [method] = requestNeeds(input, { ...target, resources: target.resources.slice(0, 1) }, {}, stack).methods;
    const [head, tail] = JSON.stringify(stack.resolve(method)).split('/GET');
    expect(head).toMatch(/\{"Ref":"Id"\},"\/",\{"Ref":"StageName"\},"$/);
    expect(tail).toContain('{"Fn::Split":["?",{"Fn::Join":["",["/",{"Ref":"Version"},"/pets"]]}]}');
  });
});

describe('secrets', () => {
  const ARN = 'arn:aws:secretsmanager:us-west-2:111122223333:secret:pets/key-AbCdEf';

  it('are read by their ARN as it is, and by a name with what Secrets Manager puts behind it', () => {
    expect(needs(header(ARN))).toEqual({ ...NO_REQUEST_NEEDS, readsSecrets: true, secrets: [ARN] });
    expect(needs(header('pets/key')).secrets).toEqual([
      'arn:aws:secretsmanager:us-west-2:111122223333:secret:pets/key-??????',
    ]);
    expect(needs({ ...header('pets/key'), api: { ...PETS.api, region: 'eu-west-1' } }).secrets).toEqual([
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:pets/key-??????',
    ]);
  });

  it('are decrypted with the keys that are named', () => {
    expect(needs(header(ARN), { secretKeyArns: ['arn:key'] })).toMatchObject({
      ...{ decrypts: true, secretKeys: ['arn:key'] },
    });
  });

  it('may be of the same program', () => {
    const stack = stackIn();
    const secret = new Secret(stack, 'Key');
    canaryIn(stack, { serviceEndpoints: ['secretsmanager'] }).watch({ ...PETS, ...header(secret.secretArn) });
    const template = Template.fromStack(stack);
    const statements = roleStatements(template, 'What the canary for private APIs may do');
    const [id] = Object.keys(template.findResources('AWS::SecretsManager::Secret'));
    expect(statements.find(({ Action }) => `${Action}` === 'secretsmanager:GetSecretValue')?.Resource).toEqual([
      { Ref: id },
    ]);
    const [{ ServiceName, PolicyDocument } = {}] = propertiesOf(template, 'AWS::EC2::VPCEndpoint');
    expect(resolved(ServiceName)).toBe('com.amazonaws.AWS::Region.secretsmanager');
    expect(JSON.stringify(PolicyDocument)).toContain('"Action":["secretsmanager:GetSecretValue"]');
  });

  it('need no endpoint where there are none', () => {
    const stack = stackIn();
    canaryIn(stack, { serviceEndpoints: ['secretsmanager'] }).watch(PETS);
    expect(() => Template.fromStack(stack)).toThrow('nothing would use secretsmanager: no API has a `secretId`');
  });

  it('in another Region are out of the reach of an endpoint of the canary', () => {
    const around = { ...AROUND, stack: inAccount(), secretsEndpoint: true };
    const elsewhere = header(ARN.replace('us-west-2', 'eu-west-1'));
    expect(() => watchTarget({ ...PETS, ...elsewhere }, {}, around)).toThrow(
      "the canary's secretsmanager endpoint serves us-west-2 alone: auth.headers.x-api-key is a secret in eu-west-1",
    );
    expect(() => watchTarget({ ...PETS, ...header(ARN) }, {}, around)).not.toThrow();
    expect(needs(elsewhere).secrets).toHaveLength(1);
  });

  it('of the environment are refused: it shows them to whoever may read the function', () => {
    expect(() => needs({ auth: { headers: { 'x-api-key': { env: 'PETS_API_KEY' } } } })).toThrow(
      'auth.headers.x-api-key.env: whoever may read the function could read its environment; keep the value in Secrets Manager and name it by `secretId`',
    );
  });
});
