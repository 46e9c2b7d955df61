// The Authorization header of AWS Signature Version 4, taken apart.
// It must not know keys, clocks or requests.

export const SIGNATURE_SCHEME = 'AWS4-HMAC-SHA256';

/** What the header says. */
export interface ClaimedSignature {
  readonly accessKeyId: string;
  /** `20260101`, as in the scope. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  /** Lower case, sorted. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const PARAMETERS = ['Credential', 'Signature', 'SignedHeaders'] as const;

/** What the header says, or what it lacks, in AWS's words. */
export function readSignature(header: string): ClaimedSignature | readonly string[] {
  const given = new Map<string, string>();
  for (const part of header.slice(SIGNATURE_SCHEME.length).split(',')) {
    const [name = '', value = ''] = part.trim().split(/=(.*)/s, 2);
    given.set(name, value);
  }
  const missing = PARAMETERS.filter((name) => !given.get(name));
  if (missing.length > 0) return missing.map((name) => `Authorization header requires '${name}' parameter.`);
  const [credential = '', signature = '', signedHeaders = ''] = PARAMETERS.map((name) => given.get(name));
  const [accessKeyId = '', date = '', region = '', service = '', terminator = '', ...rest] = credential.split('/');
  if (terminator === '' || rest.length > 0) {
    return [
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    ];
  }
  const names = signedHeaders.toLowerCase().split(';').toSorted();
  return { accessKeyId, date, region, service, terminator, signedHeaders: names, signature };
}
