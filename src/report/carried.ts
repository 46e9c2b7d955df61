// What requests carry to prove who asks, in words: where it comes from, and never what it is.

import type { Auth, SecretSource } from '../domain/target.ts';

/** `a signature (AWS Signature Version 4), x-api-key from the variable PETS_API_KEY`. */
export function carriedText({ iam, headers }: Auth): string {
  return [
    ...(iam ? ["a signature made with the canary's own AWS credentials"] : []),
    ...Object.entries(headers).map(([name, source]) => `${name} from ${sourceText(source)}`),
  ].join(', ');
}

function sourceText(source: SecretSource): string {
  if (source.kind === 'env') return `the variable ${source.env}`;
  return `the secret ${source.secretId}${source.jsonKey === undefined ? '' : `, its key ${source.jsonKey}`}`;
}
