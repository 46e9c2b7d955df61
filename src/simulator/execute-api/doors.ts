// Whether there is an API behind the names of a request, and whether it may be come to by them.
// It must not look at paths below the stage.
import { STAGE_WITHOUT_ROUTES } from './addressing.ts';
import { forbidden } from './answers.ts';
import type { Refuse, Visit } from './visit.ts';

/** Names that lead to no API, and an API or stage that does not exist. */
export const unknownApi: Refuse = (visit) => {
  const { by, apiId } = visit.addressed;
  return by !== 'nothing' && apiId === visit.topology.api.id && isDeployed(visit) ? undefined : forbidden;
};

function isDeployed({ addressed, topology, faults }: Visit): boolean {
  if (addressed.stage === topology.api.stage) return faults.stage === 'deployed';
  return addressed.stage === STAGE_WITHOUT_ROUTES && faults.customDomain === 'base-path-wrong';
}

/** A default endpoint that is disabled leaves the custom domain as the only way in. */
export const defaultEndpoint: Refuse = ({ addressed, faults }) =>
  faults.defaultEndpoint === 'disabled' && addressed.by === 'default-endpoint' ? forbidden : undefined;

/**
 * STRICT serves private DNS and custom domains alone, where the SNI is the Host. Its rejection is not documented; this
 * is the one that API Gateway gives to other names that it does not serve.
 */
export const accessMode: Refuse = ({ request, addressed, topology, faults }) => {
  if (faults.accessMode === 'basic') return undefined;
  const apiName = `${topology.api.id}.${topology.privateApex}`;
  const isServed = addressed.by === 'custom-domain' || addressed.host === apiName;
  return isServed && request.sni?.toLowerCase() === addressed.host ? undefined : forbidden;
};
