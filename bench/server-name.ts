// The name in a TLS ClientHello (RFC 8446, section 4.1.2; RFC 6066, section 3), which is sent in the clear.

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;

/** The name that the first bytes of a connection ask for, or nothing when they are no ClientHello with a name. */
export function serverName(bytes: Buffer): string | undefined {
  try {
    return bytes[0] === HANDSHAKE && bytes[5] === CLIENT_HELLO ? nameIn(bytes) : undefined;
  } catch (error) {
    // Cut off by the capture.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function nameIn(bytes: Buffer): string | undefined {
  // Record header 5, handshake header 4, version 2, random 32; then session id, cipher suites, compression methods.
  let offset = 43;
  offset += 1 + bytes.readUInt8(offset);
  offset += 2 + bytes.readUInt16BE(offset);
  offset += 1 + bytes.readUInt8(offset);
  const end = offset + 2 + bytes.readUInt16BE(offset);
  offset += 2;
  while (offset < end) {
    const length = bytes.readUInt16BE(offset + 2);
    if (bytes.readUInt16BE(offset) === SERVER_NAME) {
      const start = offset + 9;
      return bytes.toString('latin1', start, start + bytes.readUInt16BE(offset + 7));
    }
    offset += 4 + length;
  }
  return undefined;
}
