// TCP to one address. No second address, no happy eyeballs: a half-up service must not look up. The handshake begins in the
// same moment in which the connection stands; handshake.ts waits for its end.

import type { TcpNetConnectOpts } from 'node:net';
import type { ConnectionOptions, SecureContext, TLSSocket } from 'node:tls';
import { connect as tlsConnect } from 'node:tls';
import { classifyConnectError } from './classify.ts';
import { type StepLimit, type StepResult, timedStep } from './step.ts';

/** Whom to dial, and which name to ask for in the handshake that follows. */
export interface Peer {
  readonly address: string;
  readonly port: number;
  readonly sni: string;
  readonly context: SecureContext;
}

/** Connects to an address. The caller owns the socket and destroys it. */
export function connect({ address, port, sni, context }: Peer, limit: StepLimit): Promise<StepResult<TLSSocket>> {
  return timedStep(
    limit,
    () => 'connect-timeout',
    ({ done, failed }) => {
      // One socket for both protocols: a TLS socket on top of a TCP socket costs half a handshake more, and another turn
      // of this process would come between connection and handshake.
      const options: ConnectionOptions & Pick<TcpNetConnectOpts, 'noDelay'> = {
        host: address,
        port,
        // The request follows the last words of the handshake, and must not wait until those are acknowledged.
        noDelay: true,
        servername: sni,
        secureContext: context,
        ALPNProtocols: ['http/1.1'],
        // Node verifies chain and name in any case and puts the result into `authorizationError`. Going on here keeps the
        // certificate as evidence; the caller sends nothing when it was refused.
        rejectUnauthorized: false,
      };
      const socket = tlsConnect(options);
      // A socket without an error listener ends the process; later steps add their own.
      socket.on('error', (error: NodeJS.ErrnoException) => {
        failed(classifyConnectError(error), `${error.code ?? error.message} from ${address} port ${port}`);
      });
      // Ahead of Node's own listener, which makes the keys of the handshake.
      socket.prependOnceListener('connect', () => done(socket));
      return () => socket.destroy();
    },
  );
}
