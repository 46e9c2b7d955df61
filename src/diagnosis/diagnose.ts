// Observations and what discovery knew, in; the verdict of the run, out. Pure: it looks at nothing else and waits for
// nothing.

import type { Diagnosis, Verdict } from '../domain/report.ts';
import type { Facts } from './facts.ts';
import { RULES } from './rules.ts';
import { stateOf } from './state.ts';
import { summaryOf } from './summary.ts';

/** Compares all observations of a run with each other. */
export function diagnose(facts: Facts): Verdict {
  const found = RULES.flatMap((rule) =>
    rule.diagnose(facts).map((diagnosis) => ({ diagnosis, trouble: rule.trouble })),
  );
  const state = stateOf(
    facts.observations,
    found.some(({ trouble }) => trouble),
  );
  const diagnoses: readonly Diagnosis[] = found.map(({ diagnosis }) => diagnosis);
  return { state, summary: summaryOf({ state, diagnoses }, facts), diagnoses };
}
