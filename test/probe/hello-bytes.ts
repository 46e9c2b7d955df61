// What a TLS client says first, read from the bytes that came over the wire (RFC 8446, section 4.1.2).

export interface Hello {
  readonly sni: string | undefined;
  readonly alpn: readonly string[];
  /** Extension 35 (RFC 5077), 41 (RFC 8446): each would let the server resume an earlier session. */
  readonly sessionTicket: boolean;
  readonly preSharedKey: boolean;
}

const SERVER_NAME = 0;
const ALPN = 16;
const SESSION_TICKET = 35;
const PRE_SHARED_KEY = 41;

/** How many bytes the first record has, its header included; undefined while that is not known. */
export function helloLength(bytes: Buffer): number | undefined {
  return bytes.length < 5 ? undefined : 5 + bytes.readUInt16BE(3);
}

export function readHello(record: Buffer): Hello {
  // Record header 5, message header 4, version 2, random 32.
  const sessionId = 43;
  const cipherSuites = sessionId + 1 + record.readUInt8(sessionId);
  const compression = cipherSuites + 2 + record.readUInt16BE(cipherSuites);
  const extensions = new Map<number, Buffer>();
  for (let at = compression + 1 + record.readUInt8(compression) + 2; at < record.length; ) {
    const end = at + 4 + record.readUInt16BE(at + 2);
    extensions.set(record.readUInt16BE(at), record.subarray(at + 4, end));
    at = end;
  }
  // List length 2, type 1, name length 2.
  const sni = extensions.get(SERVER_NAME)?.subarray(5).toString('latin1');
  return {
    sni,
    alpn: protocols(extensions.get(ALPN)?.subarray(2) ?? Buffer.alloc(0)),
    sessionTicket: extensions.has(SESSION_TICKET),
    preSharedKey: extensions.has(PRE_SHARED_KEY),
  };
}

function protocols(list: Buffer): readonly string[] {
  if (list.length === 0) return [];
  const end = 1 + list.readUInt8(0);
  return [list.toString('latin1', 1, end), ...protocols(list.subarray(end))];
}
