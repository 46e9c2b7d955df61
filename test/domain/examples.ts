// The smallest configuration, shared by the tests that look at what a target is made of.

import type { HostName } from '../../src/domain/identifiers.ts';
import { parseTarget, type Target } from '../../src/domain/target.ts';
import { ENDPOINT_ID } from '../report/report-builder.ts';

export const API = { id: '01234567ab', stage: 'test', region: 'us-west-2' } as const;
export const ENDPOINTS = { vpcEndpointIds: [ENDPOINT_ID] };

/** Only what is required, the Region included. */
export const MINIMAL = { api: API, endpoints: ENDPOINTS } as const;

export function targetOf(more: Readonly<Record<string, unknown>> = {}): Target {
  return parseTarget({ ...MINIMAL, ...more });
}

/** Public DNS hostname of an endpoint in us-west-2; `zone` for a zonal one. */
export function vpceName(id: string = ENDPOINT_ID, zone?: string): HostName {
  return `${id}-01234567${zone === undefined ? '' : `-${zone}`}.execute-api.us-west-2.vpce.amazonaws.com` as HostName;
}

/** What `parse` throws; fails when it throws nothing. */
export function thrownBy(parse: () => unknown): unknown {
  try {
    parse();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
