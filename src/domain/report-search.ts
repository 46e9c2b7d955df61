// Reports in a text: JSON by itself, in lines among other lines, under any key, in lists and in strings that hold JSON
// again. Logs, destinations and exports each wrap a report in a way of their own. It does not check what it finds.

import { isRecord } from './configuration-problem.ts';

/** Every report of every version begins its `schema` with this. */
export const REPORT_MARK = 'private-api-canary/report/';

// An export of a log of a destination has six; what is nested deeper wants something else.
const MAX_DEPTH = 12;

export type FoundReport = Readonly<Record<string, unknown>>;

/** Stands where the JSON that holds a report has no end. */
export const CUT_OFF = Symbol('cut off');

/** In the order of the text. Takes time in proportion to its length, whatever it holds. */
export function reportsIn(text: string, depth = 0): readonly (FoundReport | typeof CUT_OFF)[] {
  if (!text.includes(REPORT_MARK)) return [];
  const whole = parsed(text);
  return (whole === undefined ? valuesIn(text) : [whole]).flatMap((value) => reportsOf(value, depth));
}

function reportsOf(value: unknown, depth: number): readonly (FoundReport | typeof CUT_OFF)[] {
  if (value === CUT_OFF) return [CUT_OFF];
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
  /** What was begun on earlier lines ends here, whole or not. */
  const end = () => {
    if (begun.some((line) => line.includes(REPORT_MARK))) found.push(wholeOrCutOff(begun.join('\n')));
    begun = [];
  };
  for (const line of text.split('\n')) {
    const values = line.includes(REPORT_MARK) ? valuesOfLine(line) : [];
    // A line that is indented may be a piece of what is spread over lines, and cut off only by itself.
    if (values.length > 0 && (begun.length === 0 || !/^\s/.test(line) || !values.includes(CUT_OFF))) {
      end();
      found.push(...values);
    } else if (/^\S.*\{\s*$|^\{\s*$/.test(line)) {
      end();
      begun = [fromBrace(line)];
    } else if (begun.length > 0) {
      begun.push(line);
      if (line.startsWith('}')) end();
    }
  }
  end();
  return found;
}

/** `aws logs --output text` puts what belongs together on one line, with tabs between. In JSON a tab is only space. */
function valuesOfLine(line: string): readonly unknown[] {
  const whole = parsed(fromBrace(line));
  const parts = whole === undefined ? line.split('\t').filter((part) => part.includes(REPORT_MARK)) : [];
  const values = whole === undefined ? parts.map((part) => wholeOrCutOff(fromBrace(part))) : [whole];
  return values.filter((value) => value !== undefined);
}

function fromBrace(text: string): string {
  return text.slice(Math.max(text.indexOf('{'), 0));
}

function wholeOrCutOff(json: string): unknown {
  return parsed(json) ?? (hasNoEnd(json) ? CUT_OFF : undefined);
}

function hasNoEnd(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (quoted && character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '{') depth += 1;
    else if (!quoted && character === '}') depth -= 1;
  }
  return depth > 0;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
