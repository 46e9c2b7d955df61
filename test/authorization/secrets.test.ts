// A client of Secrets Manager that hangs: each new one may leave a process behind.

import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, test } from 'vitest';
import { createSecrets } from '../../src/authorization/secrets.ts';
import { startSecretsServer } from './secrets-server.ts';

const TIMES = 10;

test('is made anew, and not for each question', async () => {
  await using service = await startSecretsServer({});
  service.trouble = 'silent';
  const client = new SecretsManagerClient({
    endpoint: service.url,
    region: 'us-west-2',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
  });
  const made: boolean[] = [];
  const secrets = createSecrets((_region, anew) => {
    made.push(anew);
    return client;
  }, Date.now);
  const signal = new AbortController().signal;

  for (let times = 0; times < TIMES; times += 1) {
    const reading = secrets.read({ secretId: 'pets/key', region: 'us-west-2', awsMs: 50, signal });
    await expect(reading).rejects.toMatchObject({ code: 'secret-unreachable' });
  }
  client.destroy();

  expect(made.slice(0, 2)).toEqual([false, true]);
  expect(made).toHaveLength(TIMES);
  // Pauses of 1, 2, 4 seconds and so on (test/domain/pauses.test.ts): eight of them would take two minutes.
  expect(made.filter(Boolean).length).toBeLessThan(8);
});
