// What is wrong with a canary as a whole, once all of its APIs are known.

import { allNeeds } from './all-needs.ts';
import type { FunctionNeeds } from './function-permissions.ts';
import type { ServiceEndpointsProps } from './service-endpoints.ts';

/** `needs`: of each API. */
export function problems(endpoints: ServiceEndpointsProps['services'], needs: readonly FunctionNeeds[]): string[] {
  if (needs.length === 0) return ['it watches no API; add one with watch()'];
  const { ec2, putsMetrics, readsSecrets } = allNeeds(needs);
  const unused = [
    ...(endpoints.ec2 !== undefined && ec2 === false ? ['ec2: every API has `dnsNames`'] : []),
    ...(endpoints.monitoring !== undefined && putsMetrics === false ? ['monitoring: every API publishes "emf"'] : []),
    ...(endpoints.secretsmanager !== undefined && readsSecrets === false
      ? ['secretsmanager: no API has a `secretId` in its `auth`']
      : []),
  ];
  // An interface endpoint is paid for by the hour in each zone.
  return unused.map((why) => `serviceEndpoints: nothing would use ${why}`);
}
