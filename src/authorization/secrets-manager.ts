// The question to Secrets Manager. Its client comes with this file, which is loaded when a secret is asked for and not
// before. What is said of a refusal has neither a value in it nor the id that was asked for, which may be a secret itself.

import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CanaryError, type CanaryErrorCode } from '../domain/canary-error.ts';
import { orAborted } from '../domain/deadline.ts';
import { saidBy, shortAnswers } from '../domain/service-answer.ts';

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
  if (text === undefined) throw new CanaryError('secret-unusable', 'the secret is binary; a header needs a text');
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
  if (signal.aborted) return new CanaryError('secret-unreachable', 'Secrets Manager did not answer in time');
  const thrown = error instanceof Error ? error : new Error(String(error));
  const code = ERRORS.find(([pattern]) => pattern.test(thrown.name))?.[1] ?? 'secret-unreachable';
  // A refusal names what was asked for.
  thrown.message = thrown.message.replace(wholeWord(secretId), '***');
  return new CanaryError(code, `Secrets Manager: ${saidBy(thrown)}`);
}

function wholeWord(text: string): RegExp {
  return new RegExp(`(?<!\\w)${text.replace(/\W/g, '\\$&')}(?!\\w)`, 'g');
}
