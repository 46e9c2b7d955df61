// Where the Lambda bundle finds credentials beside the environment: a file that it loads only then has the SDK's whole
// chain. Each source is a server or a file of the test's own, and EC2 answers whoever has signed.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator } from '../src/simulator/simulator.ts';
import { configurationFor } from './support/canary-run.ts';
import { startHttpServer } from './support/http-server.ts';
import { executionEnvironment } from './support/lambda.ts';
import { type LambdaBundle, lambdaBundle } from './support/lambda-bundle.ts';

let bundle: LambdaBundle;
let folder: string;
beforeAll(async () => {
  bundle = await lambdaBundle();
  folder = await mkdtemp(join(tmpdir(), 'private-api-canary-credentials-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await bundle[Symbol.asyncDispose]();
});

const KEYS = { AccessKeyId: 'AKIAEXAMPLE', SecretAccessKey: 'secret', Expiration: '2099-01-01T00:00:00Z' };
const ASSUMED = `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>
  <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/canary/session</Arn><AssumedRoleId>AROA:session</AssumedRoleId></AssumedRoleUser>
  <Credentials><AccessKeyId>AKIAEXAMPLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;

const NO_KEYS = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };

/** Environments that name a place with credentials; `url` is a server that gives them. */
const PLACES: Readonly<Record<string, (url: string) => Promise<Readonly<Record<string, string>>>>> = {
  'a container': async (url) => ({ ...NO_KEYS, AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/container` }),
  'a web identity': async (url) => ({
    ...NO_KEYS,
    AWS_WEB_IDENTITY_TOKEN_FILE: await written('token', 'header.payload.signature'),
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/canary',
    AWS_ENDPOINT_URL_STS: url,
  }),
  'a profile': async () => ({
    AWS_PROFILE: 'canary',
    AWS_SHARED_CREDENTIALS_FILE: await written(
      'credentials',
      '[canary]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n',
    ),
  }),
};

describe('the Lambda bundle signs with the credentials of', () => {
  it.each(Object.keys(PLACES))('%s', async (place) => {
    await using simulator = await startSimulator();
    await using source = await startHttpServer((request, response) => {
      request.resume();
      response.end(request.url === '/container' ? JSON.stringify({ ...KEYS, Token: 'token' }) : ASSUMED);
    });
    const signers: (string | undefined)[] = [];
    await using ec2 = await startHttpServer((request, response) => {
      signers.push(/Credential=(\w*)\//.exec(request.headers.authorization ?? '')?.[1]);
      request.resume();
      response.writeHead(403).end();
    });
    const env = { ...(await PLACES[place]?.(source.url)), AWS_ENDPOINT_URL_EC2: ec2.url };
    await using lambda = await executionEnvironment(bundle.url, env, bundle.folder);

    const { result } = await lambda.invoke(configurationFor(simulator, { publish: 'none' }));

    expect(result?.discovery.problem?.code).toBe('ec2-failed');
    expect(new Set(signers)).toEqual(new Set(['AKIAEXAMPLE']));
  });

  it('nobody, and says so, where there are none', async () => {
    await using simulator = await startSimulator();
    const env = { ...NO_KEYS, AWS_EC2_METADATA_DISABLED: 'true', AWS_ENDPOINT_URL: simulator.awsEndpoint };
    await using lambda = await executionEnvironment(bundle.url, env, bundle.folder);

    const { result } = await lambda.invoke(configurationFor(simulator, { publish: 'none' }));

    expect(result?.discovery.problem?.code).toBe('aws-credentials');
    expect(simulator.awsCalls).toEqual([]);
  });
});

async function written(name: string, content: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}
