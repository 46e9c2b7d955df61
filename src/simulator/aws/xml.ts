// Writes XML elements. Every text passes through the escaping here and nowhere else.

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

// XML 1.0 has no way to write most control characters, not even as references.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters XML cannot carry
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** An element with text. */
export function text(name: string, value: string | boolean): string {
  const escaped = String(value)
    .replace(UNWRITABLE, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
  return element(name, escaped);
}

/** An element around others, which are XML already. */
export function element(name: string, ...children: readonly string[]): string {
  const inner = children.join('');
  return inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>`;
}

/** A whole document; `namespace` is the default namespace of the root. */
export function xmlDocument(
  root: { readonly name: string; readonly namespace?: string },
  ...children: string[]
): string {
  const attribute = root.namespace === undefined ? '' : ` xmlns="${root.namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root.name}${attribute}>${children.join('')}</${root.name}>`;
}
