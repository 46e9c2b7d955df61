// What we do wrong, or cannot do, as a thrown error. What the API under watch does wrong is never an error: it is an
// observation.

/** Every reason for which the canary itself cannot do its work, with what usually mends it. */
export const CANARY_ERRORS = {
  'configuration-invalid':
    'Correct the keys that are listed; `private-api-canary plan --config FILE` checks a file without sending a probe.',
  'configuration-unreadable': 'Give a readable file that holds one JSON value.',
  'ca-file-unreadable': '`connection.caFile` must name a readable file of PEM certificates.',
  interrupted: 'Nothing was published. Let the run finish, or give it less to do.',
  usage: 'Run `private-api-canary --help` for the commands and their options.',
  'state-in-use':
    'One `watch` may have several targets (`--config` several times); another `watch` needs a `--state` of its own.',
  'aws-credentials':
    'Give the canary AWS credentials (environment, profile or role; where a profile has a `credential_process`, run its command by hand: what it says is not repeated), or name the endpoint in `endpoints.dnsNames` and publish with `emf` or `none` to need none.',
  'ec2-denied': 'Allow `ec2:DescribeVpcEndpoints` to the canary, or name the endpoint in `endpoints.dnsNames`.',
  'ec2-unreachable':
    'Give the canary a way to the EC2 API (an `ec2` interface endpoint or NAT), or name the endpoint in `endpoints.dnsNames`.',
  'ec2-failed': 'EC2 refused the question; see the message.',
  'endpoint-not-found': 'Check the endpoint or VPC id, the account and `api.region`.',
  'endpoint-unusable': 'Name an interface endpoint for execute-api that has DNS names.',
  'secret-missing': 'Set the environment variable for the canary, or take the value from Secrets Manager (`secretId`).',
  'secret-denied':
    'Allow `secretsmanager:GetSecretValue` on the secret to the canary, and `kms:Decrypt` on its key where that is your own.',
  'secret-not-found':
    'Check the name or ARN of the secret, the account and the Region: by name it is looked for in `api.region`.',
  'secret-unusable':
    'The value of a header is one line of ASCII: the whole secret, or with `jsonKey` a string in a secret that is JSON.',
  'secret-unreachable':
    'Give the canary a way to Secrets Manager (a `secretsmanager` interface endpoint or NAT), or take the value from the environment (`env`).',
  'publish-failed': 'The data were written in the embedded metric format instead; see the message.',
  'report-unreadable':
    'Give a report as `private-api-canary probe --json` prints it, log lines of the function, what it returned, a record of its destination, or what `aws logs` prints of these.',
  'report-unwritable':
    'Give a file in a directory that exists and may be written to; the report was printed all the same.',
  simulator: 'The local simulator could not do this; see the message.',
  internal: 'This is a bug in private-api-canary; please report it with the message.',
} as const satisfies Record<string, string>;

export type CanaryErrorCode = keyof typeof CANARY_ERRORS;

/** Thrown when the canary cannot do its own work. `hint` says what to do about it. */
export class CanaryError extends Error {
  override readonly name = 'CanaryError';
  readonly code: CanaryErrorCode;
  readonly hint: string;

  constructor(code: CanaryErrorCode, message: string, options?: { readonly cause?: unknown; readonly hint?: string }) {
    super(withoutSessionToken(message), options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options?.hint ?? CANARY_ERRORS[code];
  }
}

/** What AWS says of a signature that does not match repeats everything that was signed. */
export function withoutSessionToken(message: string): string {
  return message.replace(/(?<=x-amz-security-token["\s:=]+)[\w+/=%-]+/gi, '***');
}

/** What the canary itself could not do, as a value for reports. */
export interface Problem {
  readonly code: CanaryErrorCode;
  readonly message: string;
  readonly hint: string;
}

/** Anything thrown, as a problem. What is not a `CanaryError` is a bug of ours. */
export function problemOf(error: unknown): Problem {
  const known = error instanceof CanaryError ? error : new CanaryError('internal', String(error), { cause: error });
  return { code: known.code, message: known.message, hint: known.hint };
}
