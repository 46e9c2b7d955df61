// What tells a report from others, before anybody has looked whether it can be read. Never throws.

import { isRecord } from './configuration-problem.ts';
import { oneLine } from './one-line.ts';
import type { FoundReport } from './report-search.ts';

/** One line of text each, as the report has it; `?` for what it does not say. */
export interface ReportHead {
  readonly state: string;
  /** The API's name, or its id where it has none. */
  readonly api: string;
  readonly apiId: string;
  readonly stage: string;
  readonly vantage: string;
  readonly network: string;
  readonly startedAt: string;
}

export function headOf({ target, vantage, verdict, startedAt }: FoundReport): ReportHead {
  const api = keysOf(keysOf(target).api);
  const apiId = textOf(api.id);
  return {
    state: textOf(keysOf(verdict).state),
    api: typeof api.name === 'string' ? textOf(api.name) : apiId,
    apiId,
    stage: textOf(api.stage),
    vantage: textOf(keysOf(vantage).name),
    network: textOf(keysOf(vantage).network),
    startedAt: textOf(startedAt),
  };
}

function keysOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? oneLine(value, 100) : '?';
}
