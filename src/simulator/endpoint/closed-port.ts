// An address and port on which nothing listens, as when an interface is gone: connecting is refused.
// It keeps the port meanwhile, so that the system gives it to nobody else.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Refuses every connection until disposed of; then the port is free again. Rejects with EADDRINUSE. */
export async function openClosedPort(address: string, port: number): Promise<AsyncDisposable> {
  // A port is in use by any socket that is bound to it, and only a listening one takes SYNs from strangers: so one end of
  // a connection keeps it.
  const elsewhere = createServer().listen(0, address);
  await once(elsewhere, 'listening');
  const accepted = once(elsewhere, 'connection') as Promise<[Socket]>;
  const target = elsewhere.address() as AddressInfo;
  const keeper = connect({ host: address, port: target.port, localAddress: address, localPort: port });
  try {
    await once(keeper, 'connect');
  } catch (error) {
    elsewhere.close();
    throw error;
  }
  const [other] = await accepted;
  elsewhere.close();
  other.on('error', () => other.destroy());
  return {
    [Symbol.asyncDispose]: async () => {
      const closed = [once(keeper, 'close'), once(other, 'close')];
      keeper.destroy();
      other.destroy();
      await Promise.all(closed);
    },
  };
}
