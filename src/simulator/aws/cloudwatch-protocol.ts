// The three protocols in which clients speak with CloudWatch. Only JSON is simulated; the other two are recognized, so
// that their clients are refused in words that they can read. It must not know what the actions do.

import type { IncomingHttpHeaders } from 'node:http';
import type { WireRequest } from './wire.ts';

/** awsJson 1.0 of today's SDKs and CLI, the Query protocol of older ones, and Smithy's RPC v2 in CBOR. */
type Protocol = 'JSON' | 'Query' | 'CBOR';

const TARGET = 'GraniteServiceVersion20100801.';

/** A request that is none of the three is taken for Query, the only one without a header of its own. */
export function protocolOf(headers: IncomingHttpHeaders): Protocol {
  if (headers['x-amz-target'] !== undefined) return 'JSON';
  return headers['smithy-protocol'] === 'rpc-v2-cbor' ? 'CBOR' : 'Query';
}

/** The action's name where each protocol has it: in a header, in the form or at the end of the path. */
export function actionOf(request: WireRequest): string {
  switch (protocolOf(request.headers)) {
    case 'JSON': {
      const target = String(request.headers['x-amz-target']);
      return target.startsWith(TARGET) ? target.slice(TARGET.length) : target;
    }
    case 'Query':
      return new URLSearchParams(request.body.toString()).get('Action') ?? '';
    case 'CBOR':
      return request.path.split('/').at(-1) ?? '';
  }
}
