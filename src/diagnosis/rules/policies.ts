// Policies and authorizers: API Gateway says in the body of AccessDeniedException which of them refused.

import type { Observation } from '../../domain/observation.ts';
import { fewOf, unique } from '../places.ts';
import type { ObservedRule } from '../rule.ts';
import { answeredForClients, CUSTOM_WAYS, failedWith, goes, type Scene } from '../scene.ts';
import { leadsElsewhere } from './leads-elsewhere.ts';

// In this order: the first that the body holds. The wording of AWS changed over the years: the older one ends after the
// resource, or says "with an explicit deny" and not whose.
const WORDINGS: readonly (readonly [pattern: RegExp, code: string])[] = [
  [/VPC endpoint policy/i, 'endpoint-policy-denies'],
  [/not authorized to access this resource/i, 'authorizer-refuses'],
  [/explicit deny in a resource-based policy/i, 'resource-policy-denies-explicitly'],
  [/no resource-based policy allows/i, 'resource-policy-does-not-allow'],
  [/identity-based policy|permissions boundary|session policy|service control policy/i, 'caller-not-allowed'],
];

/** Whose refusal it is, by what the body says; nothing when no policy and no authorizer refused. */
export function causeOfDenial(seen: Observation, scene: Scene): string | undefined {
  if (leadsElsewhere(seen, scene)) return undefined;
  if (failedWith(seen, 'unauthorized')) return 'authorizer-refuses';
  if (!failedWith(seen, 'access-denied')) return undefined;
  const said = WORDINGS.find(([pattern]) => pattern.test(seen.bodyExcerpt ?? ''))?.[1] ?? 'policy-denies';
  // The policy of a domain is resource-based, too.
  const ofResource = !['endpoint-policy-denies', 'authorizer-refuses', 'caller-not-allowed'].includes(said);
  return ofResource && isDomainPolicy(seen, scene) ? 'custom-domain-policy-denies' : said;
}

/** The default names are let in where the custom domain is not. */
function isDomainPolicy(seen: Observation, { observations }: Scene): boolean {
  return (
    goes(seen, ...CUSTOM_WAYS) &&
    observations.some(
      (other) =>
        !goes(other, ...CUSTOM_WAYS) && answeredForClients(other) && !failedWith(other, 'access-denied', 'forbidden'),
    )
  );
}

/** The end of the message tells the policies apart; the resource's long name stands before it. */
export function whatItSays(members: readonly Observation[]): readonly string[] {
  const said = members.flatMap(({ bodyExcerpt }) => {
    const end = /(?:because|with an explicit)[^"]*/.exec(bodyExcerpt ?? '')?.[0];
    return end ?? bodyExcerpt ?? [];
  });
  return said.length === 0 ? [] : [`API Gateway says: ${fewOf(unique(said), 1)}`];
}

const API_POLICY = "aws apigateway get-rest-api --region {region} --rest-api-id {api} --query 'policy' --output text";
const ENDPOINT_POLICY =
  "aws ec2 describe-vpc-endpoints --region {region} --vpc-endpoint-ids {endpoint} --query 'VpcEndpoints[].PolicyDocument' --output text";

export const POLICY_RULES: readonly ObservedRule[] = [
  {
    code: 'resource-policy-does-not-allow',
    title: "The API's resource policy does not allow {endpoint}",
    symptom: '`AccessDeniedException`, and the message ends with "no resource-based policy allows".',
    cause:
      "No statement of the API's resource policy allows the call: it names another endpoint or VPC, was edited and not deployed, or uses `aws:SourceIp`, which never matches through an endpoint (`aws:VpcSourceIp` does).",
    remedy:
      'Allow `execute-api:Invoke` for `aws:SourceVpce` {endpoint}, and deploy the stage: a policy takes effect with the next deployment.',
    command: API_POLICY,
    explains: (seen, scene) => causeOfDenial(seen, scene) === 'resource-policy-does-not-allow',
    looksAt: { changes: ['endpoint'], more: whatItSays },
  },
  {
    code: 'resource-policy-denies-explicitly',
    title: "The API's resource policy denies {endpoint} explicitly",
    symptom: '`AccessDeniedException`, and the message says "with an explicit deny in a resource-based policy".',
    cause:
      'A Deny statement of the API\'s resource policy matches: most often "every endpoint but this one" with the id of an endpoint that was made anew since and has another id now.',
    remedy: 'Put the id of the present endpoint ({endpoint}) into the statement, and deploy the stage.',
    command: API_POLICY,
    explains: (seen, scene) => causeOfDenial(seen, scene) === 'resource-policy-denies-explicitly',
    looksAt: { changes: ['endpoint'], more: whatItSays },
  },
  {
    code: 'endpoint-policy-denies',
    title: 'The policy of {endpoint} does not allow this call',
    symptom: '`AccessDeniedException`, and the message names the VPC endpoint policy.',
    cause:
      "The endpoint's own policy leaves this API, stage or method out. It is evaluated before anything of the API.",
    remedy:
      'Allow `execute-api:Invoke` on the API in the policy of the endpoint; it takes effect without a deployment.',
    command: ENDPOINT_POLICY,
    explains: (seen, scene) => causeOfDenial(seen, scene) === 'endpoint-policy-denies',
    looksAt: { changes: ['endpoint'], more: whatItSays },
  },
  {
    code: 'policy-denies',
    title: 'A policy denies the call: that of the API or that of the endpoint',
    symptom: '`AccessDeniedException`, and the message does not say which policy.',
    cause:
      "The API's resource policy or the endpoint's policy: the answer is the same, in older wording or changed by a gateway response of the API.",
    remedy:
      "Read the endpoint's policy first: anything but full access is suspect. Then the API's, and whether it was deployed.",
    command: ENDPOINT_POLICY,
    explains: (seen, scene) => causeOfDenial(seen, scene) === 'policy-denies',
    looksAt: { changes: ['endpoint'], more: whatItSays },
  },
  {
    code: 'authorizer-refuses',
    title: 'An authorizer of the API refuses the canary',
    symptom: 'Status 401, or `AccessDeniedException` with "not authorized to access this resource".',
    cause: 'The method has a Lambda or Cognito authorizer, and the canary sends no token or one that is refused.',
    remedy:
      'Let the canary send a token that the authorizer accepts: `auth.headers.authorization` in the configuration names where it is kept. If it sends one, see whether that has ended; or probe a resource without an authorizer.',
    command: 'aws apigateway get-authorizers --region {region} --rest-api-id {api}',
    explains: (seen, scene) => causeOfDenial(seen, scene) === 'authorizer-refuses',
    looksAt: { changes: ['endpoint'], more: whatItSays },
  },
  {
    code: 'custom-domain-policy-denies',
    title: 'The policy of the custom domain does not allow {endpoint}',
    symptom: '`AccessDeniedException` on the custom domain alone; the default names pass.',
    cause:
      'A private custom domain has a policy of its own, and a new one denies everybody. Where the message does not say which policy it was, an endpoint policy that goes by the domain (`execute-api:viaDomainArn`) looks the same.',
    remedy: 'Allow `execute-api:Invoke` for `aws:SourceVpce` {endpoint} in the policy of the domain name.',
    command: "aws apigateway get-domain-names --region {region} --query 'items[].[domainName,domainNameId,policy]'",
    explains: (seen, scene) => causeOfDenial(seen, scene) === 'custom-domain-policy-denies',
    looksAt: { changes: ['endpoint'], more: whatItSays },
  },
];
