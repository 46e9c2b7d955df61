// What a reader must know of an estimate to use its numbers: where they come from, what may be there already, and what
// is not in them.

import type { CostInput } from './cost-input.ts';
import { HOURS_PER_MONTH } from './prices.ts';
import { counted } from './quantity.ts';

const ORIGIN = `List prices of us-east-1 for a month of ${HOURS_PER_MONTH} hours, before any free tier (the first three dashboards of an account, ten alarms, ten metrics, 5 GB of logs). They have not been compared with a bill.`;

const LEFT_OUT =
  "Not in it: keeping and querying logs, data through interface endpoints, the API's backend, X-Ray, rotations of the key, and e-mails of SNS beyond the first 1,000.";

const SYNTHETICS =
  'Of Synthetics the runs alone: its Lambda function, S3, logs, alarms, requests and interface endpoints come on top.';

/** Parts of the bill that the notes name; in US dollars. */
interface Parts {
  readonly endpointsUsd: number;
  readonly failureUsd: number;
}

/** Each a paragraph. */
export function costNotes(input: CostInput, parts: Parts): readonly string[] {
  return [ORIGIN, endpointNote(input, parts), LEFT_OUT, SYNTHETICS, ...failureNotes(input, parts)];
}

function endpointNote({ interfaceEndpoints: { services } }: CostInput, { endpointsUsd }: Parts): string {
  if (services.length === 0) return 'It needs no interface endpoint but those of the API.';
  return `The interface endpoints (${services.join(', ')}) may be there already, or a NAT gateway serves: then $${endpointsUsd.toFixed(2)} less.`;
}

function failureNotes({ failureOnlySeries }: CostInput, { failureUsd }: Parts): readonly string[] {
  if (failureOnlySeries === 0) return [];
  const series = counted(failureOnlySeries, 'series', 'series');
  return [`${series} more only while something fails: at most $${failureUsd.toFixed(2)}.`];
}
