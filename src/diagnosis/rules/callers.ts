// Requests that prove who asks, and are refused for that: credentials, clock, permissions, API key.

import type { Observation } from '../../domain/observation.ts';
import { perScene } from '../per-scene.ts';
import type { ObservedRule } from '../rule.ts';
import { failedWith, type Scene } from '../scene.ts';
import { causeOfForbidden } from './forbidden.ts';
import { leadsElsewhere } from './leads-elsewhere.ts';
import { causeOfDenial, whatItSays } from './policies.ts';

type CauseOfSignature = 'clock-skewed' | 'credentials-refused' | 'signature-refused';

// AWS Signature Version 4 is good for five minutes before and after its time. The body says both: "Signature expired:
// 20150830T123600Z is now earlier than 20150830T124100Z (20150830T124600Z - 5 min.)".
const OUT_OF_TIME =
  /Signature (?:expired|not yet current): (?<signed>\d{8}T\d{6}Z) is (?:now earlier|still later) than \d{8}T\d{6}Z \((?<now>\d{8}T\d{6}Z)/;

const isOutOfTime = ({ bodyExcerpt = '' }: Observation) => OUT_OF_TIME.test(bodyExcerpt);

/** An answer to HEAD has no body to say why. */
function isUntold({ errorType, bodyExcerpt = '' }: Observation): boolean {
  return errorType === 'InvalidSignatureException' && bodyExcerpt === '';
}

/** One clock signs all requests of a run. */
const isSomeOutOfTime = perScene((_: 'run', { observations }): boolean => observations.some(isOutOfTime));

/** Why an Authorization header was refused as a signature, or nothing when it was not. */
export const causeOfSignature = perScene((seen: Observation, scene): CauseOfSignature | undefined => {
  if (!failedWith(seen, 'signature-refused') || leadsElsewhere(seen, scene)) return undefined;
  // Whoever else adds a header, keys and clock are not the canary's.
  if (scene.target.auth?.iam !== true) return 'signature-refused';
  const { errorType = '' } = seen;
  if (isOutOfTime(seen) || (isUntold(seen) && isSomeOutOfTime('run', scene))) return 'clock-skewed';
  return ['UnrecognizedClientException', 'ExpiredTokenException'].includes(errorType)
    ? 'credentials-refused'
    : 'signature-refused';
});

/** `20150830T123600Z` as a time. */
function timeOf(basic: string): number {
  return Date.parse(basic.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

/** By how much the clocks differ, once. */
function skewEvidence(members: readonly Observation[]): readonly string[] {
  const found = members.map(({ bodyExcerpt }) => OUT_OF_TIME.exec(bodyExcerpt ?? '')?.groups).find(Boolean);
  const { signed = '', now = '' } = found ?? {};
  const seconds = (timeOf(now) - timeOf(signed)) / 1_000;
  if (!Number.isFinite(seconds)) return [];
  const minutes = Math.round(Math.abs(seconds) / 6) / 10;
  return [
    `the clock of the canary is ${minutes} min ${seconds > 0 ? 'late' : 'early'}: signed at ${signed}, and it was ${now} for API Gateway`,
  ];
}

function saidOf(members: readonly Observation[]): readonly string[] {
  const said = new Set(
    members.flatMap(({ bodyExcerpt }) => (bodyExcerpt ? [`API Gateway says: ${bodyExcerpt.slice(0, 160)}`] : [])),
  );
  return [...said].slice(0, 1);
}

function sendsApiKey({ target }: Scene): boolean {
  return target.auth?.headers.includes('x-api-key') === true;
}

const RESOURCES = 'aws apigateway get-resources --region {region} --rest-api-id {api} --embed methods';

export const CALLER_RULES: readonly ObservedRule[] = [
  {
    code: 'credentials-refused',
    title: "The canary's own AWS credentials are refused",
    symptom: '`UnrecognizedClientException` or `ExpiredTokenException` for requests that the canary signed.',
    cause:
      'The access key does not exist, was deactivated, or belongs to another partition; or temporary credentials have ended or lack their session token. The API and its policies were not asked.',
    remedy:
      "See whose credentials the canary signs with, and give it ones that are valid: in Lambda those of the function's role come by themselves; on a host, see the profile, the instance role or IAM Roles Anywhere.",
    command: 'aws sts get-caller-identity',
    explains: (seen, scene) => causeOfSignature(seen, scene) === 'credentials-refused',
    looksAt: { more: saidOf },
  },
  {
    code: 'clock-skewed',
    title: "The canary's clock is wrong: its signatures are out of time",
    symptom:
      '`InvalidSignatureException` with "Signature expired" or "Signature not yet current" for requests that the canary signed.',
    cause:
      'A signature is good for five minutes before and after its time, and the clocks of the canary and of AWS differ by more: the host does not keep its time (NTP blocked or stopped, a virtual machine that was resumed). A request that lay about for that long on its way looks the same.',
    remedy: 'Set the clock of the host by NTP; inside AWS, Amazon Time Sync answers at 169.254.169.123.',
    command: 'date -u',
    explains: (seen, scene) => causeOfSignature(seen, scene) === 'clock-skewed',
    looksAt: { more: skewEvidence },
  },
  {
    code: 'caller-not-allowed',
    title: 'The canary may not call the API: its own policy does not allow it',
    symptom: '`AccessDeniedException`, and the message names an identity-based policy.',
    cause:
      "The signature is right, and the policies of who signed do not allow `execute-api:Invoke` on this stage, method and path; or a permissions boundary or an organization's policy takes it away. Where the resource policy of the API allows this caller, none of its own is needed within the same account.",
    remedy:
      "Allow `execute-api:Invoke` on `arn:aws:execute-api:{region}:ACCOUNT:{api}/{stage}/*` in the policy of the canary's role.",
    command: 'aws sts get-caller-identity',
    explains: (seen, scene) => causeOfDenial(seen, scene) === 'caller-not-allowed',
    looksAt: { more: whatItSays },
  },
  {
    code: 'api-key-refused',
    title: 'The API key is refused, or a WAF rule blocks: {resource}',
    symptom:
      'A resource is refused with `ForbiddenException` through every way, though API and stage are found and the canary sends `x-api-key`.',
    cause:
      'The key is disabled, deleted or another one by now, or no usage plan joins it to this stage. A resource with `auth: "none"` that wants a key looks the same, and so does a WAF rule of the stage that blocks the request.',
    remedy:
      'See whether the key is enabled and which usage plans it has; then where `auth.headers.x-api-key` gets its value from. If the key is right, look for the request in the log of the WAF.',
    command: "aws apigateway get-usage-plans --region {region} --query 'items[].[id,name,apiStages]'",
    explains: (seen, scene) => causeOfForbidden(seen, scene) === 'api-key-or-waf' && sendsApiKey(scene),
    looksAt: { controls: ['undeployed-path'] },
  },
  {
    code: 'api-key-or-waf',
    title: 'An API key is missing, or a WAF rule blocks: {resource}',
    symptom:
      'A resource is refused with `ForbiddenException` through every way, though API and stage are found: other resources pass, or a path that is not deployed is refused as such.',
    cause:
      'The method asks for an API key, which the canary is not configured to send; or a WAF rule of the stage blocks the request. The answers are the same. Where `vpce-api-id` is not probed, a Host header that is lost on the way looks the same.',
    remedy:
      'See whether the method has `apiKeyRequired`. If it has, let the canary send a key: `auth.headers.x-api-key` in the configuration names where it is kept. If not, look for the request in the WAF log and exempt the canary (its User-Agent begins with `private-api-canary`).',
    command: RESOURCES,
    explains: (seen, scene) => causeOfForbidden(seen, scene) === 'api-key-or-waf' && !sendsApiKey(scene),
    looksAt: { controls: ['undeployed-path'] },
  },
];
