// The construct of this package, `private-api-canary/cdk`: a canary in a VPC that watches private REST APIs. Start here;
// canary.ts has what it is made of.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { TargetInput } from '../src/domain/target.ts';
import type { MadeAlarm } from './alarms.ts';
import { Canary } from './canary.ts';
import { functionSubnets } from './function-subnets.ts';
import type { MaintenanceProps } from './maintenance.ts';
import type { NotificationsProps } from './notifications.ts';
import type { ServiceName } from './service-endpoints.ts';
import { Vantage } from './vantage-grant.ts';
import { type VantageOptions, vantageTarget } from './vantage-target.ts';
import { type WatchOptions, watchTarget } from './watch-target.ts';

export type { TargetInput } from '../src/domain/target.ts';
export type { MadeAlarm } from './alarms.ts';
export type { Vantage } from './vantage-grant.ts';
export type { VantageOptions } from './vantage-target.ts';
export type { WatchOptions } from './watch-target.ts';

/** A canary for one VPC. */
export interface PrivateApiCanaryProps {
  /** The VPC of the endpoints: names and routes are tried from in it. */
  readonly vpc: ec2.IVpc;
  /** Subnets for the function, one in each zone. Default: the private ones; those with a way out of the VPC where there
   * are some. */
  readonly vpcSubnets?: ec2.SubnetSelection;
  /** Begins the names of alarms and is that of the dashboard: letters, digits, `-` and `_`, unique in an account and
   * Region. Default: the stack's name, so that a second canary in a stack needs one. */
  readonly name?: string;
  /** Mail address for pages and warnings. Its owner must confirm once for each topic. */
  readonly email?: string;
  /** A topic of your own that wakes somebody; CloudWatch must be allowed to publish to it. Default: a new, encrypted one. */
  readonly pageTopic?: ITopic;
  /** A topic of your own for what can wait. Default: a new, encrypted one. */
  readonly warnTopic?: ITopic;
  /** A page with a section for each alarm and each diagnosis: your copy of docs/diagnoses.md. Default: the dashboard. */
  readonly runbookUrl?: string;
  /** Whether an alarm is followed by a message that says why: the canary probes at once, and a function outside the VPC
   * publishes what it found to the alarm's topic. A topic of your own must let that function's role publish, and so must
   * the key that encrypts it: see `notifierRoleArn`. Default: yes. */
  readonly explain?: boolean;
  /** Interface endpoints for the canary alone, where the VPC has no other way to these services. Default: none. */
  readonly serviceEndpoints?: readonly ServiceName[];
  /** Of the function; whole seconds, shorter than the time between two runs of each API. Default: 50 seconds. */
  readonly timeout?: Duration;
  /** In MB. Default: 512. */
  readonly memorySize?: number;
  /** How long reports stay in the log. Default: a month. */
  readonly logRetention?: RetentionDays;
  /** Whether X-Ray traces the runs. Default: no. */
  readonly tracing?: boolean;
  /** IPv6 out of the function; every subnet must be dual-stack. Default: no. */
  readonly ipv6?: boolean;
}

const DEFAULT_TIMEOUT = Duration.seconds(50);
const DEFAULT_RETENTION_DAYS = 30;

/** Watches private REST APIs from inside a VPC: one function, and for each API that `watch` adds a schedule, alarms and
 * rows of the dashboard. At least one API must be added. */
export class PrivateApiCanary extends Construct implements ec2.IConnectable {
  /** Lets the canary in where an endpoint's security group names its clients:
   * `canary.connections.allowToDefaultPort(endpoint)`, or in the same stack
   * `endpoint.connections.allowDefaultPortFrom(canary)`. */
  readonly connections: ec2.Connections;
  readonly functionArn: string;
  /** Where the reports are: one line in JSON for each run. */
  readonly logGroupName: string;
  readonly pageTopicArn: string;
  readonly warnTopicArn: string;
  /** Of the function that publishes explanations, for the policies of topics and keys of your own. Absent without
   * `explain`. */
  readonly notifierRoleArn?: string;
  readonly #canary: Canary;
  readonly #prefix: string;
  readonly #vpcId: string;
  readonly #timeoutSeconds: number;
  readonly #serviceEndpoints: readonly ServiceName[];

  constructor(scope: Construct, id: string, props: PrivateApiCanaryProps) {
    super(scope, id);
    const { vpc, timeout = DEFAULT_TIMEOUT, serviceEndpoints = [] } = props;
    this.#prefix = checkedName(props.name ?? Stack.of(this).stackName);
    this.#vpcId = vpc.vpcId;
    this.#timeoutSeconds = checkedTimeout(timeout);
    this.#serviceEndpoints = serviceEndpoints;
    this.#canary = new Canary(this, 'Canary', {
      prefix: this.#prefix,
      vpcId: vpc.vpcId,
      subnetIds: functionSubnets(this, props),
      code: this.#code('lambda'),
      ...(props.explain === false ? {} : { explanation: { notifierCode: this.#code('notify') } }),
      timeoutSeconds: this.#timeoutSeconds,
      tracing: props.tracing ?? false,
      logRetentionDays: props.logRetention ?? DEFAULT_RETENTION_DAYS,
      ...(props.memorySize === undefined ? {} : { memoryMb: props.memorySize }),
      ...(props.ipv6 === undefined ? {} : { ipv6: props.ipv6 }),
      notifications: notifications(props),
      ...(props.runbookUrl === undefined ? {} : { runbook: { url: props.runbookUrl } }),
      serviceEndpoints: Object.fromEntries(serviceEndpoints.map((name) => [name, {}])),
    });
    const { securityGroupId, functionArn } = this.#canary.function;
    const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(this, 'SecurityGroup', securityGroupId, {
      // What it may reach is the canary's own matter.
      mutable: false,
    });
    this.connections = new ec2.Connections({ securityGroups: [securityGroup] });
    this.functionArn = functionArn;
    this.logGroupName = this.#canary.function.logGroupName;
    this.pageTopicArn = this.#canary.notifications.pageArn;
    this.warnTopicArn = this.#canary.notifications.warnArn;
    const { explanation } = this.#canary;
    if (explanation !== undefined) this.notifierRoleArn = explanation.notifier.roleArn;
  }

  /** Adds an API: `target` is the canary's configuration, as in a file for the command line. Where it names no access
   * methods, all that may apply are probed (`private-dns` with `dnsNames` only where it is named): leave out those that
   * your clients do not use and that do not work. Gives the alarms, for whoever acts on them. Throws with every problem
   * of the configuration. */
  watch(target: TargetInput, options: WatchOptions = {}): readonly MadeAlarm[] {
    return this.#canary.watch(
      watchTarget(target, options, {
        stack: Stack.of(this),
        prefix: this.#prefix,
        vpcId: this.#vpcId,
        functionTimeoutSeconds: this.#timeoutSeconds,
        ec2Endpoint: this.#serviceEndpoints.includes('ec2'),
        secretsEndpoint: this.#serviceEndpoints.includes('secretsmanager'),
      }),
    );
  }

  /** Compares another vantage with the canary's own: a host, on-premises for example, watches the same APIs with
   * `private-api-canary watch` and publishes under this name. Adds alarms that tell what fails from there alone from what
   * fails everywhere, and rows of the dashboard. Throws with every problem of a configuration, and for an API that is not
   * watched yet. */
  vantage(name: string, options: VantageOptions): Vantage {
    const around = { stack: Stack.of(this), prefix: this.#prefix };
    const targets = options.targets.map((target) => vantageTarget(name, target, options, around));
    return new Vantage(
      targets,
      targets.flatMap(({ api }) => this.#canary.vantage(api)),
    );
  }

  /** A window in which alarms tell nobody: `cron(0 2 * * SUN)` for `PT2H`. */
  mute(id: string, window: Omit<MaintenanceProps, 'name' | 'alarmNames' | 'condition'>): void {
    this.#canary.mute(id, window);
  }

  #code(folder: 'lambda' | 'notify'): { readonly s3Bucket: string; readonly s3Key: string } {
    // The package's own bundles, found by the package's own name: from a checkout and from node_modules alike.
    const lambda = fileURLToPath(import.meta.resolve('private-api-canary/lambda'));
    const bundle = join(dirname(lambda), '..', folder, 'index.mjs');
    if (!existsSync(bundle)) throw new Error(`there is no ${bundle}: build the package with \`npm run build\``);
    // An asset has the same id in every scope; that of the first one is in deployed stacks.
    const scope = folder === 'lambda' ? this : new Construct(this, 'Notifier');
    const { s3Location } = Code.fromAsset(dirname(bundle)).bind(scope);
    if (s3Location === undefined) throw new Error('the bundle of a function is no asset');
    return { s3Bucket: s3Location.bucketName, s3Key: s3Location.objectKey };
  }
}

// CreateFunction takes at most 900 seconds.
const MAX_TIMEOUT_S = 900;

function checkedTimeout(timeout: Duration): number {
  if (timeout.isUnresolved()) throw new Error('timeout must be known when the template is made: an alarm follows it');
  const seconds = timeout.toSeconds({ integral: false });
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_TIMEOUT_S) return seconds;
  throw new Error(`timeout must be 1 to ${MAX_TIMEOUT_S} whole seconds; it is ${timeout.toHumanString()}`);
}

function checkedName(name: string): string {
  if (Token.isUnresolved(name) || /^[A-Za-z0-9_-]+$/.test(name)) return name;
  throw new Error(`name ${JSON.stringify(name)}: letters, digits, "-" and "_", as dashboards are named`);
}

function notifications({ email, pageTopic, warnTopic }: PrivateApiCanaryProps): NotificationsProps {
  return {
    ...(email === undefined ? {} : { email: { address: email } }),
    ...(pageTopic === undefined ? {} : { page: { arn: pageTopic.topicArn } }),
    ...(warnTopic === undefined ? {} : { warn: { arn: warnTopic.topicArn } }),
  };
}
