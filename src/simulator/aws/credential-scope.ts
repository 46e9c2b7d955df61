// Reads the credential scope of a Signature Version 4 Authorization header.
// The signature itself is not checked: here any key may sign, as the clients of these services are AWS's own.

/** Why a request does not count as signed for this service and region. */
export type CredentialProblem = 'missing' | 'malformed' | 'wrong-region' | 'wrong-service';

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=[^/,\s]+\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request,\s*SignedHeaders=[a-z0-9;-]+,\s*Signature=[0-9a-f]{64}$/;

/** The service that a request was signed for, or nothing when the header does not say. */
export function signedService(authorization: string | undefined): string | undefined {
  return AUTHORIZATION.exec(authorization ?? '')?.[2];
}

/** The problem with the header, or nothing when its scope is the expected one. */
export function credentialProblem(
  authorization: string | undefined,
  expected: { readonly region: string; readonly service: string },
): CredentialProblem | undefined {
  if (authorization === undefined) return 'missing';
  const [, region, service] = AUTHORIZATION.exec(authorization) ?? [];
  if (region === undefined) return 'malformed';
  if (region !== expected.region) return 'wrong-region';
  return service === expected.service ? undefined : 'wrong-service';
}
