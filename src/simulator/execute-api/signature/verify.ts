// Whether a request is signed rightly, and by whom: AWS Signature Version 4 with an Authorization header.
// Which of several mistakes is told first is not documented; here those come first that need no key.
import { createHmac } from 'node:crypto';
import type { AccessKey } from '../../credentials.ts';
import type { GatewayAnswer } from '../answers.ts';
import { type GatewayRequest, headerOf } from '../gateway-request.ts';
import { type ClaimedSignature, readSignature, SIGNATURE_SCHEME } from './authorization-header.ts';
import { canonicalRequest, sha256 } from './canonical-request.ts';
import {
  expired,
  incompleteSignature,
  invalidSignature,
  notYetCurrent,
  signatureMismatch,
  unrecognizedClient,
} from './refusals.ts';

const TERMINATOR = 'aws4_request';
const SKEW_MS = 5 * 60_000;
const TIME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** What a signature is checked with. */
export interface Verifier {
  readonly service: string;
  readonly region: string;
  readonly accessKeys: readonly AccessKey[];
  /** API Gateway's clock, in milliseconds since the epoch. */
  readonly nowMs: number;
}

/** Whose signature a request carries, or why it does not count. The header must be of the scheme. */
export function verify(request: GatewayRequest, verifier: Verifier): AccessKey | GatewayAnswer {
  const header = headerOf(request, 'authorization') ?? '';
  const claimed = readSignature(header);
  const signedAt = headerOf(request, 'x-amz-date') ?? dateHeader(request);
  const complaints = [
    ...(isSignature(claimed) ? [] : claimed),
    ...(signedAt === undefined
      ? ["Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."]
      : []),
  ];
  if (!isSignature(claimed) || signedAt === undefined) return incompleteSignature(complaints, header);
  const problem = problemOfScope(claimed, signedAt, verifier) ?? problemOfTime(signedAt, verifier);
  if (problem !== undefined) return problem;
  const unsigned = ['host', ...Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'))].find(
    (name) => !claimed.signedHeaders.includes(name),
  );
  if (unsigned !== undefined) {
    const name = unsigned === 'host' ? 'Host' : unsigned;
    return invalidSignature(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`);
  }
  return verifyWithKey(request, claimed, signedAt, verifier);
}

function isSignature(claimed: ClaimedSignature | readonly string[]): claimed is ClaimedSignature {
  return 'signature' in claimed;
}

function verifyWithKey(
  request: GatewayRequest,
  claimed: ClaimedSignature,
  signedAt: string,
  { accessKeys }: Verifier,
): AccessKey | GatewayAnswer {
  const key = accessKeys.find(({ accessKeyId }) => accessKeyId === claimed.accessKeyId);
  const isWhole = key?.sessionToken === headerOf(request, 'x-amz-security-token');
  if (key === undefined || !isWhole) return unrecognizedClient;
  const { date, region, service, terminator } = claimed;
  const canonical = canonicalRequest(request, claimed.signedHeaders);
  const scope = [date, region, service, terminator];
  const stringToSign = [SIGNATURE_SCHEME, signedAt, scope.join('/'), sha256(canonical)].join('\n');
  const signingKey = scope.reduce<Buffer>(hmac, Buffer.from(`AWS4${key.secretAccessKey}`));
  const isRight = hmac(signingKey, stringToSign).toString('hex') === claimed.signature;
  return isRight ? key : signatureMismatch(canonical, stringToSign);
}

function hmac(key: Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function problemOfScope(
  { date, region, service, terminator }: ClaimedSignature,
  signedAt: string,
  verifier: Verifier,
): GatewayAnswer | undefined {
  const complaints = [
    ...(region === verifier.region ? [] : ['Credential should be scoped to a valid region.']),
    ...(service === verifier.service ? [] : [`Credential should be scoped to correct service: '${verifier.service}'.`]),
    ...(terminator === TERMINATOR
      ? []
      : [`Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${terminator}'.`]),
    ...(signedAt.startsWith(date)
      ? []
      : [
          `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${signedAt.slice(0, 8)}', from '${signedAt}'.`,
        ]),
  ];
  return complaints.length > 0 ? invalidSignature(complaints.join(' ')) : undefined;
}

function problemOfTime(signedAt: string, { nowMs }: Verifier): GatewayAnswer | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (TIME.exec(signedAt) ?? [])
    .slice(1)
    .map(Number);
  const signedMs = Date.UTC(year, month - 1, day, hour, minute, second);
  if (!TIME.test(signedAt)) {
    return invalidSignature(`Date must be in ISO-8601 'basic format'. Got '${signedAt}'. See the documentation.`);
  }
  if (signedMs < nowMs - SKEW_MS) return expired(signedAt, basicFormat(nowMs - SKEW_MS), basicFormat(nowMs));
  if (signedMs > nowMs + SKEW_MS) return notYetCurrent(signedAt, basicFormat(nowMs + SKEW_MS), basicFormat(nowMs));
  return undefined;
}

/** A `Date` header may stand for `x-amz-date`. */
function dateHeader(request: GatewayRequest): string | undefined {
  const ms = Date.parse(headerOf(request, 'date') ?? '');
  return Number.isNaN(ms) ? undefined : basicFormat(ms);
}

/** `20260101T120000Z`. */
function basicFormat(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}
