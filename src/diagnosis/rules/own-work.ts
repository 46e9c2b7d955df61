// The canary's own work: what it could not look up, did not get to, or found slow.

import { placeOf } from '../places.ts';
import type { DiscoveryRule, ObservedRule } from '../rule.ts';
import type { Scene } from '../scene.ts';

const DESCRIBE = "aws ec2 describe-vpc-endpoints --region {region} --filters 'Name=service-name,Values=*.execute-api'";

export const DISCOVERY_RULES: readonly DiscoveryRule[] = [
  {
    code: 'discovery-failed',
    title: 'The endpoints could not be looked up{outcome}',
    symptom: 'EC2 refuses, does not answer, or knows no endpoint that can be probed.',
    cause:
      'The role lacks `ec2:DescribeVpcEndpoints`, the function has no way to EC2 (a NAT gateway or an interface endpoint for `ec2`), EC2 throttles, or the endpoint is gone. While an earlier answer is known, the canary goes on probing with it.',
    remedy: '{hint}',
    command: DESCRIBE,
    onPremises: {
      cause:
        'The credentials of this host are missing, have ended or lack `ec2:DescribeVpcEndpoints`, this host has no way to EC2 (the internet, or an interface endpoint for `ec2` over Direct Connect or the VPN; it goes through no HTTP proxy), EC2 throttles, or the endpoint is gone. While an earlier answer is known, the canary goes on probing with it; with `endpoints.dnsNames` it does not need EC2.',
    },
    finds: ({ discovery }) => {
      const { problem, source, ageSeconds } = discovery;
      if (problem === undefined) return undefined;
      const stale = source === 'last-known-good';
      return {
        evidence: [problem.message, ...discovery.notices.map(({ subject, message }) => `${subject}: ${message}`)],
        affects: [],
        trouble: false,
        values: {
          outcome: stale ? `; an answer of ${ageSeconds} s ago is used` : ', so nothing was probed',
          hint: problem.hint,
        },
      };
    },
  },
  {
    code: 'endpoint-not-probed',
    title: '{missing}: named in the configuration, but cannot be probed',
    symptom: 'An endpoint of `endpoints.vpcEndpointIds` is not among those that EC2 describes, or has no DNS names.',
    cause:
      'It was deleted or made anew under another id, belongs to another account or Region, or is for another service.',
    remedy: 'See in EC2 what became of the endpoint, then correct `endpoints.vpcEndpointIds`.',
    command: DESCRIBE,
    finds: (scene) => {
      const missing = missingEndpoints(scene);
      if (missing.length === 0) return undefined;
      return {
        evidence: scene.discovery.notices.flatMap(({ subject, message }) =>
          missing.includes(subject) ? [`${subject}: ${message}`] : [],
        ),
        affects: missing,
        trouble: true,
        values: { missing: missing.join(', ') },
      };
    },
  },
];

/** An endpoint that the configuration names is watched by nobody when it cannot be probed. */
function missingEndpoints({ target, discovery, endpoints, observations }: Scene): readonly string[] {
  if (target.endpoints.kind !== 'ids' || discovery.source === 'none') return [];
  // Of a report that was shortened to nothing, nothing can be said.
  if (observations.length === 0 && endpoints.length === 0) return [];
  // What is known may be fresher than the plan: an endpoint that has gone since then was probed all the same.
  const probed = new Set<string | undefined>(observations.map(({ endpoint }) => endpoint));
  return target.endpoints.ids.filter((id) => !probed.has(id) && !endpoints.some((endpoint) => endpoint.id === id));
}

export const RUN_RULES: readonly ObservedRule[] = [
  {
    code: 'answers-slowly',
    title: 'Probes pass, but slower than allowed: {count}',
    symptom: 'Probes pass and take longer than `expect.latencyMs`.',
    cause:
      'One phase takes the time: `firstByte` is API Gateway and the backend, `connect` and `tls` the network, `dns` the resolver.',
    remedy: 'See which phase takes the time, and whether all ways share it.',
    command: '{curl}',
    explains: ({ slow }) => slow === true,
    looksAt: {
      more: (members, scene) => members.slice(0, 6).map((seen) => `${placeOf(seen, scene)}: ${slowestPhase(seen)}`),
    },
  },
  {
    code: 'run-cut-short',
    title: "The run's deadline came before {count} of its probes",
    symptom: 'Probes are `not-run`.',
    cause:
      'The run has more probes than time: many routes and resources, long timeouts, a Lambda timeout that is too short.',
    remedy: 'Give the run more time (`timeouts.runMs`, the Lambda timeout) or fewer routes and resources.',
    command: 'private-api-canary plan --config FILE',
    explains: ({ outcome }) => outcome === 'not-run',
  },
];

function slowestPhase({ timesMs }: Parameters<ObservedRule['explains']>[0]): string {
  const { total = 0, unaccounted: _, ...phases } = timesMs ?? { unaccounted: 0, total: 0 };
  const [slowest] = Object.entries(phases).sort(([, a], [, b]) => b - a);
  const of = slowest === undefined ? '' : `, ${Math.round(slowest[1])} ms of it ${slowest[0]}`;
  return `${Math.round(total)} ms${of}`;
}
