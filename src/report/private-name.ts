// What came of asking for the API's own name from where nobody is said to forward it, as one sentence. It is information:
// a name that does not exist there is as it has to be.

import type { Observation } from '../domain/observation.ts';
import { isPublicAddress } from '../domain/public-address.ts';
import type { Report } from '../domain/report.ts';
import type { Field } from './field.ts';

const MAX_LISTED = 4;

/** Empty when it was not asked for. */
export function privateNameFields(report: Report): readonly Field[] {
  return report.controls
    .filter(({ control }) => control === 'private-name')
    .map((seen) => ({ label: 'private name', text: sentence(seen, report) }));
}

function sentence(seen: Observation, report: Report): string {
  const { outcome, failure, addresses = [] } = seen;
  if (outcome === 'not-run') return "the API's own name was not asked for";
  if (failure?.code === 'dns-nxdomain' || failure?.code === 'dns-no-address')
    return "the API's own name does not exist for this resolver, as it has to be without forwarding";
  if (failure?.step === 'dns') return `the API's own name could not be looked up: ${failure.message}`;
  const listed = addresses.slice(0, MAX_LISTED).join(' ');
  const own = ownAddresses(seen, report);
  if (addresses.length > 0 && addresses.every((address) => own.has(address)))
    return `the API's own name leads to the endpoint from here, too (${listed}): with \`vantage.privateNames\` "forwarded" clients' way by it is probed`;
  if (seen.family === 4 && addresses.length > 0 && addresses.every(isPublicAddress))
    return `the API's own name leads to public addresses from here (${listed}), not to the endpoint: clients that use it do not reach the API`;
  // Of the endpoint's own names none, or not all, are known: one that has no address here, one that is left out of an answer.
  if (own.size === 0 || addresses.some((address) => own.has(address)))
    return `the API's own name leads to private addresses from here (${listed}), and not all that the endpoint has are known to this run`;
  return `the API's own name leads to addresses that are not the endpoint's (${listed}): clients that use it from here get whatever stands there`;
}

/** Where the endpoints' own names led in this run. */
function ownAddresses({ family }: Observation, { observations, controls }: Report): ReadonlySet<string> {
  const own = [...observations, ...controls].filter((seen) => seen.endpoint !== undefined && seen.family === family);
  return new Set(own.flatMap(({ addresses = [] }) => addresses));
}
