// Reports of one API from several vantages, compared with each other: what fails from one alone is on its way, what fails
// from all of them is where the ways meet.

import type { ReportHead } from '../domain/report-head.ts';

/** Of the API of the newest report, the newest from each vantage; none where that is one alone. `found`: newest first. */
export function vantageRemarks(found: readonly ReportHead[]): readonly string[] {
  const [newest] = found;
  const own = found.filter(
    ({ apiId, api, stage }) => apiId === newest?.apiId && api === newest.api && stage === newest.stage,
  );
  const latest = [...Map.groupBy(own, ({ vantage }) => vantage).values()].flatMap(([first]) => first ?? []);
  // Of a run that did not look nothing can be said.
  const looked = latest.filter(({ state }) => ['healthy', 'degraded', 'unreachable'].includes(state));
  const bad = looked.filter(({ state }) => state !== 'healthy');
  const well = looked.filter(({ state }) => state === 'healthy');
  if (looked.length < 2 || bad.length === 0) return [];
  if (well.length === 0) {
    return [
      `it is not well from anywhere (${namesOf(bad)}): look first at what all ways share, the endpoint and the API`,
    ];
  }
  return [`${bad[0]?.state} only from ${namesOf(bad)}: ${whatIsAlone(bad)} (healthy from ${namesOf(well)})`];
}

function whatIsAlone(bad: readonly ReportHead[]): string {
  if (bad.every(({ network }) => network === 'vpc'))
    return 'what the VPC has for itself, such as private names, its resolver and the subnets of the canary';
  return bad.length === 1
    ? 'the way between it and the VPC, or the host there, its clock and its credentials'
    : 'what these have in common on the way into the VPC';
}

function namesOf(heads: readonly ReportHead[]): string {
  return heads.map(({ vantage, startedAt }) => `${vantage} at ${startedAt}`).join(', ');
}
