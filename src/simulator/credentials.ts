// What callers of the simulated AWS prove with who they are: access keys, an API key, and the secrets that hold it.
// All of it is made up, and each value is such that a search finds nothing else.

/** An access key and who has it. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Only of temporary credentials, which are refused without it. */
  readonly sessionToken?: string;
  /** The caller's ARN in an account. */
  readonly arn: (accountId: string) => string;
}

/** One key of a user, without an end, and one of a role that somebody assumed. */
export const accessKeys = {
  user: {
    accessKeyId: 'simulated',
    secretAccessKey: 'simulated',
    arn: (accountId) => `arn:aws:iam::${accountId}:user/simulated`,
  },
  role: {
    accessKeyId: 'ASIASIMULATED0000001',
    secretAccessKey: 'simulated-secret-of-a-role/4c1f+a9d2',
    sessionToken: 'simulated-session-token/7b3e+51c8==',
    arn: (accountId) => `arn:aws:sts::${accountId}:assumed-role/canary/simulated`,
  },
} as const satisfies Readonly<Record<string, AccessKey>>;

/** What methods with an API key compare `x-api-key` with. */
export const API_KEY = 'simulated-api-key-e83b60f2c94d';

/** Name -> what Secrets Manager keeps: the API key whole, and as one value of a JSON object. */
export const secrets: Readonly<Record<string, string>> = {
  'pets/api-key': API_KEY,
  'pets/client': JSON.stringify({ id: 'simulated-client-5d0c71', apiKey: API_KEY }),
};
