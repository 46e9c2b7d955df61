// What methods ask of a caller, and what is made of an Authorization header.
// It must not check signatures: the simulator has no keys to check them with.
import {
  forbidden,
  type GatewayAnswer,
  incompleteParameters,
  missingAuthenticationToken,
  notASignature,
  unauthorized,
} from './answers.ts';
import type { GatewayRequest } from './gateway-request.ts';
import { routeKey } from './routes.ts';
import type { Refuse } from './visit.ts';

const SIGNATURE_SCHEME = 'AWS4-HMAC-SHA256';
const SIGNATURE_PARAMETERS = ['Credential', 'Signature', 'SignedHeaders'] as const;

/**
 * A policy of the endpoint other than the default one has the endpoint read the Authorization header, for the identity
 * that it names. A header of another scheme, a bearer token among them, is anonymous to it, and a signature that cannot
 * be read is refused.
 */
export const signatureAtEndpoint: Refuse = ({ request: { authorization: header = '' }, faults }) => {
  const hasOwnPolicy = faults.proxy === 'adds-authorization' || faults.endpointPolicy === 'denies';
  if (!hasOwnPolicy || !header.startsWith(SIGNATURE_SCHEME)) return undefined;
  const missing = SIGNATURE_PARAMETERS.filter((name) => !header.includes(`${name}=`));
  return missing.length > 0 ? incompleteParameters(header, missing) : undefined;
};

/** The authorization of a deployed route. */
export const authorization: Refuse = ({ request, addressed, faults }) => {
  const isPetRoute = routeKey(request.method, addressed.segments) === 'GET /pets/{id}';
  switch (faults.authorization) {
    case 'none':
      return undefined;
    case 'iam':
      return refuseUnsigned(request);
    case 'api-key':
      return request.apiKey === undefined ? forbidden : undefined;
    case 'api-key-on-pet-route':
      return isPetRoute && request.apiKey === undefined ? forbidden : undefined;
    case 'authorizer-refuses':
      return unauthorized;
  }
};

/**
 * The answer to an unsigned request where a signature is wanted, and where no route is deployed. What a header of the
 * right scheme with a wrong signature is answered there has not been seen; here it counts as none.
 */
export function refuseUnsigned({ authorization: header }: GatewayRequest): GatewayAnswer {
  const isForeign = header !== undefined && !header.startsWith(SIGNATURE_SCHEME);
  return isForeign ? notASignature(header) : missingAuthenticationToken;
}
