// cdk-nag's AwsSolutions rules over the template and over the construct: no finding that is not explained where it is made.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { templateApp } from '../../scripts/template-yaml.ts';

describe('cdk-nag', () => {
  it('finds nothing unexplained in the template', async () => {
    expect(await findings((outdir) => templateApp(outdir).app)).toEqual([]);
  });

  it('looks', async () => {
    const withRole = (outdir: string) => {
      const app = new App({ outdir, builtinCloudFormationValidation: false });
      const anyAction = { Effect: 'Allow', Action: '*', Resource: '*' };
      new CfnRole(new Stack(app, 'Stack'), 'Role', {
        assumeRolePolicyDocument: {},
        policies: [{ policyName: 'all', policyDocument: { Statement: [anyAction] } }],
      });
      return app;
    };
    expect(await findings(withRole)).toContain('AwsSolutions-IAM5[Action::*] in Stack/Role');
  });
});

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

async function findings(make: (outdir: string) => App): Promise<readonly string[]> {
  const outdir = await mkdtemp(join(tmpdir(), 'private-api-canary-nag-'));
  try {
    const app = make(outdir);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    try {
      app.synth();
      return [];
    } catch {
      const { pluginReports } = JSON.parse(await readFile(join(outdir, 'validation-report.json'), 'utf8')) as Report;
      return pluginReports.flatMap(({ violations }) =>
        violations.flatMap(({ ruleName, violatingConstructs }) =>
          violatingConstructs.map(({ constructPath }) => `${ruleName} in ${constructPath}`),
        ),
      );
    }
  } finally {
    await rm(outdir, { recursive: true });
  }
}
