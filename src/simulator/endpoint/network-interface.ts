// One network interface of the endpoint: an address that accepts connections, drops every SYN, or refuses.
// It knows nothing of TLS; connections already accepted live on whatever becomes of it.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Zone } from '../topology.ts';
import { openBlackhole } from './blackhole.ts';
import { openClosedPort } from './closed-port.ts';

/** What becomes of an attempt to connect. */
export type Reaction = 'open' | 'silent' | 'refused';

/** An open address and port. Disposing frees the port; accepted sockets belong to whoever was given them. */
export interface NetworkInterface extends AsyncDisposable {
  readonly zone: Zone;
  readonly port: number;
  /**
   * Switches between the reactions, on the same port. Connection attempts during the switch may be refused.
   * Rejects with EADDRINUSE when somebody else took the port in between; then every attempt is refused until a later
   * switch succeeds.
   */
  react(reaction: Reaction): Promise<void>;
}

type Accept = (socket: Socket, zone: Zone) => void;

const ATTEMPTS = 20;

/** Opens one interface for each address, all on one port number that the system chose. */
export async function openInterfaces(zones: readonly Zone[], accept: Accept): Promise<readonly NetworkInterface[]> {
  // Zones that share an address share its listener, which then counts for the first of them.
  const perAddress = [...new Map(zones.toReversed().map((zone) => [zone.address, zone])).values()];
  for (let attempt = 1; ; attempt += 1) {
    const opened: NetworkInterface[] = [];
    try {
      for (const zone of perAddress) opened.push(await openInterface(zone, opened[0]?.port ?? 0, accept));
      return opened;
    } catch (error) {
      await Promise.all(opened.map((each) => each[Symbol.asyncDispose]()));
      // The number the system chose for the first address may be taken on the next one.
      if (!isAddressInUse(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function openInterface(zone: Zone, chosenPort: number, accept: Accept): Promise<NetworkInterface> {
  const first = await listen(zone, chosenPort, accept);
  const { port } = first;
  let current: AsyncDisposable = first;
  // Between the two sides of a switch, and after one that failed, nobody has the port.
  let state: Reaction | 'closed' = 'open';
  let disposed = false;
  const take = {
    open: () => listen(zone, port, accept),
    silent: () => openBlackhole(zone.address, port),
    refused: () => openClosedPort(zone.address, port),
  } as const satisfies Record<Reaction, () => Promise<AsyncDisposable>>;
  const close = async (): Promise<void> => {
    if (state === 'closed') return;
    state = 'closed';
    await current[Symbol.asyncDispose]();
  };
  return {
    zone,
    port,
    react: async (reaction) => {
      if (disposed) throw new Error(`The interface ${zone.address}:${port} is closed`);
      if (state === reaction) return;
      await close();
      current = await take[reaction]();
      state = reaction;
    },
    [Symbol.asyncDispose]: async () => {
      disposed = true;
      await close();
    },
  };
}

async function listen(zone: Zone, port: number, accept: Accept): Promise<AsyncDisposable & { readonly port: number }> {
  const server: Server = createServer((socket) => accept(socket, zone)).listen(port, zone.address);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    // Closing frees the port at once; only the callback would wait for open connections.
    [Symbol.asyncDispose]: async () => {
      server.close();
    },
  };
}

function isAddressInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
