// The conditions on what is asked of the API that span several keys of a configuration.

import { ACCESS_METHODS } from './access-method.ts';
import { type ConfigurationProblem, isRecord, listed, problem } from './configuration-problem.ts';

type Given = Readonly<Record<string, unknown>>;

/** What does not fit together in resources, routes and `auth`. */
export function requestProblems(input: Given): readonly ConfigurationProblem[] {
  return [
    ...resourceProblems(listed(input.resources).map((each) => (isRecord(each) ? each : {}))),
    ...listed(input.routes).flatMap((route, index) => (isRecord(route) ? routeProblems(route, index, input) : [])),
    ...(isRecord(input.auth) ? authProblems(input.auth) : []),
  ];
}

function resourceProblems(resources: readonly Given[]): readonly ConfigurationProblem[] {
  // Of another kind it may have no text at all.
  const labels = resources.map(({ method = 'GET', path }) =>
    typeof method === 'string' && typeof path === 'string' ? `${method} ${path}` : undefined,
  );
  return resources.flatMap((resource, index) => {
    const { path, method, expect } = resource;
    const at = ['resources', index];
    const { status, body, denied } = isRecord(expect) ? expect : {};
    return [
      ...(labels[index] !== undefined && labels.indexOf(labels[index]) < index
        ? [problem([...at, 'path'], path, 'each path once for a method')]
        : []),
      ...(method === 'HEAD' ? headProblems(path, body, at) : []),
      ...(denied === true && (status !== undefined || body !== undefined)
        ? [problem([...at, 'expect'], expect, 'no `status` and no `body` where `denied` is expected')]
        : []),
    ];
  });
}

// Of a CloudWatch dimension, which the label becomes.
const MAX_CHARACTERS = 1_024;

function headProblems(path: unknown, body: unknown, at: readonly PropertyKey[]): readonly ConfigurationProblem[] {
  return [
    ...(typeof path === 'string' && `HEAD ${path}`.length > MAX_CHARACTERS
      ? [problem([...at, 'path'], path, 'with the method HEAD, a path of at most 1019 characters')]
      : []),
    ...(listed(body).length > 0
      ? [problem([...at, 'expect', 'body'], body, 'nothing with the method HEAD: its answers have no body')]
      : []),
  ];
}

function routeProblems(
  { accessMethod, endpoint }: Given,
  index: number,
  { accessMethods, endpoints, customDomain }: Given,
): readonly ConfigurationProblem[] {
  const at = (key: string) => ['routes', index, key];
  if (accessMethod === undefined && endpoint === undefined)
    return [problem(['routes', index], { accessMethod, endpoint }, '`accessMethod`, `endpoint` or both')];
  const ids = isRecord(endpoints) ? endpoints.vpcEndpointIds : undefined;
  const needsDomain = accessMethod === 'custom-domain' || accessMethod === 'vpce-custom-domain';
  return [
    // A route that is never planned would be refused by nobody, and nobody would notice.
    ...(accessMethod !== undefined && Array.isArray(accessMethods) && !accessMethods.includes(accessMethod)
      ? [problem(at('accessMethod'), accessMethod, 'one of those in `accessMethods`')]
      : []),
    ...(needsDomain && customDomain === undefined
      ? [problem(at('accessMethod'), accessMethod, 'this way only together with "customDomain"')]
      : []),
    ...(endpoint !== undefined && Array.isArray(ids) && !ids.includes(endpoint)
      ? [problem(at('endpoint'), endpoint, 'one of those in `endpoints.vpcEndpointIds`')]
      : []),
    ...(endpoint !== undefined && isAccessMethod(accessMethod) && ACCESS_METHODS[accessMethod].per === 'target'
      ? [problem(at('endpoint'), endpoint, `no endpoint with ${accessMethod}, which leads to whichever DNS answers`)]
      : []),
  ];
}

function isAccessMethod(value: unknown): value is keyof typeof ACCESS_METHODS {
  return typeof value === 'string' && Object.hasOwn(ACCESS_METHODS, value);
}

function authProblems({ iam, headers }: Given): readonly ConfigurationProblem[] {
  const sources = isRecord(headers) ? Object.entries(headers) : [];
  return [
    ...(iam !== true && sources.length === 0
      ? [problem(['auth'], { iam, headers }, '`iam`, `headers` or both; without `auth` requests carry nothing')]
      : []),
    ...(iam === true && sources.some(([name]) => name === 'authorization')
      ? [
          problem(
            ['auth', 'headers', 'authorization'],
            headers,
            'only without `iam`, whose signature is sent in this header',
          ),
        ]
      : []),
    ...sources.flatMap(([name, source]) => {
      if (!isRecord(source)) return [];
      const { env, secretId, jsonKey } = source;
      return [
        ...((env === undefined) === (secretId === undefined)
          ? [problem(['auth', 'headers', name], source, 'exactly one of `env`, `secretId`')]
          : []),
        ...(jsonKey !== undefined && secretId === undefined
          ? [problem(['auth', 'headers', name, 'jsonKey'], jsonKey, 'this key only together with `secretId`')]
          : []),
      ];
    }),
  ];
}
