// Forbidden: refusals of API Gateway that name no reason at all.

import type { ObservedRule } from '../rule.ts';
import { causeOfForbidden } from './forbidden.ts';
import { isStrict } from './strict.ts';
import { isSpreading } from './unknown-routes.ts';

const STAGES = 'aws apigateway get-stages --region {region} --rest-api-id {api}';

export const FORBIDDEN_RULES: readonly ObservedRule[] = [
  {
    code: 'api-or-stage-missing',
    title: 'Every way is refused: no API {api} or no stage {stage} here, or not this way',
    symptom:
      'Every way, zone and resource is refused with `ForbiddenException`; DNS, connections and TLS are fine, and the control with an unknown API is refused in the same way.',
    cause:
      'One of several that API Gateway answers alike: the API was deleted or its id is another one, the stage is missing or not deployed, the API is no longer private, or its default endpoint is disabled (then it answers on a custom domain alone). A WAF rule for the whole stage looks the same, and an API key on every method, too, where no control probes are sent or the API has a greedy path; where `vpce-api-id` alone is probed, also the access mode STRICT.',
    remedy: 'See whether API and stage are there; deploy the stage, or correct `api.id` and `api.stage`.',
    command: STAGES,
    explains: (seen, scene) => causeOfForbidden(seen, scene) === 'api-or-stage-missing',
    looksAt: { controls: ['unknown-api', 'undeployed-path'] },
  },
  {
    code: 'default-endpoint-disabled',
    title: 'The default endpoint is disabled: only the custom domain answers',
    symptom: 'All ways to the default names are refused with `ForbiddenException`; the private custom domain passes.',
    cause:
      '`disableExecuteApiEndpoint` is set on the API, which takes effect with the next deployment; or `api.id` is another API than the one to which the custom domain leads.',
    remedy:
      'If it is meant to be so, name the custom-domain ways alone in `accessMethods`; else enable the default endpoint and deploy.',
    command: "aws apigateway get-rest-api --region {region} --rest-api-id {api} --query 'disableExecuteApiEndpoint'",
    explains: (seen, scene) => causeOfForbidden(seen, scene) === 'default-endpoint-disabled',
  },
  {
    code: 'strict-access-mode',
    title: 'The endpoint access mode is STRICT: ways with another SNI are refused',
    symptom:
      "`vpce-host` and `vpce-api-id` are refused everywhere; private DNS passes, or the same probe with the API's own name as SNI does.",
    cause:
      'The `endpointAccessMode` of the API was set to STRICT, which serves only clients whose SNI is a name of the API. It is enforced some 15 minutes after the change.',
    remedy:
      'If STRICT is meant, move clients to private DNS or a custom domain, and let the canary expect these refusals (`expect.denied` on `routes`). Else set the mode to BASIC: that takes some 15 minutes in which the API is not available.',
    command:
      "aws apigateway get-rest-api --region {region} --rest-api-id {api} --query '[endpointAccessMode,securityPolicy]'",
    explains: isStrict,
    looksAt: { controls: ['api-sni'] },
  },
  {
    code: 'host-not-recognised',
    title: "The Host header does not arrive as the API's name",
    symptom:
      '`vpce-host` (or the custom domain as Host) is refused with `ForbiddenException`; the way that needs no such Host passes.',
    cause:
      "A proxy or load balancer on the way rewrites the Host header. If the same probe passes with the API's own name as SNI, the endpoint access mode may be STRICT instead: both look the same from here.",
    remedy: 'See in the access log of the API which requests arrive, and let the device keep the Host header.',
    command: "aws apigateway get-rest-api --region {region} --rest-api-id {api} --query 'endpointAccessMode'",
    explains: (seen, scene) => causeOfForbidden(seen, scene) === 'host-not-recognised',
    looksAt: { controls: ['api-sni'] },
  },
  {
    code: 'api-id-header-lost',
    title: 'The x-apigw-api-id header does not arrive',
    symptom: '`vpce-api-id` is refused with `ForbiddenException`; `vpce-host` passes at the same endpoint.',
    cause: 'A proxy or load balancer on the way takes the header away or changes it.',
    remedy: 'Let the device pass `x-apigw-api-id` on, or use the Host header.',
    command: '{curl}',
    explains: (seen, scene) => causeOfForbidden(seen, scene) === 'api-id-header-lost',
  },
  {
    code: 'refused-now-and-then',
    title: 'Some requests are refused and others like them are not',
    symptom:
      '`ForbiddenException` or `MissingAuthenticationTokenException` for some probes, without a pattern of way or resource: the same request passes elsewhere.',
    cause:
      'A WAF rule that counts requests or looks at their source (it answers `ForbiddenException` only); or a deployment or association that has not reached every host of API Gateway yet.',
    remedy: 'If somebody just deployed, wait a few minutes. Else look for blocked requests in the log of the WAF.',
    command:
      "aws apigateway get-stage --region {region} --rest-api-id {api} --stage-name {stage} --query '[webAclArn,lastUpdatedDate]'",
    explains: (seen, scene) => causeOfForbidden(seen, scene) === 'refused-now-and-then' || isSpreading(seen, scene),
  },
];
