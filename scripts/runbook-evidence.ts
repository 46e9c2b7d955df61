// What a rule looks at, in words: the evidence that a report gives for its diagnosis.

import type { ObservedRule } from '../src/diagnosis/rule.ts';
import type { Rule } from './runbook-groups.ts';

type LooksAt = NonNullable<ObservedRule['looksAt']>;

const ENDPOINT = {
  state: 'state',
  privateDns: 'private DNS',
  securityGroupIds: 'security groups',
  subnetIds: 'subnets',
} as const satisfies Record<NonNullable<LooksAt['endpoint']>[number], string>;

const CHANGES = {
  endpoint: 'its making or deletion',
  state: 'its state',
  names: 'its names',
  zones: 'its zones',
  'private-dns': 'its private DNS',
  'security-groups': 'its security groups',
  subnets: 'its subnets',
} as const satisfies Record<NonNullable<LooksAt['changes']>[number], string>;

/** A sentence. `details`: what the rule's own evidence is about. */
export function evidenceInWords(rule: Rule, details = 'details of these probes'): string {
  if ('finds' in rule) return 'what EC2 answered, or why it could not be asked. It needs no probe.';
  const { controls = [], endpoint = [], changes = [], more } = rule.looksAt ?? {};
  const parts = [
    'what the probes concerned met, and what passes beside them',
    more === undefined ? '' : details,
    about(
      `the [${controls.length === 1 ? 'control' : 'controls'}](#controls) `,
      controls.map((kind) => `\`${kind}\``),
    ),
    about(
      'what EC2 says of the endpoint: ',
      endpoint.map((key) => ENDPOINT[key]),
    ),
    about(
      'what changed at the endpoint in the last hour: ',
      changes.map((what) => CHANGES[what]),
    ),
  ];
  return `${parts.filter((part) => part !== '').join('; ')}.`;
}

/** Empty when there is nothing to list. */
function about(start: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${start}${list(items)}`;
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
