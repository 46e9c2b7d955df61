// An answer in one of AWS's JSON protocols.

import type { WireAnswer } from './wire.ts';

/** Makes the answers of a service that speaks this version of the protocol. */
export function jsonAnswerIn(version: '1.0' | '1.1') {
  return (status: number, body: object, requestId: string): WireAnswer => ({
    status,
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': requestId },
    body: JSON.stringify(body),
  });
}
