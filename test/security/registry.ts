// A registry of a test's own for a real npm.

import type { ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';

/** What is answered to a path: a value in JSON, which may name the registry's own address, bytes, a status, or nothing. */
export type RegistryAnswer = object | ((url: string) => object) | Buffer | number | 'silence';

export interface Registry extends HttpServer {
  /** Names of packages that somebody asked advisories for. */
  readonly asked: readonly string[];
}

export const ADVISORIES = '/-/npm/v1/security/advisories/bulk';
export const QUICK = '/-/npm/v1/security/audits/quick';

export async function startRegistry(answers: Readonly<Record<string, RegistryAnswer>>): Promise<Registry> {
  const asked: string[] = [];
  const server = await startHttpServer(async (request, response) => {
    const body = await buffer(request);
    if (request.url === ADVISORIES) {
      const json = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      asked.push(...Object.keys(JSON.parse(json.toString())));
    }
    give(response, answers[request.url ?? ''] ?? 404, `http://${request.headers.host}`);
  });
  return { ...server, asked };
}

function give(response: ServerResponse, answer: RegistryAnswer, url: string): void {
  if (answer === 'silence') return;
  if (typeof answer === 'number') {
    response.writeHead(answer).end();
    return;
  }
  if (Buffer.isBuffer(answer)) {
    response.end(answer);
    return;
  }
  const value = typeof answer === 'function' ? answer(url) : answer;
  response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
}

/** Nothing of the developer's own settings of npm. Its cache is in the folder. */
export function npmEnvironment(registry: string, folder: string): Readonly<Record<string, string>> {
  const own = Object.entries(process.env).filter(
    ([name, value]) => !/^npm_|_proxy$/i.test(name) && value !== undefined,
  );
  return {
    ...(Object.fromEntries(own) as Record<string, string>),
    npm_config_registry: registry,
    npm_config_cache: `${folder}/cache`,
    npm_config_userconfig: `${folder}/user`,
    npm_config_globalconfig: `${folder}/global`,
    npm_config_update_notifier: 'false',
  };
}
