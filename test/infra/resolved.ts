// A value of a template as CloudFormation would fill it in.

/** What the deployment decides. */
export interface Deployment {
  /** Logical ids of the conditions that are true. */
  readonly conditions?: readonly string[];
  /** Values of parameters and pseudo parameters, and what resources are called: by logical id. Default: the id itself. */
  readonly refs?: Readonly<Record<string, string>>;
}

/** Understands Ref, Fn::GetAtt, Fn::Join, Fn::If and Fn::FindInMap (as its keys, with dots); everything else is copied. */
export function resolved(value: unknown, deployment: Deployment = {}): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolved(item, deployment)).filter((item) => item !== 'AWS::NoValue');
  }
  if (typeof value !== 'object' || value === null) return value;
  const [[name, given] = []] = Object.entries(value);
  const parts = Array.isArray(given) ? given : [given];
  const text = (part: unknown) => String(resolved(part, deployment));
  switch (name) {
    case 'Ref':
      return deployment.refs?.[String(given)] ?? given;
    case 'Fn::GetAtt':
    case 'Fn::FindInMap':
      return parts.map(text).join('.');
    case 'Fn::Join':
      return (resolved(parts[1], deployment) as readonly unknown[]).join(String(parts[0]));
    case 'Fn::If':
      return resolved(parts[deployment.conditions?.includes(String(parts[0])) ? 1 : 2], deployment);
    default:
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolved(part, deployment)]));
  }
}
