// What an endpoint does to the canary, and what the canary makes of it.

import type { FailureCode } from '../../src/domain/failure.ts';
import type { Behaviour } from '../probe/endpoint-server.ts';
import type { WorldOptions } from '../probe/world.ts';
import type { Fault } from './fault.ts';

/** What the hostile endpoint does, and what else the run is made of. */
export interface Hostility {
  readonly behaviour?: Partial<Behaviour>;
  /** Another address than that of the endpoints, at the same port. */
  readonly address?: string;
  readonly world?: Pick<WorldOptions, 'timeouts' | 'expect' | 'resources' | 'auth' | 'env'>;
}

export interface HostileFault extends Fault, Hostility {
  readonly code: FailureCode;
  /** How long the probe lasts that nothing but a limit ends, in milliseconds. */
  readonly limitMs?: number;
  /** How much the endpoint has said by the end at least, in bytes: more than in a moment. */
  readonly gives?: number;
  /** Stands in a text of the observation, made harmless. */
  readonly shows?: string;
}
