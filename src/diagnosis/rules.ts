// The rules, most important first. Each looks at all facts of the run and answers with diagnoses or with none. What no
// rule explains is said to be unexplained.

import { FAILURES } from '../domain/failure.ts';
import type { Observation } from '../domain/observation.ts';
import type { Diagnosis } from '../domain/report.ts';
import type { Facts } from './facts.ts';

/** Days before its end at which a certificate is trouble: AWS replaces its own well before that. */
export const MIN_CERTIFICATE_DAYS = 14;

interface Rule {
  /** A client would meet trouble even if every probe passed. */
  readonly trouble: boolean;
  readonly diagnose: (facts: Facts) => readonly Diagnosis[];
}

export const RULES: readonly Rule[] = [
  { trouble: false, diagnose: discoveryFailed },
  { trouble: true, diagnose: endpointNotProbed },
  { trouble: false, diagnose: unexplainedFailures },
  { trouble: true, diagnose: certificateExpiring },
  { trouble: true, diagnose: slow },
  { trouble: false, diagnose: runCutShort },
];

function discoveryFailed({ discovery, target }: Facts): readonly Diagnosis[] {
  const { problem, source, ageSeconds } = discovery;
  if (problem === undefined) return [];
  const stale = source === 'last-known-good';
  return [
    {
      code: 'discovery-failed',
      title: stale
        ? `The endpoints could not be looked up; an answer of ${ageSeconds} s ago is used`
        : 'The endpoints could not be looked up, so nothing was probed',
      evidence: [problem.message, ...discovery.notices.map(({ subject, message }) => `${subject}: ${message}`)],
      remedy: problem.hint,
      command: describeCommand(target),
      affects: [],
    },
  ];
}

/** An endpoint that the configuration names is watched by nobody when it cannot be probed. */
function endpointNotProbed({ discovery, observations, target }: Facts): readonly Diagnosis[] {
  const { endpoints: source } = target;
  if (source.kind !== 'ids' || discovery.source === 'none') return [];
  // What is known may be fresher than the plan: an endpoint that has gone since then was probed all the same.
  const probed = new Set(observations.map(({ endpoint }) => endpoint));
  const missing = source.ids.filter(
    (id) => !probed.has(id) && !discovery.endpoints.some((endpoint) => endpoint.id === id),
  );
  if (missing.length === 0) return [];
  return [
    {
      code: 'endpoint-not-probed',
      title: `${missing.join(', ')}: named in the configuration, but cannot be probed`,
      evidence: discovery.notices.flatMap(({ subject, message }) =>
        missing.some((id) => id === subject) ? [`${subject}: ${message}`] : [],
      ),
      remedy: 'See in EC2 what became of the endpoint, then correct `endpoints.vpcEndpointIds`.',
      command: describeCommand(target),
      affects: missing,
    },
  ];
}

function describeCommand({ api }: Facts['target']): string {
  return `aws ec2 describe-vpc-endpoints --region ${api.region} --filters 'Name=service-name,Values=*.execute-api'`;
}

/** One diagnosis for each kind of failure. */
function unexplainedFailures({ observations }: Facts): readonly Diagnosis[] {
  const failed = observations.flatMap((observation) =>
    observation.failure === undefined ? [] : [{ observation, failure: observation.failure }],
  );
  const byCode = Map.groupBy(failed, ({ failure }) => failure.code);
  return [...byCode].map(([code, members]) => ({
    code: 'unexplained',
    title: `${code}: ${FAILURES[code].means}`,
    evidence: [...Map.groupBy(members, ({ failure }) => failure.message)].map(
      ([message, same]) => `${placesOf(same.map(({ observation }) => observation))}: ${message}`,
    ),
    remedy: 'Unexplained: no rule names a cause for this pattern of failures. Repeat one of the failed probes by hand.',
    command: members[0]?.observation.curl ?? '',
    affects: unique(members.map(({ observation }) => routeOf(observation))),
  }));
}

function certificateExpiring({ observations, target }: Facts): readonly Diagnosis[] {
  const expiring = observations.flatMap(({ outcome, tls, route }) =>
    outcome === 'passed' && tls?.daysLeft !== undefined && tls.daysLeft < MIN_CERTIFICATE_DAYS
      ? [{ tls, name: route.sni }]
      : [],
  );
  const bySubject = Map.groupBy(expiring, ({ tls }) => `${tls.subject} ${tls.validTo}`);
  return [...bySubject.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    const { tls, name } = first;
    return [
      {
        code: 'certificate-expiring',
        title: `The certificate ${tls.subject} ends in ${tls.daysLeft} days`,
        evidence: [`valid to ${tls.validTo}, issued by ${tls.issuer}`],
        remedy: 'A certificate of AWS is replaced by AWS: ask support. One of your own is renewed in ACM.',
        command: `openssl s_client -connect ${name}:${target.connection.port} -servername ${name} </dev/null | openssl x509 -noout -enddate`,
        affects: unique(members.map((member) => member.name)),
      },
    ];
  });
}

function slow({ observations }: Facts): readonly Diagnosis[] {
  const late = observations.filter((observation) => observation.slow === true);
  const [first] = late;
  if (first === undefined) return [];
  return [
    {
      code: 'slow',
      title: `${late.length} of ${observations.length} probes passed, but slower than allowed`,
      evidence: late.map((observation) => `${placeOf(observation)}: ${Math.round(observation.timesMs?.total ?? 0)} ms`),
      remedy: 'See which phase takes the time: firstByte is API Gateway and the backend, connect and tls the network.',
      command: first.curl,
      affects: unique(late.map(routeOf)),
    },
  ];
}

function runCutShort({ observations }: Facts): readonly Diagnosis[] {
  const missed = observations.filter(({ outcome }) => outcome === 'not-run');
  if (missed.length === 0) return [];
  return [
    {
      code: 'run-cut-short',
      title: `${missed.length} of ${observations.length} probes did not get their turn before the run's deadline`,
      evidence: missed.map(placeOf),
      remedy: 'Give the run more time (`timeouts.runMs`, the Lambda timeout) or fewer routes and resources.',
      command: 'private-api-canary plan --config FILE',
      affects: unique(missed.map(routeOf)),
    },
  ];
}

/** The first places by name, the others by their number: sixteen times the same sentence is not sixteen times the evidence. */
function placesOf(observations: readonly Observation[]): string {
  const [first, second, ...more] = observations.map(placeOf);
  const named = [first, second].filter((place) => place !== undefined).join(', ');
  return more.length === 0 ? named : `${named} and ${more.length} more`;
}

function placeOf(observation: Observation): string {
  return `${routeOf(observation)} ${observation.resource}`;
}

/** `vpce-host vpce-01234567abcdef012 us-west-2a IPv6`: the way in, the zone of a zonal route, and the family that is not
 * the usual one. */
function routeOf({ accessMethod, zone, endpoint, family }: Observation): string {
  return [accessMethod, endpoint, zone, family === 6 ? 'IPv6' : undefined]
    .filter((part) => part !== undefined)
    .join(' ');
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
