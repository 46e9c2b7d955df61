// A text of a template as CloudFormation fills it in, lists included.

/** What references come to, by logical id or `Id.Attribute`. */
export type FilledIn = Readonly<Record<string, string | readonly string[]>>;

/** Knows Ref, Fn::GetAtt, Fn::ImportValue, Fn::Join, Fn::Split and Fn::Select. Throws for another function, for a reference without
 * a value, and for a list where a text is wanted. */
export function filledIn(value: unknown, values: FilledIn): string {
  const filled = fill(value, values);
  if (typeof filled === 'string') return filled;
  throw new Error(`not a text: ${JSON.stringify(value)}`);
}

function fill(value: unknown, values: FilledIn): string | readonly string[] {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((item) => filledIn(item, values));
  const [[name, given] = []] = Object.entries(value ?? {});
  const parts: readonly unknown[] = Array.isArray(given) ? given : [given];
  switch (name) {
    case 'Ref':
    case 'Fn::GetAtt':
      return known(parts.join('.'), values);
    case 'Fn::ImportValue':
      return known(filledIn(given, values), values);
    case 'Fn::Join':
      return list(parts[1], values).join(String(parts[0]));
    case 'Fn::Split':
      return filledIn(parts[1], values).split(String(parts[0]));
    case 'Fn::Select':
      return list(parts[1], values)[Number(parts[0])] ?? '';
    default:
      throw new Error(`a function of CloudFormation that this does not know: ${JSON.stringify(value)}`);
  }
}

function list(value: unknown, values: FilledIn): readonly string[] {
  const filled = fill(value, values);
  if (typeof filled === 'string') throw new Error(`not a list: ${JSON.stringify(value)}`);
  return filled;
}

function known(name: string, values: FilledIn): string | readonly string[] {
  const value = values[name];
  if (value === undefined) throw new Error(`nothing is known of ${name}`);
  return value;
}
