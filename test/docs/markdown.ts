// Markdown as the tests of the documentation read it: sections, tables, code, links.

/** As GitHub names the anchor of a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-');
}

export function anchorsOf(page: string): readonly string[] {
  return [...withoutCode(page).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = '']) => anchorOf(heading.trim()));
}

/** What stands under a heading of the second level. Throws when there is none with this anchor. */
export function section(page: string, anchor: string): string {
  const found = page.split(/^## /m).find((part) => anchorOf(part.split('\n')[0] ?? '') === anchor);
  if (found === undefined) throw new Error(`no section #${anchor}`);
  return found.slice(found.indexOf('\n') + 1);
}

/** The cells of the first table, the head included, without the rule below it. Throws when there is none. */
export function table(text: string): readonly (readonly string[])[] {
  const lines = /(?:^\|.*\n)+/m.exec(`${text}\n`)?.[0].trim().split('\n');
  if (lines === undefined) throw new Error('no table');
  const rows = lines.map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
  return rows.filter((_, index) => index !== 1);
}

/** Blocks of code in a language, in their order. */
export function codeBlocks(page: string, language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, code = '']) => code);
}

/** Targets of links, in their order. */
export function linksIn(page: string): readonly string[] {
  return [...withoutCode(page).matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

function withoutCode(page: string): string {
  return page.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]+`/g, (code) => code.replaceAll(/[[\]()]/g, ''));
}
