// TCP to one address. No second address, no happy eyeballs: a half-up service must not look up.

import { connect as netConnect, type Socket } from 'node:net';
import type { Family } from '../domain/endpoint.ts';
import { classifyConnectError } from './classify.ts';
import { type StepLimit, type StepResult, timedStep } from './step.ts';

/** Connects to an address. The caller owns the socket and destroys it. */
export function connect(
  peer: { readonly address: string; readonly port: number; readonly family: Family },
  limit: StepLimit,
): Promise<StepResult<Socket>> {
  return timedStep(
    limit,
    () => 'connect-timeout',
    ({ done, failed }) => {
      const socket = netConnect({
        host: peer.address,
        port: peer.port,
        family: peer.family,
        autoSelectFamily: false,
        noDelay: true,
      });
      // A socket without an error listener ends the process; later steps add their own.
      socket.on('error', (error: NodeJS.ErrnoException) => {
        failed(classifyConnectError(error), `${error.code ?? error.message} from ${peer.address} port ${peer.port}`);
      });
      socket.once('connect', () => done(socket));
      return () => socket.destroy();
    },
  );
}
