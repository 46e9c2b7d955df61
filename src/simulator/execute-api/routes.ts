// The routes that API Gateway's PetStore sample deploys, and how their integrations turn backend answers into answers.
// The sample maps every backend answer, errors included, to status 200: that is its documented default mapping.
import type { Faults } from '../faults.ts';
import { createPet, getPet, listPets, outOfRange, type PetStoreAnswer } from '../petstore.ts';
import { endpointTimedOut, type GatewayAnswer, integrated } from './answers.ts';

interface RouteRequest {
  readonly query: URLSearchParams;
  readonly body: string;
}

type Route = (request: RouteRequest) => GatewayAnswer;

const welcomePage = `<html>
  <head>
    <title>PetStore</title>
  </head>
  <body>
    <h1>PetStore</h1>
    <p>A simulated copy of the sample API. <code>GET /pets</code> lists the pets.</p>
  </body>
</html>`;

/** The deployed route for a method and the path segments below the stage, or undefined. */
export function findRoute(method: string, segments: readonly string[], faults: Faults): Route | undefined {
  const [first, id, ...rest] = segments;
  if (first === undefined) return method === 'GET' ? () => integrated('text/html', welcomePage) : undefined;
  if (first !== 'pets' || rest.length > 0) return undefined;
  if (id === undefined) return listRoute(method, faults);
  // A path parameter is never empty.
  return id === '' || faults.petRoute === 'missing' ? undefined : petRoute(method, id, faults);
}

function listRoute(method: string, faults: Faults): Route | undefined {
  if (method === 'GET') return ({ query }) => integrate(faults, () => listPets(query));
  if (method === 'POST') return ({ body }) => integrate(faults, () => createPet(body));
  return method === 'OPTIONS' ? preflight : undefined;
}

function petRoute(method: string, id: string, faults: Faults): Route | undefined {
  if (method === 'GET') return () => integrate(faults, () => getPet(id));
  return method === 'OPTIONS' ? preflight : undefined;
}

/** A MOCK integration, like the welcome page: no backend has a part in it. */
function preflight(): GatewayAnswer {
  return integrated('application/json', '');
}

function integrate(faults: Faults, backend: () => PetStoreAnswer): GatewayAnswer {
  if (faults.backend === 'timeout') return endpointTimedOut;
  const { body } = faults.backend === 'error-as-200' ? outOfRange : backend();
  return integrated('application/json', body);
}
