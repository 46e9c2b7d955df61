#!/usr/bin/env node
// The package ships its modules compiled; in a checkout Node runs the sources as they are.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`private-api-canary needs Node 22.19 or newer; this is ${process.versions.node}\n`);
  process.exit(2);
}
const source = new URL('../src/cli/main.ts', import.meta.url);
await import(existsSync(source) ? source.href : new URL('../dist/src/cli/main.js', import.meta.url).href);
