// template.yaml as it ships, read as CloudFormation reads it.

import { readFile } from 'node:fs/promises';
import { type CollectionTag, parse, type ScalarTag, type Tags, YAMLMap, YAMLSeq } from 'yaml';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export interface Parameter {
  readonly Type: string;
  readonly Default?: string;
  readonly AllowedPattern?: string;
  readonly AllowedValues?: readonly (string | number)[];
  readonly Description: string;
}

interface Assertion {
  readonly Assert: unknown;
  readonly AssertDescription: string;
}

export interface Template {
  readonly Parameters: Readonly<Record<string, Parameter>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Mappings: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Resources: Readonly<
    Record<string, Resource & { readonly Condition?: string; readonly DependsOn?: readonly string[] }>
  >;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown; readonly Condition?: string }>>;
  readonly Rules: Readonly<Record<string, { readonly Assertions: readonly Assertion[] }>>;
}

const FUNCTIONS = ['If', 'Not', 'Equals', 'And', 'Or', 'Join', 'Sub', 'Split', 'Select', 'FindInMap', 'GetAtt'];

/** The file as it ships, its short forms read as the functions that they stand for. */
export async function readTemplate(): Promise<Template> {
  const text = await readFile(new URL('../../template.yaml', import.meta.url), 'utf8');
  return parse(text, { version: '1.1', customTags: FUNCTIONS.flatMap(shortForms).concat(shortForms('Ref')) as Tags });
}

function shortForms(name: string): readonly (ScalarTag | CollectionTag)[] {
  const key = name === 'Ref' ? name : `Fn::${name}`;
  return [
    { tag: `!${name}`, resolve: (text: string) => ({ [key]: name === 'GetAtt' ? text.split('.') : text }) },
    {
      tag: `!${name}`,
      collection: 'seq',
      resolve: (items) => ({ [key]: items instanceof YAMLSeq ? items.toJSON() : [] }),
    },
    {
      tag: `!${name}`,
      collection: 'map',
      resolve: (items) => ({ [key]: items instanceof YAMLMap ? items.toJSON() : {} }),
    },
  ];
}
