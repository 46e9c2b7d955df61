// The routes that API Gateway's PetStore sample deploys.
// It must not know what becomes of backend answers: integration.ts does.
import type { Faults } from '../faults.ts';
import { createPet, getPet, listPets } from '../petstore.ts';
import type { GatewayAnswer } from './answers.ts';
import type { GatewayRequest } from './gateway-request.ts';
import { integrate } from './integration.ts';

type Route = (request: GatewayRequest) => GatewayAnswer;

const welcomePage = `<html>
  <head>
    <title>PetStore</title>
  </head>
  <body>
    <h1>PetStore</h1>
    <p>A simulated copy of the sample API. <code>GET /pets</code> lists the pets.</p>
  </body>
</html>`;

/** A MOCK integration, like the welcome page: no backend has a part in it. */
const preflight: Route = () => ({ status: 200, contentType: 'application/json', body: '' });

/** Method and resource, such as `GET /pets/{id}`, whether or not that route is deployed. */
export function routeKey(method: string, segments: readonly string[]): string {
  const [first, id, ...rest] = segments;
  // A path parameter is never empty.
  const isPet = first === 'pets' && rest.length === 0 && id !== undefined && id !== '';
  return `${method} /${isPet ? 'pets/{id}' : segments.join('/')}`;
}

/** Whether this is a request for one pet. */
export function isPetRoute(method: string, segments: readonly string[]): boolean {
  return ['GET /pets/{id}', 'HEAD /pets/{id}'].includes(routeKey(method, segments));
}

/** The deployed route for a method and the path segments below the stage, or undefined. */
export function findRoute(method: string, segments: readonly string[], faults: Faults): Route | undefined {
  const [, id = ''] = segments;
  switch (routeKey(method, segments)) {
    case 'GET /':
      return () => ({ status: 200, contentType: 'text/html', body: welcomePage });
    case 'GET /pets':
    case 'HEAD /pets':
      return ({ target }) => integrate(faults.backend, () => listPets(queryOf(target)));
    case 'POST /pets':
      return ({ body }) => integrate(faults.backend, () => createPet(body.toString('utf8')));
    case 'OPTIONS /pets':
      return preflight;
    case 'GET /pets/{id}':
    case 'HEAD /pets/{id}':
      return faults.petRoute === 'missing' ? undefined : () => integrate(faults.backend, () => getPet(id));
    case 'OPTIONS /pets/{id}':
      return faults.petRoute === 'missing' ? undefined : preflight;
    default:
      return undefined;
  }
}

function queryOf(target: string): URLSearchParams {
  return new URLSearchParams(target.split('?', 2)[1] ?? '');
}
