// What EC2, or what answers in its place, may do to a discovery: the parts of which the lists of such faults are made.

import type { CanaryErrorCode } from '../../src/domain/canary-error.ts';
import { listed, listing, type Reaction } from '../discovery/aws-stand-ins.ts';
import type { Fault } from './fault.ts';

export interface DiscoveryFault extends Fault {
  /** What calls get one after the other, the last one again and again; or an address at which there is nothing. */
  readonly ec2: readonly Reaction[] | 'nobody-listens' | 'no-such-name';
  /** The problem that is told; `found` is what discovery finds nevertheless. */
  readonly problem?: { readonly code: CanaryErrorCode; readonly says: RegExp };
  readonly found?: readonly string[];
  readonly notices?: readonly string[];
  /** Made by one discovery. */
  readonly calls: number;
  /** 10,000 when it is absent. */
  readonly awsMs?: number;
}

export const ID = 'vpce-01234567abcdef012';
export const GOOD = listing(listed(ID));
export const NOT_UNDERSTOOD = 'what answered as EC2 cannot be understood';
