// What was on the wire while something was measured: from a packet capture, or from the far side's own clock where no
// capture is allowed.

import { type Capture, startCapture } from './capture.ts';
import type { RunningEndpoint } from './endpoint.ts';
import { readWire } from './wire.ts';

/** How long a probe really took, by the name it dialled. */
export interface WireProbe {
  /** From its query to the last byte of its answer, in milliseconds. Absent where no query was seen. */
  readonly fromQueryMs?: number;
  /** From its SYN, or without a capture from the accepted connection, to the last byte. */
  readonly fromConnectMs: number;
}

export interface Truth {
  readonly source: 'packets' | 'far side';
  readonly probes: ReadonlyMap<string, WireProbe>;
  /** Connections that are left out, since the capture lost their first or their last segment. */
  readonly incomplete: number;
}

/** Runs something while the wire is watched. */
export async function watched<Result>(
  endpoint: RunningEndpoint,
  measure: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly truth: Truth }> {
  const dnsPort = Number(endpoint.resolver.split(':')[1]);
  await endpoint.tell();
  const capture = await startCapture([endpoint.port, dnsPort]);
  const result = await measure();
  return { result, truth: await (capture === undefined ? fromFarSide(endpoint) : fromPackets(capture)) };

  async function fromPackets(capture: Capture): Promise<Truth> {
    const { probes, incomplete } = readWire(await capture.stop(), { port: endpoint.port, dnsPort });
    const times = [...probes].map(([name, { queryAt, synAt, lastByteAt }]): [string, WireProbe] => [
      name,
      {
        ...(queryAt === undefined ? {} : { fromQueryMs: lastByteAt - queryAt }),
        fromConnectMs: lastByteAt - synAt,
      },
    ]);
    return { source: 'packets', probes: new Map(times), incomplete };
  }
}

async function fromFarSide(endpoint: RunningEndpoint): Promise<Truth> {
  const answered = await endpoint.tell();
  const times = answered.map(({ name, acceptedAtMs, answeredAtMs }): [string, WireProbe] => [
    name,
    { fromConnectMs: answeredAtMs - acceptedAtMs },
  ]);
  return { source: 'far side', probes: new Map(times), incomplete: 0 };
}
