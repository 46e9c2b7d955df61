// How an integration turns what a backend does into an answer of the API.
// It must not know routes.
import type { Faults } from '../faults.ts';
import { maintenancePage, notFound, outOfRange, type PetStoreAnswer, unavailable } from '../petstore.ts';
import { endpointTimedOut, type GatewayAnswer, internalServerError, networkError } from './answers.ts';

/** The answer of a route whose backend is in this state. `ask` is called only when the backend works. */
export function integrate(backend: Faults['backend'], ask: () => PetStoreAnswer): GatewayAnswer {
  switch (backend) {
    case 'ok':
      return mappedToSuccess(ask());
    case 'error-as-200':
      return mappedToSuccess(outOfRange);
    // A proxy integration leaves status and body as they are.
    case 'maintenance-page':
      return maintenancePage;
    case 'unavailable':
      return unavailable;
    case 'not-found':
      return notFound;
    case 'timeout':
      return endpointTimedOut;
    case 'silent':
      return { ...endpointTimedOut, delayMs: Number.POSITIVE_INFINITY };
    case 'unreachable':
      return networkError;
    case 'misconfigured':
      return internalServerError(500);
    case 'function-fails':
      return internalServerError(502);
  }
}

/** The sample maps every backend answer, errors included, to status 200: that is its documented default mapping. */
function mappedToSuccess(answer: PetStoreAnswer): GatewayAnswer {
  return { ...answer, status: 200 };
}
