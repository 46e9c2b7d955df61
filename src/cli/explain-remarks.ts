// What a person must know of the input of `explain` to trust what is shown. It reads nothing.

import type { Verdict } from '../domain/report.ts';
import type { ReportHead } from '../domain/report-head.ts';
import type { ReportInput } from '../domain/report-input.ts';
import type { Shortening } from '../domain/shortened-report.ts';
import { vantageRemarks } from './explain-vantages.ts';

const MAX_HEADS = 10;

/** One line each. */
export function remarksOn({ report, found, cutOff }: ReportInput, verdict: Verdict): readonly string[] {
  return [
    ...(cutOff === undefined ? [] : [`a report ${cutOff} the input is cut off`]),
    ...foundRemarks(found),
    ...vantageRemarks(found),
    ...(report.shortened === undefined ? [] : [shortenedRemark(report.shortened)]),
    ...(isSame(report.verdict, verdict)
      ? []
      : [`the replay differs: the report says ${conclusion(report.verdict)}, the replay ${conclusion(verdict)}`]),
  ];
}

/** Nobody shall take the newest report for all there is: others may be of another API, or tell of trouble that is over. */
function foundRemarks(found: readonly ReportHead[]): readonly string[] {
  const [newest, ...others] = found;
  if (newest === undefined || others.length === 0) return [];
  const mixed = others.some((each) => placeOf(each) !== placeOf(newest));
  const hidesTrouble = newest.state === 'healthy' && others.some(({ state }) => state !== 'healthy');
  const more = found.length - MAX_HEADS;
  return [
    `${found.length} reports found; this is the newest: ${placeOf(newest)} at ${newest.startedAt}`,
    ...(mixed ? ['they are of several APIs or vantages; --api NAME chooses one API:'] : []),
    ...(hidesTrouble && !mixed ? ['it is healthy, but not all of them are:'] : []),
    ...(mixed || hidesTrouble ? found.slice(0, MAX_HEADS).map(headLine) : []),
    ...((mixed || hidesTrouble) && more > 0 ? [`  and ${more} older`] : []),
  ];
}

function placeOf({ api, stage, vantage }: ReportHead): string {
  return `${api}/${stage} from ${vantage}`;
}

const STATE_WIDTH = 'unreachable'.length;

function headLine(head: ReportHead): string {
  return `  ${head.state.padEnd(STATE_WIDTH)}  ${placeOf(head)} at ${head.startedAt}`;
}

function shortenedRemark({ leftOut, replayable }: Shortening): string {
  const what = 'the report was shortened to fit where it was sent';
  if (replayable) return `${what}: details are gone, but nothing that the diagnosis compares`;
  const gone = leftOut === 0 ? 'some of what the diagnosis compares is gone' : `${leftOut} of its probes are gone`;
  return `${what}, ${gone}: the verdict is the run's own, not a replay`;
}

/** How many diagnoses of a kind there are, and in which order, is no difference. */
function isSame(one: Verdict, other: Verdict): boolean {
  return one.state === other.state && codesOf(one).sort().join() === codesOf(other).sort().join();
}

/** `degraded (zone-unreachable, certificate-expiring)`. */
function conclusion(verdict: Verdict): string {
  const codes = codesOf(verdict);
  return codes.length === 0 ? verdict.state : `${verdict.state} (${codes.join(', ')})`;
}

function codesOf({ diagnoses }: Verdict): string[] {
  return [...new Set(diagnoses.map(({ code }) => code))];
}
