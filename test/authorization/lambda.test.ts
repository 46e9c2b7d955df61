// The Lambda bundle signs: the library and the chain of credentials are files that it loads for that, and keys that were
// replaced are found.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, answerWith, authority, NAMES, startWorld, type World } from '../probe/world.ts';
import { startHttpServer } from '../support/http-server.ts';
import { executionEnvironment } from '../support/lambda.ts';
import { type LambdaBundle, lambdaBundle } from '../support/lambda-bundle.ts';
import { checkSignature } from './signature-check.ts';

let bundle: LambdaBundle;
beforeAll(async () => {
  bundle = await lambdaBundle();
});
afterAll(() => bundle[Symbol.asyncDispose]());

const NO_KEYS = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };

async function eventFor({ endpoint, names }: World, resources: readonly object[] = [{ path: '/pets?type=cat' }]) {
  const caFile = join(bundle.folder, 'ca.pem');
  await writeFile(caFile, authority.pem);
  return {
    api: { id: '01234567ab', stage: 'test', region: 'us-west-2' },
    endpoints: { dnsNames: [NAMES.regional] },
    accessMethods: ['vpce-host', 'vpce-api-id'],
    resources,
    connection: { port: endpoint.port, resolver: [names.address], caFile, trustedNetworks: ['127.0.0.0/8'] },
    publish: 'none',
    controls: false,
    auth: { iam: true },
  };
}

/** Who signed each request, and whether rightly. */
function signers({ endpoint }: World, secretAccessKey: string) {
  return endpoint.connections.map(({ sent }) => {
    const { accessKeyId, matches, signedHeaders } = checkSignature(sent, { secretAccessKey, region: 'us-west-2' });
    return `${accessKeyId} ${matches}${signedHeaders.includes('x-amz-security-token') ? ' with a token' : ''}`;
  });
}

describe('the Lambda bundle signs', () => {
  it("with the function's own credentials", async () => {
    await using world = await startWorld();
    const env = { AWS_ACCESS_KEY_ID: 'ASIAOWN', AWS_SECRET_ACCESS_KEY: 'own-secret', AWS_SESSION_TOKEN: 'own+token==' };
    await using lambda = await executionEnvironment(bundle.url, env, bundle.folder);

    const { result } = await lambda.invoke(await eventFor(world));

    expect(result?.verdict.state).toBe('healthy');
    expect(signers(world, 'own-secret')).toEqual(['ASIAOWN true with a token', 'ASIAOWN true with a token']);
  });

  it('with those of a container', async () => {
    await using world = await startWorld();
    await using source = await startHttpServer((request, response) => {
      request.resume();
      const keys = { AccessKeyId: 'ASIACONTAINER', SecretAccessKey: 'its-secret', Token: 'its-token' };
      response.end(JSON.stringify({ ...keys, Expiration: '2099-01-01T00:00:00Z' }));
    });
    const env = { ...NO_KEYS, AWS_CONTAINER_CREDENTIALS_FULL_URI: source.url };
    await using lambda = await executionEnvironment(bundle.url, env, bundle.folder);

    await lambda.invoke(await eventFor(world));

    expect(signers(world, 'its-secret')).toEqual(Array(2).fill('ASIACONTAINER true with a token'));
  });

  it('with keys that outlast the run, where there are such', async () => {
    await using world = await startWorld();
    let given = 0;
    await using source = await startHttpServer((request, response) => {
      request.resume();
      given += 1;
      const lastsMs = given === 1 ? 50_000 : 3_600_000;
      const keys = { AccessKeyId: `ASIA${given}`, SecretAccessKey: 'its-secret', Token: 'its-token' };
      response.end(JSON.stringify({ ...keys, Expiration: new Date(Date.now() + lastsMs).toISOString() }));
    });
    const env = { ...NO_KEYS, AWS_CONTAINER_CREDENTIALS_FULL_URI: source.url };
    await using lambda = await executionEnvironment(bundle.url, env, bundle.folder);
    const event = { ...(await eventFor(world)), timeouts: { runMs: 60_000 } };

    for (const _run of ['first', 'second']) await lambda.invoke(event);

    expect(signers(world, 'its-secret')).toEqual(Array(4).fill('ASIA2 true with a token'));
    expect(given).toBe(2);
  });

  it('with those of a profile, read again when they were refused', async () => {
    const refusal = { status: '403 Forbidden', headers: { 'x-amzn-ErrorType': 'UnrecognizedClientException' } };
    await using world = await startWorld({ endpoint: { onRequest: answerWith(answer(refusal)) } });
    const file = join(bundle.folder, 'credentials');
    const keys = (name: string) => `[canary]\naws_access_key_id = AKIA${name}\naws_secret_access_key = secret\n`;
    const env = { ...NO_KEYS, AWS_PROFILE: 'canary', AWS_SHARED_CREDENTIALS_FILE: file };
    await using lambda = await executionEnvironment(bundle.url, env, bundle.folder);
    const event = { ...(await eventFor(world)), accessMethods: ['vpce-host'] };

    for (const name of ['FIRST', 'SECOND']) {
      await writeFile(file, keys(name));
      await lambda.invoke(event);
    }

    expect(signers(world, 'secret')).toEqual(['AKIAFIRST true', 'AKIASECOND true']);
  });

  it('nothing where there are no credentials: the run fails, and says so', async () => {
    await using world = await startWorld();
    const env = { ...NO_KEYS, AWS_EC2_METADATA_DISABLED: 'true', HOME: bundle.folder };
    await using lambda = await executionEnvironment(bundle.url, env, bundle.folder);

    const { error } = await lambda.invoke(await eventFor(world));

    expect(error?.message).toMatch(/^auth\.iam: CredentialsProviderError: /);
    await expect.poll(lambda.lines).toMatchObject([{ level: 'ERROR', code: 'aws-credentials' }]);
    expect(lambda.lines()[0]?.hint).toContain('auth.iam');
    expect(world.endpoint.connections).toEqual([]);
  });

  it('needs none where every resource is asked without', async () => {
    await using world = await startWorld();
    await using lambda = await executionEnvironment(bundle.url, NO_KEYS, bundle.folder);

    const { result } = await lambda.invoke(await eventFor(world, [{ path: '/pets', auth: 'none' }]));

    expect(result?.verdict.state).toBe('healthy');
  });
});
