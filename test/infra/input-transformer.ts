// What EventBridge makes of an event with a rule's input transformer.

export interface Transformer {
  readonly InputPathsMap: Readonly<Record<string, string>>;
  readonly InputTemplate: string;
}

/** The text that the target gets. A placeholder becomes JSON where it stands by itself, and what it is where it stands in
 * a text: there nothing is escaped. Throws for what PutTargets refuses, for a placeholder without a path and for a path
 * that leads nowhere. Source: EventBridge User Guide, "Input transformation", and its API's InputTransformer. */
export function transformed({ InputPathsMap, InputTemplate }: Transformer, event: unknown): string {
  const paths = Object.entries(InputPathsMap);
  if (paths.length > 100 || paths.some(([name]) => !/^[\w-]{1,256}$/.test(name))) throw new Error('paths are refused');
  if (InputTemplate.length > 8_192) throw new Error(`a template of ${InputTemplate.length} characters is refused`);
  return InputTemplate.replaceAll(/"(?:[^"\\]|\\.)*"|[<>][^<>]*[<>]?/gs, (part) => {
    if (!part.startsWith('"')) return JSON.stringify(found(part, InputPathsMap, event));
    return part.replaceAll(/[<>][^<>]*[<>]?/g, (inText) => String(found(inText, InputPathsMap, event)));
  });
}

function found(part: string, paths: Transformer['InputPathsMap'], event: unknown): unknown {
  const [, name = ''] = /^<([\w.-]+)>$/.exec(part) ?? [];
  const path = paths[name];
  if (path === undefined) throw new Error(`${part} is no placeholder with a path`);
  const value = path
    .split('.')
    .slice(1)
    .reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>> | undefined)?.[key], event);
  if (value === undefined) throw new Error(`${path} leads nowhere`);
  return value;
}
