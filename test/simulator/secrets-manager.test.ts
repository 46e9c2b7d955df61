// The simulated Secrets Manager, asked by AWS's own client.
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from 'vitest';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { authorization, clientOf, post, startScene } from './aws-world.ts';

const ARN = 'arn:aws:secretsmanager:us-west-2:111122223333:secret:pets/api-key';

const TARGET = {
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'secretsmanager.GetSecretValue',
};

describe('GetSecretValue', () => {
  test.each(['pets/api-key', ARN, `${ARN}-a1B2c3`])('by %s', async (SecretId) => {
    await using scene = await startScene();
    const { $metadata: _, ...secret } = await scene.secretsManager.send(new GetSecretValueCommand({ SecretId }));
    expect(secret).toEqual({
      ARN: `${ARN}-a1B2c3`,
      CreatedDate: expect.any(Date),
      Name: 'pets/api-key',
      SecretString: 'whole',
      VersionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      VersionStages: ['AWSCURRENT'],
    });
    expect(scene.aws.calls).toEqual([{ service: 'secretsManager', action: 'GetSecretValue' }]);
  });

  test.each([{ SecretId: 'pets' }, { SecretId: 'pets/api-key', VersionStage: 'AWSPREVIOUS' }])(
    'finds nothing by %j',
    async (input) => {
      await using scene = await startScene();
      await expect(scene.secretsManager.send(new GetSecretValueCommand(input))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: expect.stringMatching(/^Secrets Manager can't find the specified secret/),
      });
    },
  );

  test.each([
    [
      'denied',
      { name: 'AccessDeniedException', message: expect.stringContaining('on resource: pets/api-key because') },
    ],
    ['throttled', { name: 'ThrottlingException' }],
    ['unavailable', { code: 'ECONNRESET' }],
  ] as const)('%s', async (fault, error) => {
    await using scene = await startScene();
    scene.faults.secretsManager = fault;
    const asked = scene.secretsManager.send(new GetSecretValueCommand({ SecretId: 'pets/api-key' }));
    await expect(asked).rejects.toMatchObject(error);
  });

  test.each([
    [undefined, 'MissingAuthenticationTokenException'],
    [authorization('secretsmanager', 'us-east-1'), 'InvalidSignatureException'],
    [authorization('s3'), 'InvalidSignatureException'],
    ['Bearer x', 'IncompleteSignatureException'],
  ])('refuses what is not signed for it: %s', async (header, type) => {
    await using scene = await startScene();
    const headers = header === undefined ? TARGET : { ...TARGET, authorization: header };
    const { status, body } = await post(scene.aws.url, headers, '{"SecretId":"pets/api-key"}');
    expect([status, JSON.parse(body).__type]).toEqual([400, type]);
  });

  test.each([
    ['secretsmanager.PutSecretValue', '{}', 'UnknownOperationException'],
    ['secretsmanager.GetSecretValue', '{', 'SerializationException'],
    ['secretsmanager.GetSecretValue', '{}', 'SerializationException'],
  ])('%s %s', async (target, body, type) => {
    await using scene = await startScene();
    const headers = { ...TARGET, 'x-amz-target': target, authorization: authorization('secretsmanager') };
    const answer = await post(scene.aws.url, headers, body);
    expect([answer.status, JSON.parse(answer.body).__type]).toEqual([400, type]);
  });
});

test('of a simulator holds the API key whole, and as a value of a JSON object', async () => {
  await using simulator = await startSimulator();
  const client = new SecretsManagerClient(clientOf(simulator.awsEndpoint));
  const secret = async (SecretId: string) => (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  const { apiKey } = simulator.credentials;
  expect(await secret('pets/api-key')).toBe(apiKey);
  expect(JSON.parse((await secret('pets/client')) ?? '')).toEqual({ id: expect.any(String), apiKey });
  await simulator.setScenario('secret-denied');
  await expect(secret('pets/api-key')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await simulator.setScenario('secret-unavailable');
  await expect(secret('pets/api-key')).rejects.toMatchObject({ code: 'ECONNRESET' });
  client.destroy();
});
