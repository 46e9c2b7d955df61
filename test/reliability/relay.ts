// TCP in front of an endpoint: it tells of connections and of what comes first, and passes everything on.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Relay extends AsyncDisposable {
  readonly port: number;
}

/** Calls back before anything is passed on: when a connection stands, and when its first bytes have come, which are the
 * greeting of the client. */
export async function startRelay(
  port: number,
  { onConnection = () => {}, onHello = () => {} }: { onConnection?: () => void; onHello?: () => void },
): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    onConnection();
    const endpoint = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [client, endpoint],
      [endpoint, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    client.once('data', onHello);
    client.pipe(endpoint).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
