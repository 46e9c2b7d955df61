// What explains an alarm to on-call: a second function that probes when an alarm changes its state, and a third that
// writes what it found. The alarms' own actions stay as they are, and none of them waits for this.

import { Aws, CfnCondition, CfnResource, Fn } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnEventInvokeConfig, CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Severity } from '../src/alarms/alarm-row.ts';
import { type AlarmFacts, alarmInput, explainedChanges, type InputTransformer } from './alarm-events.ts';
import type { MadeAlarm } from './alarms.ts';
import type { CanaryFunction } from './canary-function.ts';
import { NotifierFunction, type NotifierFunctionProps } from './notifier-function.ts';
import type { WatchedApi } from './watched-api.ts';

export interface ExplanationProps {
  /** What it runs, and where. */
  readonly canary: CanaryFunction;
  readonly notifier: NotifierFunctionProps;
  /** All of it is there only on this condition. Absent: always. */
  readonly condition?: CfnCondition;
}

interface Watched {
  readonly api: WatchedApi;
  readonly alarms: readonly MadeAlarm[];
  /** Of another vantage, when the alarms are: the run is made here all the same. Default: the API's own. */
  readonly vantage?: string;
  /** The alarms are there only on this condition. */
  readonly condition?: CfnCondition;
}

const MAX_AGE_S = 300;
// A function's policy takes 20,480 bytes, and the statement of a rule has at most 512: its own id of 100 characters, the
// names of function and rule of 64 each, Region and partition of the longest. Source: Lambda Developer Guide, "Quotas".
const MAX_RULES = 40;

/** A function of its own, so that no scheduled run sends a message: destinations are told of every invocation. */
export class Explanation extends Construct {
  readonly notifier: NotifierFunction;
  readonly #functionArn: string;
  readonly #condition: CfnCondition | undefined;
  #rules = 0;

  constructor(scope: Construct, id: string, { canary, notifier, condition }: ExplanationProps) {
    super(scope, id);
    this.#condition = condition;
    this.notifier = new NotifierFunction(this, 'Notifier', notifier);
    const lambda = canary.twin(this, 'Function', {
      description: 'Probes a private API when an alarm changes its state, so that on-call is told why',
      denial: 'no-network-interfaces-from-explanation',
    });
    const permission = new CfnPolicy(this, 'InvokesNotifier', {
      policyName: 'invoke-notifier',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Sid: 'Notifier', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: this.notifier.functionArn },
        ],
      },
      roles: [canary.roleName],
    });
    // Lambda refuses a destination that the function's role may not invoke, and IAM takes seconds to spread a policy: the
    // function, which takes longer, is made in between.
    lambda.addResourceDependency(permission);
    const destination = { destination: this.notifier.functionArn };
    new CfnEventInvokeConfig(this, 'EventInvokeConfig', {
      functionName: lambda.ref,
      qualifier: '$LATEST',
      // An explanation that comes later than this is of another time than the alarm.
      maximumEventAgeInSeconds: MAX_AGE_S,
      maximumRetryAttempts: 0,
      // Lambda itself invokes the destination, from outside the VPC: no endpoint is needed for it.
      destinationConfig: { onSuccess: destination, onFailure: destination },
    });
    this.#functionArn = lambda.attrArn;
    this.#whereAsked(this);
    this.node.addValidation({ validate: () => tooMany(this.#rules) });
  }

  /** Explains the alarms of an API that tell somebody. `scope` is that of the API, or of its vantage; `id` is free in it. */
  watch(scope: Construct, id: string, watched: Watched): void {
    const rules = new Construct(scope, id);
    for (const severity of ['page', 'warn'] as const) {
      const loud = watched.alarms.filter(({ spec }) => spec.severity === severity);
      if (loud.length > 0) this.#rule(rules, severity, { ...watched, alarms: loud });
    }
    this.#whereAsked(rules, watched.condition);
  }

  #rule(scope: Construct, severity: Exclude<Severity, 'silent'>, { api, alarms, vantage, condition }: Watched): void {
    const { series } = api;
    const from = vantage === undefined ? '' : ` from ${vantage}`;
    const [id, what] = severity === 'page' ? ['Page', 'pages'] : ['Warning', 'warnings'];
    const rule = new CfnRule(scope, id, {
      description: `Canary: explains the ${what} of ${series.api}/${series.stage}${from}`,
      eventPattern: explainedChanges(
        alarms.map((alarm) => (alarm.condition === condition ? alarm.arn : whereMade(alarm))),
      ),
      state: 'ENABLED',
      targets: [
        {
          id: 'Explanation',
          arn: this.#functionArn,
          inputTransformer: inputFor(api, { severity, vantage: vantage ?? series.vantage }),
          // EventBridge's own defaults are a day and 185 attempts.
          retryPolicy: { maximumEventAgeInSeconds: MAX_AGE_S, maximumRetryAttempts: 3 },
        },
      ],
    });
    this.#rules += 1;
    new CfnPermission(scope, `${id}Permission`, {
      action: 'lambda:InvokeFunction',
      functionName: this.#functionArn,
      principal: 'events.amazonaws.com',
      sourceArn: rule.attrArn,
    });
  }

  /** Everything there, only where explanations are asked for, and `also` holds. */
  #whereAsked(scope: Construct, also?: CfnCondition): void {
    const conditions = [this.#condition, also].filter((condition) => condition !== undefined);
    const [condition, other] = conditions;
    if (condition === undefined) return;
    const made = scope.node.findAll();
    const both =
      other === undefined
        ? condition
        : new CfnCondition(scope, 'IsExplained', { expression: Fn.conditionAnd(...conditions) });
    for (const each of made) {
      if (each instanceof CfnResource) each.cfnOptions.condition = both;
    }
  }
}

/** No alarm, no item in the list. */
function whereMade({ arn, condition }: MadeAlarm): string {
  return condition === undefined ? arn : Fn.conditionIf(condition.logicalId, arn, Aws.NO_VALUE).toString();
}

function inputFor({ input, series }: WatchedApi, facts: AlarmFacts): InputTransformer {
  try {
    return alarmInput(input, facts);
  } catch (error) {
    const problem = error instanceof Error ? error.message : error;
    throw new Error(`${series.api}/${series.stage}: ${problem}`, { cause: error });
  }
}

function tooMany(rules: number): string[] {
  if (rules <= MAX_RULES) return [];
  return [
    `${rules} rules invoke one function and its policy takes ${MAX_RULES}: watch some APIs with another canary, or set \`explain: false\``,
  ];
}
