// A synthesized dashboard as CloudWatch is given it: CloudFormation's functions worked out with made-up values, and the
// structure that AWS documents.

import * as z from 'zod';

/** What CloudFormation knows when it deploys. Values that are not given are made up from their names. */
export interface Deployed {
  /** Of `Ref`, `Fn::GetAtt` (`Function.Arn`) and `Fn::ImportValue`, by name. */
  readonly values?: Readonly<Record<string, string>>;
  /** Conditions that hold. */
  readonly holds?: readonly string[];
}

type Intrinsic =
  | { readonly Ref: string }
  | { readonly 'Fn::GetAtt': readonly string[] }
  | { readonly 'Fn::ImportValue': string }
  | { readonly 'Fn::Join': readonly [delimiter: string, parts: readonly unknown[]] }
  | { readonly 'Fn::If': readonly [condition: string, then: unknown, otherwise: unknown] }
  | { readonly 'Fn::Sub': string | readonly [text: string, variables: Readonly<Record<string, unknown>>] };

/** Works out what CloudFormation's functions stand for. Throws for one that it does not know. */
export function deployed(value: unknown, world: Deployed = {}): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const known = (name: string) => world.values?.[name] ?? `made-up-${name.replaceAll(/[^A-Za-z0-9]/g, '-')}`;
  const intrinsic = value as Intrinsic;
  if ('Ref' in intrinsic) return known(intrinsic.Ref);
  if ('Fn::GetAtt' in intrinsic) return known(intrinsic['Fn::GetAtt'].join('.'));
  if ('Fn::ImportValue' in intrinsic) return known(intrinsic['Fn::ImportValue']);
  if ('Fn::Join' in intrinsic) {
    const [delimiter, parts] = intrinsic['Fn::Join'];
    return parts.map((part) => deployed(part, world)).join(delimiter);
  }
  if ('Fn::If' in intrinsic) {
    const [condition, then, otherwise] = intrinsic['Fn::If'];
    return deployed(world.holds?.includes(condition) ? then : otherwise, world);
  }
  if ('Fn::Sub' in intrinsic) {
    const [text = '', variables = {}] = [intrinsic['Fn::Sub']].flat() as [string?, Readonly<Record<string, unknown>>?];
    return text.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (!/^[A-Za-z0-9:.]+$/.test(name)) throw new Error(`Fn::Sub takes no variable ${name}`);
      return name in variables ? deployed(variables[name], world) : known(name);
    });
  }
  throw new Error(`a function of CloudFormation that this does not know: ${JSON.stringify(value)}`);
}

// Source: CloudWatch-Dashboard-Body-Structure in the CloudWatch API reference. Strict: a key that it does not name is a
// fault. Optional keys that this dashboard has no use for are left out.
const place = {
  x: z.int().min(0).max(23),
  y: z.int().min(0),
  width: z.int().min(1).max(24),
  height: z.int().min(1).max(1_000),
};
const rendering = z.strictObject({
  label: z.string().optional(),
  stat: z.union([z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']), z.string().regex(/^p\d{1,2}$/)]),
});
const expression = z.strictObject({ expression: z.string().min(1), label: z.string().optional() });
const metric = z.union([z.tuple([expression]), z.tuple([z.string(), z.string()], z.union([z.string(), rendering]))]);
const axis = z.strictObject({ min: z.number().optional(), max: z.number().optional() });
const widget = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('metric'),
    ...place,
    properties: z.strictObject({
      title: z.string(),
      region: z.string().min(1),
      period: z.int().min(60).multipleOf(60),
      view: z.enum(['timeSeries', 'singleValue', 'gauge', 'bar', 'pie', 'table']),
      stacked: z.boolean().optional(),
      metrics: z.array(metric).min(1).max(500),
      yAxis: z.strictObject({ left: axis.optional(), right: axis.optional() }),
      annotations: z
        .strictObject({
          horizontal: z.array(
            z.strictObject({
              value: z.number(),
              label: z.string().optional(),
              color: z.string().regex(/^#[0-9a-f]{6}$/),
            }),
          ),
        })
        .optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('text'),
    ...place,
    properties: z.strictObject({ markdown: z.string().min(1), background: z.enum(['solid', 'transparent']) }),
  }),
  z.strictObject({
    type: z.literal('log'),
    ...place,
    properties: z.strictObject({
      title: z.string(),
      region: z.string().min(1),
      query: z.string().regex(/^SOURCE '[^']+'\n\| /),
      view: z.enum(['table', 'timeSeries', 'bar', 'pie']),
    }),
  }),
  z.strictObject({
    type: z.literal('alarm'),
    ...place,
    properties: z.strictObject({
      title: z.string(),
      sortBy: z.enum(['default', 'stateUpdatedTimestamp', 'timestamp']),
      alarms: z.array(z.string().regex(/^arn:/)).min(1).max(100),
    }),
  }),
]);
const body = z.strictObject({
  start: z.string().regex(/^-PT?\d+[MHDW]$/),
  periodOverride: z.enum(['auto', 'inherit']),
  widgets: z.array(widget).max(500),
});

export type Body = z.infer<typeof body>;
export type BodyWidget = Body['widgets'][number];
export type BodyGraph = Extract<BodyWidget, { readonly type: 'metric' }>['properties'];

/** Throws where the text is not JSON, or not what AWS documents. */
export function parsedBody(text: string): Body {
  return body.parse(JSON.parse(text));
}
