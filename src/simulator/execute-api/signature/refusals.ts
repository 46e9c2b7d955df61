// How API Gateway words that a signature is not right: the words that people report, the canonical request included.
// It must not decide what is wrong.
import type { GatewayAnswer } from '../answers.ts';

/** The access key is not known, or the session token is not its own. */
export const unrecognizedClient = refusal(
  'UnrecognizedClientException',
  'The security token included in the request is invalid.',
);

/** The header lacks something, or nothing says when it was made. */
export function incompleteSignature(complaints: readonly string[], authorization: string): GatewayAnswer {
  return refusal('IncompleteSignatureException', `${complaints.join(' ')} Authorization=${authorization}`);
}

/** Anything else that is wrong before the signature itself is looked at. */
export function invalidSignature(message: string): GatewayAnswer {
  return refusal('InvalidSignatureException', message);
}

/** What was signed is not what arrived, or not with this key. It shows all signed headers, the session token too. */
export function signatureMismatch(canonicalRequest: string, stringToSign: string): GatewayAnswer {
  return invalidSignature(
    [
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      '',
      'The Canonical String for this request should have been',
      `'${canonicalRequest}'`,
      '',
      'The String-to-Sign should have been',
      `'${stringToSign}'`,
      '',
    ].join('\n'),
  );
}

/** `limit` is five minutes from `now`; all three in the form of `x-amz-date`. */
export function expired(signed: string, limit: string, now: string): GatewayAnswer {
  return invalidSignature(`Signature expired: ${signed} is now earlier than ${limit} (${now} - 5 min.)`);
}

/** As `expired`, of a signature from the future. */
export function notYetCurrent(signed: string, limit: string, now: string): GatewayAnswer {
  return invalidSignature(`Signature not yet current: ${signed} is still later than ${limit} (${now} + 5 min.)`);
}

function refusal(errorType: string, message: string): GatewayAnswer {
  return { status: 403, contentType: 'application/json', errorType, body: JSON.stringify({ message }) };
}
