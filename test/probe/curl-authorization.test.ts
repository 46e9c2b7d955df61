// The `curl` line of a request that carries secrets: run by a shell, it sends what the probe sent, and has no secret in it.

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Region } from '../../src/domain/identifiers.ts';
import type { Auth } from '../../src/domain/target.ts';
import { authorizationWords } from '../../src/probe/curl-authorization.ts';
import { startSecretsServer } from '../authorization/secrets-server.ts';
import { checkSignature } from '../authorization/signature-check.ts';
import { missing } from '../support/external.ts';
import { authority, firstOf, probeOnce, startWorld, type World, type WorldOptions } from './world.ts';

const run = promisify(execFile);
const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfi'$EXAMPLE" };
const TOKEN = 'IQoJb3JpZ2luX2VjEJ//////////wEaCXVz+example==';
const API_KEY = '9f8e7d6c 5b4a\'39$28`17"06\\f5';

const EVERY_WAY = ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id', 'custom-domain', 'vpce-custom-domain'];
const ENVIRONMENT = { AWS_ACCESS_KEY_ID: KEYS.accessKeyId, AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey };

describe('the command of a signed request', () => {
  test.for(EVERY_WAY)('is signed by curl for %s', async (accessMethod, { skip }) => {
    skip(missing('curl') !== undefined, missing('curl'));
    const sessionToken = TOKEN;
    const resources = [{ path: '/pets' }, { path: '/pets?page=2&type=cat' }, { path: '/pets/1', method: 'HEAD' }];
    await using world = await worldOf({
      accessMethods: [accessMethod],
      resources,
      credentials: { ...KEYS, sessionToken },
    });
    for (const planned of world.planned) {
      const { curl } = await probeOnce(planned, world.settings);
      const probed = lastSent(world);
      await inShell(curl, { ...ENVIRONMENT, AWS_SESSION_TOKEN: TOKEN });
      const repeated = lastSent(world);

      expect(signatureOf(repeated)).toMatchObject({ accessKeyId: KEYS.accessKeyId, matches: true });
      expect(namesAndValues(repeated)).toEqual(namesAndValues(probed));
      expect(curl).not.toContain(TOKEN);
      expect(curl).not.toContain(KEYS.secretAccessKey);
    }
  });

  test.for(['sh', 'bash'])('does without a session token where there is none, in %s', async (shell, { skip }) => {
    skip(missing('curl') !== undefined, missing('curl'));
    await using world = await worldOf({ credentials: KEYS });
    const { curl } = await world.probe();
    await inShell(curl, ENVIRONMENT, shell);
    expect(signatureOf(lastSent(world))).toMatchObject({ matches: true });
    expect(lastSent(world)).not.toMatch(/x-amz-security-token/i);
  });
});

describe('the command of a request with a header', () => {
  const headers = { 'x-api-key': { env: 'PETS_API_KEY' }, 'x-$a`b': { env: 'OTHER' } };
  const env = { PETS_API_KEY: API_KEY, OTHER: 'of a name that a shell would run' };

  test.for(['sh', 'bash'])('takes its value from the same variable, in %s', async (shell, { skip }) => {
    skip(missing('curl') !== undefined, missing('curl'));
    await using world = await startWorld({ auth: { headers }, env });
    const { curl } = await world.probe();
    const probed = lastSent(world);
    await inShell(curl, env, shell);

    expect(probed).toContain(`\r\nx-api-key: ${API_KEY}\r\n`);
    expect(namesAndValues(lastSent(world))).toEqual(namesAndValues(probed));
    expect(curl).not.toContain(API_KEY);
  });

  test('takes it from Secrets Manager, whole or one key of it', async ({ skip }) => {
    const lacking = (['curl', 'aws', 'jq'] as const).map(missing).find((reason) => reason !== undefined);
    skip(lacking !== undefined, lacking);
    const jsonKey = 'a "key" \\(with) $odd\' characters';
    await using service = await startSecretsServer({
      'pets/whole': `${API_KEY}\n`,
      'pets/parts': JSON.stringify({ [jsonKey]: TOKEN }),
    });
    const auth: Auth = {
      iam: false,
      headers: {
        'x-api-key': { kind: 'secret', secretId: 'pets/whole' },
        authorization: { kind: 'secret', secretId: 'pets/parts', jsonKey },
      },
    };
    const words = authorizationWords({ auth, region: 'us-west-2' as Region });
    await using world = await startWorld();
    const { curl } = await world.probe();
    await inShell(curl.replace(' -H ', ` ${words.join(' ')} -H `), {
      ...ENVIRONMENT,
      AWS_ENDPOINT_URL: service.url,
    });

    expect(namesAndValues(lastSent(world))).toEqual(expect.arrayContaining([`x-api-key: ${API_KEY}`]));
    expect(lastSent(world)).toContain(`\r\nauthorization: ${TOKEN}\r\n`);
    expect(service.asked.toSorted()).toEqual([
      'secretsmanager.GetSecretValue us-west-2 pets/parts',
      'secretsmanager.GetSecretValue us-west-2 pets/whole',
    ]);
  });

  test('is of the Region that the ARN of a secret names', () => {
    const secretId = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:pets/key-AbCdEf';
    const auth: Auth = { iam: false, headers: { 'x-api-key': { kind: 'secret', secretId } } };
    expect(authorizationWords({ auth, region: 'us-west-2' as Region })).toEqual([
      `-H "x-api-key: $(aws secretsmanager get-secret-value --region eu-central-1 --secret-id ${secretId} --query SecretString --output text)"`,
    ]);
  });

  test('has nothing of it where the resource is asked without', async () => {
    const resources = [{ path: '/pets', auth: 'none' }, { path: '/pets/1' }];
    await using world = await startWorld({ auth: { iam: true, headers }, env, resources });
    const curls: string[] = [];
    for (const planned of world.planned) curls.push((await probeOnce(planned, world.settings)).curl);
    expect(curls.map((curl) => /AWS_|PETS_API_KEY/.test(curl))).toEqual([false, true]);
  });
});

function worldOf(options: WorldOptions): Promise<World> {
  return startWorld({ auth: { iam: true }, ...options });
}

function lastSent({ endpoint }: World): string {
  return firstOf(endpoint.connections.slice(-1)).sent;
}

function signatureOf(sent: string) {
  return checkSignature(sent, { secretAccessKey: KEYS.secretAccessKey, region: 'us-west-2' });
}

/** Without what is of the moment, or only says how long a connection is kept. */
function namesAndValues(sent: string): readonly string[] {
  const [requestLine = '', ...lines] = sent.trimEnd().split('\r\n');
  const headers = lines.map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase()));
  return [requestLine, ...headers.filter((line) => !/^(?:connection|x-amz-date|authorization):/.test(line)).toSorted()];
}

/** Runs a command in a shell with these variables and no others, in an empty folder with the authority's certificate. */
async function inShell(curl: string, env: Readonly<Record<string, string>>, shell = 'sh'): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'canary-curl-'));
  try {
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, authority.pem);
    const own = { PATH: process.env.PATH, HOME: folder, CURL_CA_BUNDLE: caFile };
    await run(shell, ['-c', curl], { cwd: folder, env: { ...own, ...env } });
  } finally {
    await rm(folder, { recursive: true });
  }
}
