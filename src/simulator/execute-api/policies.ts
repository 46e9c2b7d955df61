// The three policies that a request must pass: of the endpoint, of the API, of the custom domain.
// It must not know the order in which they are asked.
import { accessDenied, type denials, type GatewayAnswer } from './answers.ts';
import { userOf } from './signer.ts';
import type { Refuse, Visit } from './visit.ts';

/** The policy of the VPC endpoint. It is asked before anybody looks whether the API exists, and who calls. */
export const endpointPolicy: Refuse = (visit) =>
  visit.faults.endpointPolicy === 'denies' ? deny(visit, 'endpoint-policy', userOf(visit, true)) : undefined;

/** The resource policy of the API. */
export const resourcePolicy: Refuse = (visit) => {
  switch (visit.faults.resourcePolicy) {
    case 'allows':
      return undefined;
    case 'denies':
      return denyCaller(visit, 'resource-policy');
    case 'denies-explicitly':
      return denyCaller(visit, 'explicit-deny');
    case 'denies-in-old-words':
      return denyCaller(visit, 'unsaid');
  }
};

/** The custom domain's own policy: a new private domain denies everything. */
export const customDomainPolicy: Refuse = (visit) => {
  const denies = visit.faults.customDomain === 'policy-denies' && visit.addressed.by === 'custom-domain';
  return denies ? denyCaller(visit, 'resource-policy') : undefined;
};

/** An API without IAM on its methods knows no callers: then all are anonymous to its policy. */
function denyCaller(visit: Visit, denial: keyof typeof denials): GatewayAnswer {
  return deny(visit, denial, userOf(visit, visit.faults.authorization === 'iam'));
}

/** The refusal of a policy. */
export function deny(visit: Visit, denial: keyof typeof denials, user: string): GatewayAnswer {
  return accessDenied(maskedArn(visit), denial, user);
}

/** API Gateway shows only the last four digits of the account id. */
function maskedArn({ request, addressed, topology }: Visit): string {
  const account = `********${topology.accountId.slice(-4)}`;
  const { apiId, stage, segments } = addressed;
  return `arn:aws:execute-api:${topology.region}:${account}:${apiId}/${stage}/${request.method}/${segments.join('/')}`;
}
