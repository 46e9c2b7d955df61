// Every statement of every policy in a template, wherever it stands and whatever it is attached to; nothing is filled in.

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  /** Absent in a policy that says who may take a role. */
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

export function policiesIn(template: unknown): readonly PolicyStatement[] {
  if (typeof template !== 'object' || template === null) return [];
  if ('Effect' in template && 'Action' in template) return [template as PolicyStatement];
  return Object.values(template).flatMap(policiesIn);
}

/** `Endpoints on *`, `Key may kms:GenerateDataKey*`, `OnlyTls for *`: which statement, and where it has a wildcard. ARNs as
 * far as all of them begin alike are left out. */
export function wildcardsIn({ Sid, Action, Resource, Principal }: PolicyStatement): readonly string[] {
  const name = Sid ?? String(Action);
  const wild = (word: string, value: unknown) =>
    textsIn(value)
      .filter((text) => /[*?]/.test(text))
      .map((text) => `${name} ${word} ${text.replace(/^.*(?=\/(?:GET|HEAD)\/|:secret:)/, '*')}`);
  return [...wild('may', Action), ...wild('on', Resource), ...wild('for', Principal)];
}

/** Who is let in by the policies of roles, topics and keys and by permissions of functions -> on which conditions. */
export function principalsIn(template: { readonly Resources: object }): Readonly<Record<string, readonly unknown[]>> {
  const letIn: Record<string, unknown[]> = {};
  const note = (principal: string, condition: unknown) => {
    const known = letIn[principal] ?? [];
    const isNew = !known.some((each) => JSON.stringify(each) === JSON.stringify(condition));
    letIn[principal] = isNew ? [...known, condition] : known;
  };
  for (const { Effect, Principal, Condition } of policiesIn(template)) {
    if (Principal === undefined || Principal === '*' || Effect === 'Deny') continue;
    const { Service, AWS } = Principal as { readonly Service?: string; readonly AWS?: unknown };
    const isAccount = JSON.stringify(AWS)?.endsWith(':root"}');
    note(Service ?? (isAccount ? 'the account' : JSON.stringify(AWS)), Condition);
  }
  for (const { Type, Properties } of Object.values(template.Resources)) {
    if (Type !== 'AWS::Lambda::Permission') continue;
    note(Properties.Principal, Properties.SourceArn === undefined ? undefined : 'SourceArn');
  }
  return letIn;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
