// A page as a tree, read more strictly than a browser does: what is not well formed is refused instead of mended, so
// that text which got out of its place cannot pass.

/** Text is unescaped. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

interface Open extends Element {
  readonly children: (Element | string)[];
}

const DOCTYPE = '<!DOCTYPE html>\n';
const TOKEN =
  /<(?<closes>\/?)(?<name>[a-z][a-z0-9]*)(?<attributes>(?: [a-zA-Z-]+="[^"<>]*")*)(?<empty>\/?)>|(?<text>[^<>]+)/y;
const WITHOUT_CONTENT = new Set(['meta']);
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** The `html` element. Throws for unbalanced tags, attributes without quotes, and characters that are not escaped. */
export function readPage(page: string): Element {
  if (!page.startsWith(DOCTYPE)) throw new Error('no document type');
  const root: Open = { name: '', attributes: {}, children: [] };
  const open: Open[] = [root];
  for (let at = DOCTYPE.length; at < page.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(page)?.groups;
    if (token === undefined) throw new Error(`not well formed: ${JSON.stringify(page.slice(at, at + 80))}`);
    take(token, open);
  }
  const [only, ...more] = root.children.filter((child) => typeof child !== 'string');
  if (open.length !== 1 || only === undefined || more.length > 0) throw new Error('not one balanced element');
  return only;
}

function take(token: Readonly<Record<string, string | undefined>>, open: Open[]): void {
  const { name = '', closes, empty, attributes = '', text } = token;
  const parent = open.at(-1);
  if (parent === undefined) throw new Error('content behind the end');
  if (text !== undefined) {
    parent.children.push(parent.name === 'style' ? text : unescaped(text));
  } else if (closes === '/') {
    if (parent.name !== name || attributes !== '') throw new Error(`</${name}> closes <${parent.name}>`);
    open.pop();
  } else {
    const element: Open = { name, attributes: attributesOf(attributes), children: [] };
    parent.children.push(element);
    if (empty !== '/' && !WITHOUT_CONTENT.has(name)) open.push(element);
  }
}

function attributesOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/ ([a-zA-Z-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

function unescaped(text: string): string {
  if (/["']/.test(text)) throw new Error(`a quote that is not escaped: ${text}`);
  return text.replaceAll(/&([^;]*);?/g, (reference, entity: string) => {
    const character = ENTITIES[entity];
    if (character === undefined) throw new Error(`no such character reference: ${reference}`);
    return character;
  });
}

/** Every element of this name below, in the order of the page. */
export function elementsOf(root: Element, name: string): readonly Element[] {
  return allOf(root).filter((element) => element.name === name);
}

/** The element and every one below it. */
export function allOf(root: Element): readonly Element[] {
  return [root, ...root.children.flatMap((child) => (typeof child === 'string' ? [] : allOf(child)))];
}

/** The text of an element as a person reads it: white space is one space. */
export function textOf(element: Element): string {
  const raw = (each: Element): string =>
    each.children.map((child) => (typeof child === 'string' ? child : raw(child))).join('');
  return raw(element).replaceAll(/\s+/g, ' ').trim();
}

/** The `section` under this heading. */
export function sectionOf(page: Element, heading: string): Element {
  const found = elementsOf(page, 'section').find((section) =>
    elementsOf(section, 'h2').some((title) => textOf(title) === heading),
  );
  if (found === undefined) throw new Error(`no section ${heading}`);
  return found;
}
