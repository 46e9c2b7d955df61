// The question to Secrets Manager. Its client comes with this file, which is loaded when a secret is asked for and not
// before. What is said of a refusal names the secret and never has a value in it.

import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CanaryError, type CanaryErrorCode } from '../domain/canary-error.ts';
import { orAborted } from '../domain/deadline.ts';
import { shortAnswers } from '../domain/service-answer.ts';

export { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The secret's text as it is now. Throws a `CanaryError`. */
export async function readSecret(client: SecretsManagerClient, secretId: string, signal: AbortSignal): Promise<string> {
  let text: string | undefined;
  try {
    const command = new GetSecretValueCommand({ SecretId: secretId });
    command.middlewareStack.add(shortAnswers, { step: 'deserialize', priority: 'low' });
    ({ SecretString: text } = await orAborted(client.send(command, { abortSignal: signal }), signal));
  } catch (error) {
    throw secretError(error, secretId, signal);
  }
  if (text === undefined)
    throw new CanaryError('secret-unusable', `the secret ${secretId} is binary; a header needs a text`);
  return text;
}

// Names of errors of Secrets Manager and the SDK. Those that no row knows come from a service that is not well.
const ERRORS: readonly (readonly [pattern: RegExp, code: CanaryErrorCode])[] = [
  [
    /^(?:CredentialsProviderError|TokenProviderError|UnrecognizedClientException|InvalidClientTokenId|MissingAuthenticationToken|ExpiredToken|RequestExpired|InvalidSignatureException|IncompleteSignature)/,
    'aws-credentials',
  ],
  [/^(?:AccessDenied|DecryptionFailure|NotAuthorized)/, 'secret-denied'],
  [/^(?:ResourceNotFound|InvalidRequest|InvalidParameter|ValidationException)/, 'secret-not-found'],
];

function secretError(error: unknown, secretId: string, signal: AbortSignal): CanaryError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const about = `the secret ${secretId}`;
  if (signal.aborted) return new CanaryError('secret-unreachable', `${about}: Secrets Manager did not answer in time`);
  const code = ERRORS.find(([pattern]) => pattern.test(name))?.[1] ?? 'secret-unreachable';
  return new CanaryError(code, `${about}: Secrets Manager: ${name}: ${message.split('\n')[0]}`);
}
