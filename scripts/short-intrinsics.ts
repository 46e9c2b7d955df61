// CloudFormation's functions in YAML's short form, as people write them: `!Ref ApiId` for `{ Ref: ApiId }`.

import { Document, isMap, isScalar, isSeq, type Node, Scalar, visit } from 'yaml';

/** A document of a template, its functions as tags. */
export function templateDocument(template: unknown): Document {
  // CloudFormation reads YAML 1.1, where a bare "on" is true and a bare 1 is no key of a mapping.
  const document = new Document(template, { version: '1.1', aliasDuplicateObjects: false });
  visit(document, {
    Map: (_key, map) => {
      const [pair, ...others] = map.items;
      if (pair === undefined || others.length > 0 || !isScalar(pair.key)) return undefined;
      const tag = tagOf(String(pair.key.value));
      return tag === undefined ? undefined : tagged(tag, pair.value as Node);
    },
  });
  return document;
}

function tagOf(key: string): string | undefined {
  if (key === 'Ref') return '!Ref';
  const [, name] = /^Fn::(\w+)$/.exec(key) ?? [];
  // A second tag cannot stand before the same value, and Fn::GetAZs and Fn::Transform are not in this template.
  return name === undefined ? undefined : `!${name}`;
}

function tagged(tag: string, value: Node): Node {
  const attribute = tag === '!GetAtt' && isSeq(value) ? value.items.map((item) => isScalar(item) && item.value) : [];
  const node = attribute.length > 0 ? new Scalar(attribute.join('.')) : value;
  // `!A !B x` is no YAML: the inner function keeps its long form.
  if (isMap(node) || node.tag !== undefined) throw new Error(`${tag} of a function has no short form`);
  node.tag = tag;
  return node;
}
