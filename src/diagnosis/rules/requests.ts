// Requests that API Gateway takes and does not serve: routes, limits, signatures, validation.

import type { ObservedRule } from '../rule.ts';
import { failedWith } from '../scene.ts';
import { causeOfSignature } from './callers.ts';
import { leadsElsewhere } from './leads-elsewhere.ts';
import { isBasePathFault, isSpreading, isUnknownRoute, knowsAnotherResource } from './unknown-routes.ts';

// What the stage serves; the resources themselves may have been edited since.
const DEPLOYED =
  'aws apigateway get-export --region {region} --rest-api-id {api} --stage-name {stage} --export-type oas30 /dev/stdout';
const RESOURCES = 'aws apigateway get-resources --region {region} --rest-api-id {api} --embed methods';

export const REQUEST_RULES: readonly ObservedRule[] = [
  {
    code: 'route-missing',
    title: 'Not deployed, or wants a signature: {resource}',
    symptom: 'One resource is refused with `MissingAuthenticationTokenException` through every way; others pass.',
    cause:
      "The resource or its method is not in the stage's last deployment, or its authorization was changed to AWS_IAM and the request carries no signature: API Gateway answers both alike.",
    remedy:
      'Compare the method with the deployment of the stage. If it wants a signature, let the canary sign (`auth.iam` in the configuration); else deploy, or take the resource out of `resources`.',
    command: DEPLOYED,
    explains: (seen, scene) =>
      isUnknownRoute(seen, scene) &&
      knowsAnotherResource(seen, scene) &&
      !isBasePathFault(seen, scene) &&
      !isSpreading(seen, scene),
  },
  {
    code: 'no-route-answers',
    title: 'No resource is deployed at these paths, or all want a signature',
    symptom:
      'Every resource is refused with `MissingAuthenticationTokenException`: stage and policies let the requests in.',
    cause:
      '`resources` names paths that the stage does not have (the default ones are those of the PetStore sample), another API was deployed to the stage, or every method asks for a signature (AWS_IAM) and the requests carry none. Where a custom domain alone is probed, its base path may lead to another stage.',
    remedy:
      'Compare `resources` with what is deployed. If the methods want a signature, let the canary sign: `auth.iam` in the configuration.',
    command: DEPLOYED,
    explains: (seen, scene) =>
      isUnknownRoute(seen, scene) &&
      !knowsAnotherResource(seen, scene) &&
      !isBasePathFault(seen, scene) &&
      !isSpreading(seen, scene),
    looksAt: { controls: ['undeployed-path'] },
  },
  {
    code: 'throttled',
    title: 'API Gateway throttles: a limit of stage, method, account or usage plan',
    symptom: 'Status 429 with `TooManyRequestsException` or `LimitExceededException`.',
    cause:
      'Too many requests of all clients together for the stage, the method or the account; or the usage plan of a key that an authorizer supplies is used up. `LimitExceededException` is a quota, which ends with its period.',
    remedy: 'See which limit it is, and raise it or slow the clients down.',
    command:
      "aws apigateway get-stage --region {region} --rest-api-id {api} --stage-name {stage} --query 'methodSettings'",
    explains: (seen, scene) => failedWith(seen, 'throttled', 'quota-exceeded') && !leadsElsewhere(seen, scene),
  },
  {
    code: 'signature-refused',
    title: 'An Authorization header is refused as a signature',
    symptom:
      '`IncompleteSignatureException` or `InvalidSignatureException`, and neither the clock nor unknown credentials are why.',
    cause:
      'Where the canary signs (`auth.iam`): the secret key does not belong to the access key, or a proxy on the way changes what was signed: the Host header, the path, the query; where only `HEAD` is asked, whose answer has no body to say so, the clock may be wrong as well. Where it does not: an Authorization header in the form of an AWS signature that is not valid is evaluated by the endpoint, whose policy is not full access: a proxy on the way added it. Or a header of another form meets a route that is not deployed or wants a signature.',
    remedy:
      'Where the canary signs, compare its ways: one that passes tells that the key is right and the others are changed on the way. Where it does not, see what adds the header; give the endpoint the default policy, or send the token in a header of another name.',
    command:
      "aws ec2 describe-vpc-endpoints --region {region} --vpc-endpoint-ids {endpoint} --query 'VpcEndpoints[].PolicyDocument'",
    explains: (seen, scene) => causeOfSignature(seen, scene) === 'signature-refused',
    looksAt: { controls: ['unknown-api'] },
  },
  {
    code: 'request-invalid',
    title: 'The request validator refuses: {resource}',
    symptom: 'Status 400 with `BadRequestException`.',
    cause: "The method asks for parameters, headers or a body that the canary's request does not have.",
    remedy: 'Take the resource out of `resources`, or relax the validator.',
    command: RESOURCES,
    explains: (seen, scene) => failedWith(seen, 'bad-request') && !leadsElsewhere(seen, scene),
  },
];
