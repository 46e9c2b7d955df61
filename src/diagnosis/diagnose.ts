// Observations and what discovery knew, in; the verdict of the run, out. Pure: it looks at nothing else and waits for
// nothing.

import { FAILURES } from '../domain/failure.ts';
import type { Observation } from '../domain/observation.ts';
import type { Diagnosis, Verdict } from '../domain/report.ts';
import { evidenceFor, rawEvidence } from './evidence.ts';
import type { Facts } from './facts.ts';
import { fewOf, routeOf, unique } from './places.ts';
import type { DiscoveryRule, ObservedRule } from './rule.ts';
import { DISCOVERY_RULES, OBSERVED_RULES } from './rules.ts';
import { stateOf } from './state.ts';
import { summaryOf } from './summary.ts';
import { filled, placeholdersIn, valuesFor, wordOf } from './wording.ts';

/** A diagnosis with what decides its place. `weight`: probes that failed and that it explains. */
interface Found {
  readonly diagnosis: Diagnosis;
  readonly explained: readonly Observation[];
  readonly weight: number;
  readonly trouble: boolean;
}

export const UNEXPLAINED = 'unexplained';

/** Where a diagnosis is written up, from the package's folder on. */
export function runbookLink(code: string): string {
  return `docs/diagnoses.md#${code}`;
}

/** Compares all observations of a run with each other. `since`: ISO 8601, since when the API has not been healthy, where
 * somebody knows; it stands in the verdict of a run that is not healthy. */
export function diagnose(facts: Facts, since?: string): Verdict {
  const found = [
    ...DISCOVERY_RULES.flatMap((rule) => discovered(rule, facts)),
    ...OBSERVED_RULES.flatMap((rule) => observed(rule, facts)),
  ];
  const state = stateOf(
    facts.observations,
    found.some(({ trouble }) => trouble),
  );
  // What explains most comes first; of the same weight, the order of the rules.
  const explained = found.toSorted((a, b) => b.weight - a.weight).map(({ diagnosis }) => diagnosis);
  const diagnoses = [...explained, ...unexplained(facts, new Set(found.flatMap((each) => each.explained)))];
  const known = since === undefined || state === 'healthy' ? {} : { since };
  return { state, summary: summaryOf({ state, diagnoses, ...known }, facts), diagnoses, ...known };
}

/** Whether a rule explains an observation: for the specification, which wants at most one. */
export function rulesExplaining(seen: Observation, facts: Facts): readonly string[] {
  return OBSERVED_RULES.filter(({ explains }) => explains(seen, facts)).map(({ code }) => code);
}

function discovered(rule: DiscoveryRule, facts: Facts): readonly Found[] {
  const finding = rule.finds(facts);
  if (finding === undefined) return [];
  const values = { ...valuesFor([], facts), ...finding.values };
  return [
    {
      diagnosis: written(rule, values, { ...finding, facts }),
      explained: [],
      // With nothing probed it is all there is to say.
      weight: facts.observations.length === 0 ? 1 : 0,
      trouble: finding.trouble,
    },
  ];
}

function observed(rule: ObservedRule, facts: Facts): readonly Found[] {
  const members = facts.observations.filter((seen) => rule.explains(seen, facts));
  const groups = Map.groupBy(members, (seen) => rule.per?.(seen, facts) ?? '');
  return [...groups.values()].map((group) => ({
    diagnosis: written(rule, valuesFor(group, facts), {
      facts,
      evidence: evidenceFor(group, facts, rule.looksAt),
      affects: unique(group.map((seen) => routeOf(seen, facts))),
    }),
    explained: group,
    weight: group.filter(({ outcome }) => outcome === 'failed').length,
    trouble: group.some(({ outcome }) => outcome === 'passed'),
  }));
}

function written(
  rule: ObservedRule | DiscoveryRule,
  values: Readonly<Record<string, string>>,
  { evidence, affects, facts }: Pick<Diagnosis, 'evidence' | 'affects'> & { readonly facts: Facts },
): Diagnosis {
  const { code, title } = rule;
  const { cause, remedy, command } = facts.vantage.network === 'vpc' ? rule : { ...rule, ...rule.onPremises };
  return {
    code,
    // A title fits a phone; a command takes all of them.
    title: filled(title, { ...values, endpoint: fewOf((values.endpoint ?? '').split(' '), 1) }),
    cause: filled(cause, values),
    evidence,
    remedy: filled(remedy, values),
    command: filled(isFilled(command, values) ? command : FALLBACK, values),
    affects,
    link: runbookLink(code),
  };
}

// Where EC2 did not tell what a command needs, it is asked for that first.
const FALLBACK = "aws ec2 describe-vpc-endpoints --region {region} --filters 'Name=service-name,Values=*.execute-api'";

function isFilled(command: string, values: Readonly<Record<string, string>>): boolean {
  return placeholdersIn(command).every((name) => name === 'curl' || values[name] !== wordOf(name));
}

/** One diagnosis for each kind of failure that no rule explains, with everything that was seen. */
function unexplained(facts: Facts, explained: ReadonlySet<Observation>): readonly Diagnosis[] {
  const failed = facts.observations.flatMap((seen) =>
    seen.failure === undefined || explained.has(seen) ? [] : [{ seen, code: seen.failure.code }],
  );
  const byCode = Map.groupBy(failed, ({ code }) => code);
  return [...byCode].map(([code, each]) => {
    const members = each.map(({ seen }) => seen);
    return {
      code: UNEXPLAINED,
      title: `Unexplained: ${code}: ${FAILURES[code].means}`,
      cause: 'No rule names a cause for this pattern of failures.',
      evidence: [
        ...evidenceFor(members, facts, { controls: ['unknown-api', 'undeployed-path', 'api-sni'] }),
        ...rawEvidence(members),
      ],
      remedy: 'Repeat one of the failed probes by hand.',
      command: valuesFor(members, facts).curl,
      affects: unique(members.map((seen) => routeOf(seen, facts))),
      link: runbookLink(UNEXPLAINED),
    };
  });
}
