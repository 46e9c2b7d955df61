// What a caller may have to be allowed so that its requests prove who asks: calls of the API's own methods, and the secrets
// that its headers are made of. Nothing where the configuration has no `auth`.

import { Fn, type Stack, Token } from 'aws-cdk-lib';
import type { Target, TargetInput } from '../src/domain/target.ts';
import type { FunctionNeeds } from './function-permissions.ts';

/** What the configuration itself does not say. */
export interface RequestOptions {
  /** Account that owns the API, where it is another than the stack's: whom a signed request asks. */
  readonly apiAccount?: string;
  /** ARNs of the keys of your own that encrypt the secrets. Default: the AWS managed key, for which nothing is needed. */
  readonly secretKeyArns?: readonly string[];
}

export type RequestNeeds = Pick<
  FunctionNeeds,
  'signs' | 'methods' | 'readsSecrets' | 'secrets' | 'decrypts' | 'secretKeys'
>;

/** Of requests that carry nothing of the kind. */
export const NO_REQUEST_NEEDS: RequestNeeds = {
  ...{ signs: false, methods: [] },
  ...{ readsSecrets: false, secrets: [] },
  ...{ decrypts: false, secretKeys: [] },
};

/** `input` may hold tokens, for which `target` has stand-ins. */
export function requestNeeds(input: TargetInput, target: Target, options: RequestOptions, stack: Stack): RequestNeeds {
  const headers = Object.values(input.auth?.headers ?? {});
  const secrets = headers.flatMap(({ secretId }) => (secretId === undefined ? [] : secretArn(secretId, input, stack)));
  const secretKeys = secrets.length === 0 ? [] : (options.secretKeyArns ?? []);
  const methods = target.auth?.iam === true ? methodArns(input, target, options, stack) : [];
  return {
    ...{ signs: methods.length > 0, methods },
    ...{ readsSecrets: secrets.length > 0, secrets },
    ...{ decrypts: secretKeys.length > 0, secretKeys },
  };
}

// A role has 10,240 characters for all of its own policies, and one canary may watch twenty APIs.
const MOST_PATHS = 10;

/** Each method with its path, or with any path of the stage where they are many. Those that are sent without a signature
 * need nothing. */
function methodArns(
  input: TargetInput,
  target: Target,
  { apiAccount }: RequestOptions,
  stack: Stack,
): readonly string[] {
  const { id, stage, region = stack.region } = input.api;
  const api = `arn:${stack.partition}:execute-api:${region}:${apiAccount ?? stack.account}:${id}/${stage}`;
  const signed = target.resources.flatMap(({ method, path, auth }, index) =>
    auth === 'none' ? [] : { method, path: input.resources?.[index]?.path ?? path },
  );
  const paths = signed.length > MOST_PATHS ? signed.map((each) => ({ ...each, path: '/*' })) : signed;
  return [...new Set(paths.map(({ method, path }) => `${api}/${method}${pathOf(path)}`))];
}

/** The path as IAM compares it: without its query; a star of its own is no wildcard. How API Gateway writes what is escaped
 * in a path is not documented. */
function pathOf(path: string): string {
  if (path === '/*') return path;
  if (Token.isUnresolved(path)) return Fn.select(0, Fn.split('?', path));
  const [plain = ''] = path.split('?');
  return plain.replaceAll('*', `$\{*}`).replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, '*');
}

/** An ARN as it is, and a name with the six characters that Secrets Manager puts behind it: in the API's Region, where it is
 * looked for. A token must be an ARN. */
function secretArn(secretId: string, { api }: TargetInput, { partition, region: own, account }: Stack): string {
  if (Token.isUnresolved(secretId) || secretId.startsWith('arn:')) return secretId;
  const { region = own } = api;
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:${secretId}-??????`;
}
