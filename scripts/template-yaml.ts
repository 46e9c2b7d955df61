// template.yaml as text: the stack without bootstrap, assets and CDK's own metadata.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, BootstraplessSynthesizer, type IReusableStackSynthesizer } from 'aws-cdk-lib';
import { substitution } from '../infra/substitution.ts';
import { TemplateStack } from '../infra/template/template-stack.ts';
import { templateDocument } from './short-intrinsics.ts';

const HEADER = '# Synthesized from infra/ with `npm run template`. Do not edit: a test compares the two.\n';

/** The App that holds the template's stack. Everything that only a CDK deployment needs is off. */
export function templateApp(outdir: string): { readonly app: App; readonly stack: TemplateStack } {
  const app = new App({
    outdir,
    analyticsReporting: false,
    treeMetadata: false,
    // It warns of every parameter that may be empty, whatever condition stands before it. cfn-lint judges the result.
    builtinCloudFormationValidation: false,
    // CDK's own types do not compile with exactOptionalPropertyTypes here.
    defaultStackSynthesizer: new BootstraplessSynthesizer() as unknown as IReusableStackSynthesizer,
  });
  return { app, stack: new TemplateStack(app, 'PrivateApiCanary') };
}

/** The template as an object, as CloudFormation sees it. */
export async function synthesized(): Promise<Readonly<Record<string, unknown>>> {
  const outdir = await mkdtemp(join(tmpdir(), 'private-api-canary-template-'));
  try {
    const { app, stack } = templateApp(outdir);
    const { template } = app.synth().getStackArtifact(stack.artifactId);
    return withSubstitutions(template) as Readonly<Record<string, unknown>>;
  } finally {
    await rm(outdir, { recursive: true });
  }
}

export async function templateYaml(): Promise<string> {
  return HEADER + templateDocument(await synthesized()).toString({ lineWidth: 120 });
}

/** Texts with values in them as Fn::Sub, which can be read, instead of Fn::Join. */
function withSubstitutions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSubstitutions);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withSubstitutions(part)]));
  const joined = parts['Fn::Join'];
  return Array.isArray(joined) && joined[0] === '' && Array.isArray(joined[1]) ? substitution(parts) : parts;
}
