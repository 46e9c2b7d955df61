// What esbuild cannot see by itself when it leaves out what the Lambda function never runs.

import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

// Of undici, the canary uses one HTTP/1.1 client and sends no body.
const UNDICI_CLIENT = 'undici/lib/dispatcher/client.js';
const NEVER_RUN: readonly RegExp[] = [
  // HTTP/2: ALPN offers http/1.1 alone.
  /\/client-h2\.js$/,
  // Bodies of requests, and with them fetch, FormData and WebIDL.
  /\/web\//,
  // The parser for processors without SIMD; the function runs on arm64.
  /\/llhttp-wasm\.js$/,
];

/** Makes `import { Client } from 'undici'` bring the client alone. undici's index loads fetch, caches, mocks and more,
 * and CommonJS cannot be shaken. What is left out throws when it is called after all. */
export const undiciClientOnly: Plugin = {
  name: 'undici-client-only',
  setup: (build) => {
    build.onResolve({ filter: /^undici$/ }, ({ resolveDir }) => ({
      path: 'client',
      namespace: 'undici-client',
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /.*/, namespace: 'undici-client' }, ({ pluginData }) => ({
      contents: `import Client from '${UNDICI_CLIENT}'; export { Client };`,
      resolveDir: pluginData as string,
    }));
    build.onResolve({ filter: /^\.\.?\// }, ({ path, importer }) => {
      const module = `${path.replace(/\.js$/, '')}.js`;
      const left = isOfUndici(importer) && NEVER_RUN.some((pattern) => pattern.test(module));
      return left ? { path: module, namespace: 'left-out' } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
      contents: `module.exports = () => { throw new Error('${path} of undici is not in this bundle'); };`,
    }));
  },
};

function isOfUndici(importer: string): boolean {
  return /[\\/]node_modules[\\/]undici[\\/]/.test(dirname(importer));
}

/** Writes the keys of the AWS clients' schemas as literals: `{ [_xN]: 1 }` with `const _xN = "xmlName"` is something
 * that esbuild must keep, since making a key of a value may run code, and EC2 has 7,000 such schemas. */
export const literalSchemaKeys: Plugin = {
  name: 'literal-schema-keys',
  setup: (build) => {
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/].+[\\/]schemas[\\/]schemas_\d+\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const literals = new Map<string, string>();
      for (const [, name = '', text = ''] of source.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)) {
        literals.set(name, text);
      }
      const contents = source.replaceAll(/\[(_\w+)\]:/g, (key, name: string) => {
        const text = literals.get(name);
        return text === undefined ? key : `${text}:`;
      });
      return { contents, loader: 'js' };
    });
  },
};
