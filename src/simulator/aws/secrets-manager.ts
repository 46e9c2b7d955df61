// Secrets Manager as today's SDKs and CLI speak it, in JSON, with the one action that a reader needs: GetSecretValue.

import { z } from 'zod';
import type { CredentialProblem } from './credential-scope.ts';
import { jsonAnswerIn } from './json-answer.ts';
import { parseInput } from './json-input.ts';
import { Rejection } from './rejection.ts';
import type { SimulatedApi, WireRequest } from './wire.ts';
import type { AwsWorld } from './world.ts';

/** What `x-amz-target` starts with. */
export const SECRETS_MANAGER_TARGET = 'secretsmanager.';

const jsonAnswer = jsonAnswerIn('1.1');

const UNAUTHENTICATED = {
  missing: { code: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' },
  malformed: { code: 'IncompleteSignatureException', message: 'The Authorization header is not a whole one.' },
  'wrong-region': { code: 'InvalidSignatureException', message: 'Credential should be scoped to a valid region.' },
  'wrong-service': {
    code: 'InvalidSignatureException',
    message: "Credential should be scoped to correct service: 'secretsmanager'.",
  },
} as const satisfies Readonly<Record<CredentialProblem, { code: string; message: string }>>;

// Secrets are made anew at every start.
const CREATED_SECONDS = 1_767_225_600;
// Six random characters that end every ARN, so that a new secret of an old name is another one.
const ARN_SUFFIX = '-a1B2c3';
const VERSION_ID = '0d9c1f7e-5b1a-4c53-9a77-2f1f6f3f8f10';
const CURRENT = 'AWSCURRENT';

const input = z.object({
  SecretId: z.string(),
  VersionId: z.string().optional(),
  VersionStage: z.string().optional(),
});

export function secretsManagerApi(world: AwsWorld): SimulatedApi {
  return {
    service: 'secretsManager',
    signingName: 'secretsmanager',
    actionOf: ({ headers }) => String(headers['x-amz-target'] ?? '').replace(SECRETS_MANAGER_TARGET, ''),
    answer: (action, request) => {
      if (action !== 'GetSecretValue') {
        throw new Rejection('UnknownOperationException', `The action ${action} is not simulated.`);
      }
      return jsonAnswer(200, secretValue(request, world), request.requestId);
    },
    refuse: ({ code, message, status }, { requestId }) =>
      jsonAnswer(
        status,
        code === 'AccessDeniedException' ? { __type: code, Message: message } : { __type: code, message },
        requestId,
      ),
    unauthenticated: (problem) => new Rejection(UNAUTHENTICATED[problem].code, UNAUTHENTICATED[problem].message),
    denied: (action, request) =>
      new Rejection(
        'AccessDeniedException',
        `User: arn:aws:iam::${world.accountId}:user/simulated is not authorized to perform: secretsmanager:${action} on resource: ${inputOf(request).SecretId} because no identity-based policy allows the secretsmanager:${action} action`,
      ),
    throttled: () => new Rejection('ThrottlingException', 'Rate exceeded'),
  };
}

function inputOf({ body }: WireRequest): z.output<typeof input> {
  return parseInput(input, body);
}

/** A secret is named by its name, by its ARN, or by the ARN without the six characters. */
function secretValue(request: WireRequest, { region, accountId, secrets = {} }: AwsWorld): object {
  const { SecretId, VersionId, VersionStage } = inputOf(request);
  const arnOf = (name: string) => `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}`;
  const name = Object.keys(secrets).find((each) =>
    [each, arnOf(each), `${arnOf(each)}${ARN_SUFFIX}`].includes(SecretId),
  );
  if (name === undefined) {
    throw new Rejection('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }
  if ((VersionId ?? VERSION_ID) !== VERSION_ID || (VersionStage ?? CURRENT) !== CURRENT) {
    throw new Rejection(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${VersionId ? `VersionId: ${VersionId}` : `staging label: ${VersionStage}`}`,
    );
  }
  return {
    ARN: `${arnOf(name)}${ARN_SUFFIX}`,
    CreatedDate: CREATED_SECONDS,
    Name: name,
    SecretString: secrets[name],
    VersionId: VERSION_ID,
    VersionStages: [CURRENT],
  };
}
