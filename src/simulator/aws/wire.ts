// The contract between the HTTP server and the services behind it. Types only.

import type { IncomingHttpHeaders } from 'node:http';
import type { CredentialProblem } from './credential-scope.ts';
import type { Rejection } from './rejection.ts';
import type { AwsServiceName } from './world.ts';

/** One request, its body read whole and already uncompressed. */
export interface WireRequest {
  /** Without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly requestId: string;
}

/** One HTTP answer. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** One AWS service: how it names its actions, answers them and words its refusals. */
export interface SimulatedApi {
  readonly service: AwsServiceName;
  /** The service's name in a credential scope. */
  readonly signingName: 'ec2' | 'monitoring' | 'secretsmanager';
  actionOf(request: WireRequest): string;
  /** Throws a {@link Rejection} for everything that AWS would refuse. */
  answer(action: string, request: WireRequest): WireAnswer;
  refuse(rejection: Rejection, request: Omit<WireRequest, 'body'>): WireAnswer;
  unauthenticated(problem: CredentialProblem): Rejection;
  denied(action: string, request: WireRequest): Rejection;
  throttled(): Rejection;
}
