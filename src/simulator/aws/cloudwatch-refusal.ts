// How CloudWatch writes a refusal down in each of its protocols. JSON and CBOR are compatible with the older Query
// protocol: on demand its error codes travel in a header of their own. It must not decide what is refused.

import { cborMap } from './cbor.ts';
import { protocolOf } from './cloudwatch-protocol.ts';
import type { Rejection } from './rejection.ts';
import type { WireAnswer, WireRequest } from './wire.ts';
import { element, text, xmlDocument } from './xml.ts';

// Where the newer protocols' name of an error is not the Query protocol's.
const TYPES: Readonly<Record<string, string>> = {
  AccessDenied: 'com.amazon.coral.service#AccessDeniedException',
  InvalidAction: 'com.amazon.coral.service#UnknownOperationException',
  InvalidParameterCombination: 'com.amazonaws.cloudwatch#InvalidParameterCombinationException',
  InvalidParameterValue: 'com.amazonaws.cloudwatch#InvalidParameterValueException',
  MissingAuthenticationToken: 'com.amazon.coral.service#MissingAuthenticationTokenException',
  MissingParameter: 'com.amazonaws.cloudwatch#MissingRequiredParameterException',
  SignatureDoesNotMatch: 'com.amazon.coral.service#InvalidSignatureException',
  ValidationError: 'com.amazonaws.cloudwatch#ValidationException',
};

const NAMESPACE = 'http://monitoring.amazonaws.com/doc/2010-08-01/';

/** The answer to a request that is refused, in the protocol of the request. */
export function refuse(rejection: Rejection, request: Omit<WireRequest, 'body'>): WireAnswer {
  const blame = rejection.status < 500 ? 'Sender' : 'Receiver';
  const headers = {
    'x-amzn-requestid': request.requestId,
    ...(request.headers['x-amzn-query-mode'] === 'true' ? { 'x-amzn-query-error': `${rejection.code};${blame}` } : {}),
  };
  const error = { __type: TYPES[rejection.code] ?? rejection.code, message: rejection.message };
  const { status } = rejection;
  switch (protocolOf(request.headers)) {
    case 'JSON':
      return {
        status,
        headers: { ...headers, 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify(error),
      };
    case 'CBOR':
      return {
        status,
        headers: { ...headers, 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
        body: cborMap(error),
      };
    case 'Query':
      return {
        status,
        headers: { ...headers, 'content-type': 'text/xml' },
        body: queryError(rejection, blame, request.requestId),
      };
  }
}

function queryError({ code, message }: Rejection, blame: string, requestId: string): string {
  return xmlDocument(
    { name: 'ErrorResponse', namespace: NAMESPACE },
    element('Error', text('Type', blame), text('Code', code), text('Message', message)),
    text('RequestId', requestId),
  );
}
