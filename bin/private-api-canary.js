#!/usr/bin/env node
// The package ships its modules compiled; in a checkout Node runs the sources as they are.
import { existsSync } from 'node:fs';

const source = new URL('../src/cli/main.ts', import.meta.url);
await import(existsSync(source) ? source.href : new URL('../dist/cli/main.js', import.meta.url).href);
