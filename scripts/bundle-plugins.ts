// What esbuild cannot see by itself when it leaves out what the Lambda function never runs, or runs seldom.

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

// undici calls `assert(held, message)` and nothing else of `node:assert`, which takes 3 ms to load.
const PLAIN_ASSERT = `module.exports = (held, message = 'an assertion of undici does not hold') => {
  if (!held) throw message instanceof Error ? message : new Error(message);
};`;

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
    build.onResolve({ filter: /^node:assert$/ }, ({ path, importer }) =>
      isOfUndici(importer) ? { path, namespace: 'plain-assert' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'plain-assert' }, () => ({ contents: PLAIN_ASSERT }));
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

// Functions alone, each with a promise: it can be loaded by the first call, and has readline and more with it, 3 ms.
const LOADED_BY_A_CALL = 'node:fs/promises';

/** Brings Node's own modules as values, not by `import`. An import reads every export, those too that Node makes when
 * they are first read: `node:http` then brings WebSocket, and with it Node's fetch, HTTP/2 and worker threads. */
export const builtinValues: Plugin = {
  name: 'builtin-values',
  setup: (build) => {
    build.onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'builtin', sideEffects: false } : { path, external: true },
    );
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
      const late = path === LOADED_BY_A_CALL;
      const exported = { ...process.getBuiltinModule(path) } as Readonly<Record<string, unknown>>;
      const names = Object.keys(exported).filter(
        (name) => name !== 'default' && (!late || typeof exported[name] === 'function'),
      );
      const module = `process.getBuiltinModule('${path}')`;
      const whole = late ? `{ ${names.map((name, index) => `${name}: _${index}`).join(', ')} }` : module;
      return {
        contents: [
          // A function, so that what nobody imports is not read.
          `const read = (name) => ${late ? `(...given) => ${module}[name](...given)` : `${module}[name]`};`,
          ...names.map((name, index) => `const _${index} = /* @__PURE__ */ read('${name}');`),
          `const builtin = /* @__PURE__ */ (() => (${whole}))();`,
          `export { builtin as default${names.map((name, index) => `, _${index} as ${name}`).join('')} };`,
        ].join('\n'),
      };
    });
  },
};

const CREDENTIAL_CHAIN = '@aws-sdk/credential-provider-node';

/** Credentials from the environment, where Lambda puts them, without loading the SDK's chain of other places. The chain
 * is in a file of its own, and is asked where it would not have taken them from the environment. */
export const environmentCredentialsFirst: Plugin = {
  name: 'environment-credentials-first',
  setup: (build) => {
    build.onResolve({ filter: new RegExp(`^${CREDENTIAL_CHAIN}$`) }, ({ namespace, resolveDir }) =>
      namespace === 'credentials'
        ? undefined
        : { path: 'credentials', namespace: 'credentials', pluginData: resolveDir, sideEffects: false },
    );
    build.onLoad({ filter: /.*/, namespace: 'credentials' }, ({ pluginData }) => ({
      contents: `
        import { fromEnv } from '@aws-sdk/credential-provider-env';
        export const defaultProvider = (init = {}) => {
          let chain;
          return async (properties) => {
            const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_PROFILE } = process.env;
            if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY && !AWS_PROFILE && !init.profile) return fromEnv(init)();
            chain ??= (await import('${CREDENTIAL_CHAIN}')).defaultProvider(init);
            return chain(properties);
          };
        };`,
      resolveDir: pluginData as string,
    }));
  },
};

// Calls that stream events, and a browser's name for the user agent: nothing here makes the one or has the other.
const NEVER_LOADED = /^(?:@smithy\/core\/event-streams|bowser)$/;

/** Makes one file of what the credential chain loads piece by piece, so that the rest is not cut into small files for the
 * sake of each piece. Node's own modules, too: `import('node:http')` is dearer than what it is to put off. */
export const chainInOneFile: Plugin = {
  name: 'chain-in-one-file',
  setup: (build) => {
    build.onLoad({ filter: /[\\/]@(?:aws-sdk|smithy)[\\/].+\.js$/, namespace: 'file' }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const modules: string[] = [];
      const body = source.replaceAll(/\bawait import\("([^"]+)"\)/g, (_, module: string) => {
        if (NEVER_LOADED.test(module)) return '{}';
        modules.push(module);
        return `loaded${modules.length}`;
      });
      if (body === source) return undefined;
      // Of Node's own modules the one value: a name for each export would read them all.
      const imports = modules.map((module, index) => {
        const whole = `loaded${index + 1}`;
        return `import ${module.startsWith('node:') ? whole : `* as ${whole}`} from '${module}';`;
      });
      // Behind the source, so that the source map keeps its lines.
      return { contents: [body, ...imports].join('\n'), loader: 'js' };
    });
  },
};
