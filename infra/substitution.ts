// A text with CloudFormation's values in it, as Fn::Sub. CDK would write Fn::Join: a list of pieces that nobody can read
// and, for a dashboard, twice as long, since each value is written wherever the text has it.

type Intrinsic = Readonly<Record<string, unknown>>;

/** `resolved` is what CDK makes of a text with tokens: the text, or Fn::Join of its pieces. */
export function substitution(resolved: string | Intrinsic): string | Intrinsic {
  if (typeof resolved === 'string') return resolved;
  const variables = new Map<string, { readonly name: string; readonly value: Intrinsic }>();
  const reference = (value: Intrinsic): string => {
    const direct = directName(value);
    if (direct !== undefined) return direct;
    const key = JSON.stringify(value);
    const variable = variables.get(key) ?? { name: `Value${variables.size + 1}`, value };
    variables.set(key, variable);
    return variable.name;
  };
  const text = piecesOf(resolved)
    // "${!" is Fn::Sub's own way to write "${".
    .map((piece) => (typeof piece === 'string' ? piece.replaceAll('${', '${!') : `\${${reference(piece)}}`))
    .join('');
  const values = Object.fromEntries([...variables.values()].map(({ name, value }) => [name, value]));
  return { 'Fn::Sub': variables.size === 0 ? text : [text, values] };
}

function piecesOf(resolved: Intrinsic): readonly (string | Intrinsic)[] {
  const [delimiter, pieces] = (resolved['Fn::Join'] ?? []) as [string?, unknown?];
  // The list may be a parameter of the template.
  return delimiter === '' && Array.isArray(pieces) ? pieces : [resolved];
}

/** What Fn::Sub takes by name alone: a parameter, a resource or an attribute of one. */
function directName(value: Intrinsic): string | undefined {
  if (typeof value.Ref === 'string') return value.Ref;
  const attribute = value['Fn::GetAtt'];
  return Array.isArray(attribute) && attribute.every((part) => typeof part === 'string')
    ? attribute.join('.')
    : undefined;
}
