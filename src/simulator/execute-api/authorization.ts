// What methods ask of a caller: nothing, a signature, an API key, or what an authorizer accepts.
// It must not check signatures: signer.ts has that done.
import { API_KEY } from '../credentials.ts';
import type { Faults } from '../faults.ts';
import { forbidden, type GatewayAnswer, missingAuthenticationToken, notASignature, unauthorized } from './answers.ts';
import { type GatewayRequest, headerOf } from './gateway-request.ts';
import { deny } from './policies.ts';
import { isPetRoute } from './routes.ts';
import { SIGNATURE_SCHEME } from './signature/authorization-header.ts';
import { endpointReadsSignature, signerOf } from './signer.ts';
import type { Refuse, Visit } from './visit.ts';

/** A signature that the endpoint reads and that is not right is refused there, before anything else is looked at. */
export const signatureAtEndpoint: Refuse = (visit) => {
  const signer = endpointReadsSignature(visit) ? signerOf(visit) : undefined;
  return signer !== undefined && 'refusal' in signer ? signer.refusal : undefined;
};

/** The authorization of a deployed route. */
export const authorization: Refuse = (visit) => {
  const { request, addressed, faults } = visit;
  switch (faults.authorization) {
    case 'none':
      return undefined;
    case 'iam':
      return withSignature(visit);
    case 'api-key':
      return withApiKey(request, faults);
    case 'api-key-on-pet-route':
      return isPetRoute(request.method, addressed.segments) ? withApiKey(request, faults) : undefined;
    case 'authorizer-refuses':
      return unauthorized;
  }
};

function withSignature(visit: Visit): GatewayAnswer | undefined {
  if (!isSigned(visit.request)) return refuseUnsigned(visit.request);
  const signer = signerOf(visit);
  if ('refusal' in signer) return signer.refusal;
  return visit.faults.callers === 'not-allowed' ? deny(visit, 'identity-policy', signer.user) : undefined;
}

function withApiKey(request: GatewayRequest, { apiKey }: Faults): GatewayAnswer | undefined {
  return apiKey === 'accepted' && headerOf(request, 'x-api-key') === API_KEY ? undefined : forbidden;
}

/**
 * The answer to an unsigned request where a signature is wanted, and where no route is deployed. What a header of the
 * right scheme with a wrong signature is answered where no route is has not been seen; here it counts as none.
 */
export function refuseUnsigned(request: GatewayRequest): GatewayAnswer {
  const header = headerOf(request, 'authorization');
  return header === undefined || isSigned(request) ? missingAuthenticationToken : notASignature(header);
}

function isSigned(request: GatewayRequest): boolean {
  return headerOf(request, 'authorization')?.startsWith(SIGNATURE_SCHEME) === true;
}
