// What methods ask of a caller, and what is made of an Authorization header.
// It must not check signatures: the simulator has no keys to check them with.
import {
  forbidden,
  type GatewayAnswer,
  incompleteSignature,
  missingAuthenticationToken,
  unauthorized,
} from './answers.ts';
import type { GatewayRequest } from './gateway-request.ts';
import { routeKey } from './routes.ts';
import type { Refuse } from './visit.ts';

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

/** The answer to an unsigned request where a signature is wanted, and where no route is deployed. */
export function refuseUnsigned(request: GatewayRequest): GatewayAnswer {
  return refuseBadSignature(request) ?? missingAuthenticationToken;
}

/** The refusal of an Authorization header that is there and is no Signature Version 4. */
export function refuseBadSignature({ authorization: header }: GatewayRequest): GatewayAnswer | undefined {
  return header === undefined || header.startsWith('AWS4-HMAC-SHA256') ? undefined : incompleteSignature(header);
}
