// What a `curl` line needs to prove who asks, without a secret in it: the shell takes each from where the canary took it.

import { type Authorizer, regionOfSecret } from '../domain/authorization.ts';
import type { Region } from '../domain/identifiers.ts';
import type { SecretSource } from '../domain/target.ts';
import { quoted } from './shell.ts';

export type CurlAuthorization = Pick<Authorizer, 'auth' | 'region'>;

/** curl signs each header that is named on its command line, and Host. */
export function authorizationWords({ auth, region }: CurlAuthorization): readonly string[] {
  return [
    ...Object.entries(auth.headers).map(([name, source]) => `-H ${headerWord(name, sourceText(source, region))}`),
    ...(auth.iam
      ? [
          `--aws-sigv4 aws:amz:${region}:execute-api --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`,
          // One word where there is a token and none where there is none, in every shell: zsh does not split.
          // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's, not JavaScript's.
          '${AWS_SESSION_TOKEN:+"-Hx-amz-security-token: $AWS_SESSION_TOKEN"}',
        ]
      : []),
  ];
}

/** The name of a header may have `$` and a backtick in it, which double quotes do not keep from a shell. */
function headerWord(name: string, value: string): string {
  return /^[a-z0-9-]+$/.test(name) ? `"${name}: ${value}"` : `${quoted(`${name}: `)}"${value}"`;
}

function sourceText(source: SecretSource, region: Region): string {
  if (source.kind === 'env') return `$${source.env}`;
  const { secretId, jsonKey } = source;
  const ask = `aws secretsmanager get-secret-value --region ${regionOfSecret(secretId, region)} --secret-id ${quoted(secretId)} --query SecretString --output text`;
  return jsonKey === undefined ? `$(${ask})` : `$(${ask} | jq -r ${quoted(`.[${JSON.stringify(jsonKey)}]`)})`;
}
