// What a DNS server does to one name: the parts of which the lists of such faults are made.

import type { Question } from 'dns-packet';
import type { FailureCode } from '../../src/domain/failure.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { type Answering, addressRecords, type NameReply, type TcpAnswering } from '../probe/name-server.ts';
import type { Fault } from './fault.ts';

/** Nothing listens where `udp` is absent, and nothing for TCP where `tcp` is. */
export interface DnsFault extends Fault {
  readonly udp?: Answering;
  readonly tcp?: TcpAnswering;
  /** How the probe of the name fails, or what it passes with. */
  readonly sees: FailureCode | Partial<Observation>;
  /** How long the answer takes at least, in milliseconds. */
  readonly takesMs?: number;
  /** How much has come over TCP by the end at least, in bytes: more than in a moment. */
  readonly gives?: number;
}

/** Where the endpoint of the test is. */
export const RIGHT = '127.0.0.1';

/** The first is the right one. */
export const many = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `127.0.${Math.floor(index / 200)}.${(index % 200) + 1}`);

export const records = (name: string, addresses: readonly string[] = [RIGHT], ttl?: number): NameReply => ({
  answers: addressRecords(name, addresses, ttl),
});

export const right = ({ name }: Question): NameReply => records(name);

export const truncated = (): NameReply => ({ truncated: true });
