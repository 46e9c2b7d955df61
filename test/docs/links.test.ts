// Every link between documents leads somewhere, and every script that a document runs exists.

import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { anchorOf, anchorsOf, linksIn } from './markdown.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGES = globSync(['*.md', 'docs/**/*.md', 'examples/*.md'], { cwd: ROOT });
const textOf = (page: string) => readFileSync(join(ROOT, page), 'utf8');
const SCRIPTS = Object.keys(JSON.parse(textOf('package.json')).scripts);

/** Why a link leads nowhere, or nothing. Links to other places on the web are not followed. */
function broken(page: string, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
  if (!existsSync(join(ROOT, target))) return `${page}: there is no ${target}`;
  if (anchor === undefined || anchorsOf(textOf(target)).includes(anchor)) return undefined;
  return `${page}: ${target} has no #${anchor}`;
}

describe.each(PAGES)('%s', (page) => {
  it('links to what is there', () => {
    expect(linksIn(textOf(page)).flatMap((link) => broken(page, link) ?? [])).toEqual([]);
  });

  it('runs scripts that are there', () => {
    const run = [...textOf(page).matchAll(/npm run ([a-z:-]+)/g)].map(([, name = '']) => name);
    expect(run.filter((name) => !SCRIPTS.includes(name))).toEqual([]);
  });

  it('names files of this repository that are there', () => {
    const named = [...textOf(page).matchAll(/`((?:src|infra|scripts|bench|test|docs)\/[\w./-]+)`/g)];
    expect(named.flatMap(([, file = '']) => (existsSync(join(ROOT, file)) ? [] : [file]))).toEqual([]);
  });
});

describe('the reader of links', () => {
  it('names anchors as GitHub does', () => {
    expect(['unreachable', "What's in `it`?", 'China, GovCloud, IPv6', 'From fault to message'].map(anchorOf)).toEqual([
      'unreachable',
      'whats-in-it',
      'china-govcloud-ipv6',
      'from-fault-to-message',
    ]);
  });

  it('sees what leads nowhere, and no code', () => {
    const page = 'docs/alarms.md';
    const text =
      'See [a](missing.md), [`b`](#no-such-section), [c](metrics.md#queries), `[d](e.md)` and [f](https://example.com).';
    expect(linksIn(text).flatMap((link) => broken(page, link) ?? [])).toEqual([
      'docs/alarms.md: there is no docs/missing.md',
      'docs/alarms.md: docs/alarms.md has no #no-such-section',
    ]);
  });

  it('reads every page', () => {
    expect(PAGES.length).toBeGreaterThan(10);
    expect(PAGES.flatMap((page) => linksIn(textOf(page))).length).toBeGreaterThan(50);
  });
});
