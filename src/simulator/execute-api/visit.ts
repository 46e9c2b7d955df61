// A request under way through API Gateway: what every decision about it may look at.
import type { Faults } from '../faults.ts';
import type { Topology } from '../topology.ts';
import type { Addressed } from './addressing.ts';
import type { GatewayAnswer } from './answers.ts';
import type { GatewayRequest } from './gateway-request.ts';

/** A request, what it is for, and the world that it meets. */
export interface Visit {
  readonly request: GatewayRequest;
  readonly addressed: Addressed;
  readonly topology: Topology;
  readonly faults: Faults;
}

/** A refusal, or nothing when the request may go on. */
export type Refuse = (visit: Visit) => GatewayAnswer | undefined;
