// Who signed a request, where somebody looks at that: the endpoint with a policy of its own, and methods that want IAM.
// How a signature is checked is signature/verify.ts's matter.
import { accessKeys } from '../credentials.ts';
import type { GatewayAnswer } from './answers.ts';
import { gatewayTimeMs } from './clock.ts';
import { headerOf } from './gateway-request.ts';
import { SIGNATURE_SCHEME } from './signature/authorization-header.ts';
import { verify } from './signature/verify.ts';
import type { Visit } from './visit.ts';

/** A caller, by the name that messages give it, or the refusal of its signature. */
export type Signer = { readonly user: string } | { readonly refusal: GatewayAnswer };

/** Who a caller is that signs nothing, or in another scheme, a bearer token among them. */
export const ANONYMOUS = 'anonymous';

/** Who signed the request. */
export function signerOf({ request, topology, faults }: Visit): Signer {
  if (headerOf(request, 'authorization')?.startsWith(SIGNATURE_SCHEME) !== true) return { user: ANONYMOUS };
  const known = faults.callers === 'unknown' ? [] : Object.values(accessKeys);
  const verified = verify(request, {
    service: 'execute-api',
    region: topology.region,
    accessKeys: known,
    nowMs: gatewayTimeMs(faults),
  });
  return 'arn' in verified ? { user: verified.arn(topology.accountId) } : { refusal: verified };
}

/**
 * Whether the endpoint reads the Authorization header, for the identity that it names: with a policy other than the
 * default one.
 */
export function endpointReadsSignature({ faults }: Visit): boolean {
  return faults.proxy === 'adds-authorization' || faults.endpointPolicy === 'denies';
}

/** By whose name a policy denies: anonymous, unless somebody looked at the signature. */
export function userOf(visit: Visit, isRead: boolean): string {
  const signer = isRead ? signerOf(visit) : { user: ANONYMOUS };
  return 'user' in signer ? signer.user : ANONYMOUS;
}
