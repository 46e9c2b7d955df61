// Reports in a text: JSON by itself, in lines among other lines, under any key, in lists and in strings that hold JSON
// again. Logs, destinations and exports each wrap a report in a way of their own. It does not check what it finds.

import { isRecord } from './configuration-problem.ts';

/** Every report of every version begins its `schema` with this. */
export const REPORT_MARK = 'private-api-canary/report/';

// An export of a log of a destination has six; what is nested deeper wants something else.
const MAX_DEPTH = 12;

export type FoundReport = Readonly<Record<string, unknown>>;

/** In the order of the text. Takes time in proportion to its length, whatever it holds. */
export function reportsIn(text: string, depth = 0): readonly FoundReport[] {
  if (!text.includes(REPORT_MARK)) return [];
  const whole = parsed(text);
  return (whole === undefined ? valuesIn(text) : [whole]).flatMap((value) => reportsOf(value, depth));
}

function reportsOf(value: unknown, depth: number): readonly FoundReport[] {
  if (depth > MAX_DEPTH) return [];
  if (typeof value === 'string') return reportsIn(value, depth + 1);
  if (typeof value !== 'object' || value === null) return [];
  if (isRecord(value) && typeof value.schema === 'string' && value.schema.startsWith(REPORT_MARK)) return [value];
  return Object.values(value).flatMap((each) => reportsOf(each, depth + 1));
}

/** The JSON objects of a text that is not JSON as a whole and that mention a report: each on a line of its own, with or
 * without something before it, or spread over lines as `JSON.stringify` and the AWS CLI spread it: only the first and the
 * last of these lines are not indented. */
function valuesIn(text: string): readonly unknown[] {
  const found: unknown[] = [];
  let begun: string[] = [];
  for (const line of text.split('\n')) {
    const json = line.slice(Math.max(line.indexOf('{'), 0));
    const value = json.includes(REPORT_MARK) ? parsed(json) : undefined;
    if (value !== undefined) {
      found.push(value);
      begun = [];
    } else if (/^\S.*\{\s*$|^\{\s*$/.test(line)) {
      begun = [json];
    } else if (begun.length > 0) {
      begun.push(line);
      if (!line.startsWith('}')) continue;
      const spread = begun.join('\n');
      if (spread.includes(REPORT_MARK)) found.push(parsed(spread));
      begun = [];
    }
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
