// Which loopback addresses this system has: Linux has all of 127.0.0.0/8, macOS only 127.0.0.1; containers may lack ::1.
import { once } from 'node:events';
import { createServer } from 'node:net';

export async function isLocal(address: string): Promise<boolean> {
  const server = createServer().listen(0, address);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^E(?:ADDRNOTAVAIL|AFNOSUPPORT)$/.test(`${error.code}`))
      return false;
    throw error;
  }
  server.close();
  return true;
}
