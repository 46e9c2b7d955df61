// Requests that API Gateway has to refuse and lets in: a policy or an access mode that was opened. Nothing is broken for
// clients, and so nobody else tells of it.

import type { Observation } from '../../domain/observation.ts';
import type { ObservedRule } from '../rule.ts';
import { answered, everything, failedAt, failedWith, isKeptOut, isServed, type Scene, wasTried } from '../scene.ts';
import { leadsElsewhere } from './leads-elsewhere.ts';

/** The configuration wants both ways that every API has refused, at whatever endpoint: it is the access mode that does
 * that. */
function isByAccessMode({ accessMethod }: Observation, { target }: Scene): boolean {
  const ways = (target.routes ?? []).flatMap((route) => (route.endpoint === undefined ? route.accessMethod : []));
  return ways.includes('vpce-host') && ways.includes('vpce-api-id') && ways.includes(accessMethod);
}

function isLetIn(seen: Observation, scene: Scene): boolean {
  return failedWith(seen, 'not-denied') && !leadsElsewhere(seen, scene);
}

// With these API Gateway refuses at an API, or a stage of it, that is there.
const KNOWS_THE_API = ['AccessDeniedException', 'MissingAuthenticationTokenException', 'UnauthorizedException'];

function knowsTheApi({ errorType = '' }: Observation): boolean {
  return KNOWS_THE_API.includes(errorType);
}

/** The answer can only come from the API or its stage. That of an API id that does not exist is the other control's. */
function showsTheApi(seen: Observation): boolean {
  if (!answered(seen) || seen.control === 'unknown-api') return false;
  const unsure = failedWith(seen, 'forbidden', 'signature-refused', 'gateway-error', 'not-api-gateway', 'throttled');
  return isServed(seen) || knowsTheApi(seen) || (failedAt(seen, 'expect') && !unsure);
}

export const HARDENING_RULES: readonly ObservedRule[] = [
  {
    code: 'access-mode-softened',
    title: 'The access mode is open: it lets in ways that it must refuse',
    symptom:
      'Ways whose SNI is not a name of the API (`vpce-host`, `vpce-api-id`, the alias) are configured to be refused (`expect.denied`), and API Gateway lets them in.',
    cause:
      'The `endpointAccessMode` of the API is BASIC and not STRICT: it was set back, or the API was made anew without it. A change to STRICT is enforced some 15 minutes later, so that after one this is over by itself. If a policy was meant to refuse these ways, it is the policy that lets them in.',
    remedy:
      'See the access mode. If it is BASIC, find out who changed it and set it to STRICT; if it may stay so, take these ways out of `routes`.',
    command:
      "aws apigateway get-rest-api --region {region} --rest-api-id {api} --query '[endpointAccessMode,securityPolicy,apiStatus]'",
    explains: (seen, scene) => isLetIn(seen, scene) && isByAccessMode(seen, scene),
    looksAt: { controls: ['unknown-api'] },
  },
  {
    code: 'policy-softened',
    title: 'API Gateway lets in what a policy must refuse: {resource}',
    symptom: 'A request is configured to be refused (`expect.denied`), and API Gateway lets it in.',
    cause:
      "The statement that refused it is gone, or names another endpoint, VPC or caller now: in the API's resource policy, which takes effect with a deployment of the stage; in the policy of the endpoint, which takes effect at once; in that of the custom domain; or the method lost its authorization (AWS_IAM, authorizer, API key). Where the ways alone make the difference, also the endpoint access mode.",
    remedy:
      "Compare the API's resource policy with the one that was meant: does a statement still refuse `aws:SourceVpce` {endpoint}? Then the policy of the endpoint, and the authorization of the method. If the request may be let in now, take `denied` out of the configuration.",
    command: "aws apigateway get-rest-api --region {region} --rest-api-id {api} --query 'policy' --output text",
    explains: (seen, scene) => isLetIn(seen, scene) && !isByAccessMode(seen, scene),
    looksAt: { controls: ['undeployed-path'], changes: ['endpoint'] },
  },
  {
    code: 'refusal-not-proven',
    title: 'Refused as it has to be, but nothing shows that the API is there',
    symptom:
      'Requests that have to be refused (`expect.denied`) are refused at the front door, as those to an API or a stage that does not exist would be, and no answer of the run shows that it exists.',
    cause:
      'A wrong `api.id` or `api.stage`, an API or a stage that is gone, or a Host that is rewritten on the way. Or all is as it has to be: where the access mode is STRICT and no way is probed that it serves, both look the same from here.',
    remedy:
      'See whether the stage exists. If it does, let the canary also probe what has to be served: `private-dns` or `custom-domain` (from on-premises with `vantage.privateNames`), or a resource without `denied`.',
    command: 'aws apigateway get-stage --region {region} --rest-api-id {api} --stage-name {stage}',
    // Where something fails, its own cause says what is wrong.
    explains: (seen, scene) =>
      isKeptOut(seen) &&
      scene.observations.every((other) => isKeptOut(other) || !wasTried(other)) &&
      !everything(scene).some(showsTheApi),
    looksAt: { controls: ['undeployed-path'] },
  },
];
