// The whole canary in one account: function, topics, dashboard, and for each watched API a schedule, alarms and what
// explains them. Below the construct that people use and the template that they deploy; conditions and tokens are
// possible everywhere.

import { Aws, type CfnCondition, Fn, Lazy, Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct, type IConstruct } from 'constructs';
import { functionAlarms, targetAlarms } from '../src/alarms/alarms.ts';
import { thresholdsFor } from '../src/alarms/settings.ts';
import type { Runbook } from './alarm-description.ts';
import { type AlarmActions, type MadeAlarm, makeAlarms } from './alarms.ts';
import { allNeeds } from './all-needs.ts';
import { CanaryFunction, type CanaryFunctionProps } from './canary-function.ts';
import { dashboardLink, logsLink } from './console-links.ts';
import { Dashboard } from './dashboard/dashboard.ts';
import { Explanation } from './explanation.ts';
import { Maintenance, type MaintenanceProps } from './maintenance.ts';
import { clash, sharesPlace } from './neighbours.ts';
import { Notifications, type NotificationsProps } from './notifications.ts';
import { Schedule, ScheduleRole } from './schedule.ts';
import { ServiceEndpoints, type ServiceEndpointsProps } from './service-endpoints.ts';
import type { WatchedApi } from './watched-api.ts';

export interface CanaryProps extends Omit<CanaryFunctionProps, 'needs'> {
  /** Begins the names of alarms and is that of the dashboard: letters, digits, `-` and `_`, unique in account and Region. */
  readonly prefix: string;
  readonly notifications: NotificationsProps;
  /** Page that alarms link to. Default: the dashboard. */
  readonly runbook?: Omit<Runbook, 'dashboardLink'>;
  readonly serviceEndpoints: ServiceEndpointsProps['services'];
  /** Explains alarms to on-call, on the condition where there is one. Absent: nothing of it is made. */
  readonly explanation?: { readonly notifierCode: CfnFunction.CodeProperty; readonly condition?: CfnCondition };
}

interface Watched {
  readonly api: WatchedApi;
  readonly alarms: readonly MadeAlarm[];
}

export class Canary extends Construct {
  readonly function: CanaryFunction;
  readonly notifications: Notifications;
  readonly explanation?: Explanation;
  readonly #watched: Watched[] = [];
  readonly #functionAlarms: readonly MadeAlarm[];
  readonly #scheduleRole: ScheduleRole;
  readonly #actions: AlarmActions;
  readonly #runbook: Runbook;
  readonly #prefix: string;

  constructor(scope: Construct, id: string, props: CanaryProps) {
    super(scope, id);
    const { prefix, serviceEndpoints, timeoutSeconds, runbook = {} } = props;
    this.#prefix = prefix;
    if (this.#neighbours().some((other) => other.#prefix === prefix)) {
      throw new Error(`another canary is called ${prefix}, too: give one another \`name\``);
    }
    this.function = new CanaryFunction(this, 'Function', {
      ...props,
      needs: () => allNeeds(this.#watched.map(({ api }) => api.needs)),
    });
    const { functionArn, functionName, logGroupName } = this.function;
    this.#scheduleRole = new ScheduleRole(this, 'ScheduleRole', { functionArn });
    if (Object.keys(serviceEndpoints).length > 0) this.#makeServiceEndpoints(props);
    this.notifications = new Notifications(this, 'Notifications', props.notifications);
    this.#actions = { page: [this.notifications.pageArn], warn: [this.notifications.warnArn] };
    this.#runbook = { ...runbook, dashboardLink: dashboardLink(this, prefix) };
    const specs = functionAlarms(
      { prefix, functionName },
      {
        periods: { run: this.#longestPeriod(), latency: 0, certificate: 0 },
        thresholds: thresholdsFor({}, timeoutSeconds),
      },
    );
    this.#functionAlarms = makeAlarms(this, specs, { actions: this.#actions, runbook: this.#runbook });
    new Dashboard(this, 'Dashboard', {
      name: prefix,
      region: Stack.of(this).region,
      functionName,
      logGroupName,
      timeoutSeconds,
      watched: () => this.#watched,
      functionAlarms: this.#functionAlarms,
      ...(runbook.url === undefined ? {} : { runbookUrl: runbook.url }),
      ...(runbook.given === undefined ? {} : { runbookGiven: runbook.given }),
    });
    if (props.explanation !== undefined) this.explanation = this.#explanation(props, props.explanation);
    this.node.addValidation({ validate: () => problems(serviceEndpoints, this.#watched) });
  }

  /** Adds an API: its schedule, its alarms, its rows of the dashboard. Throws when something here has its id, its series
   * or its alarms' names already. */
  watch(api: WatchedApi): readonly MadeAlarm[] {
    for (const other of [this, ...this.#neighbours()].flatMap((canary) => canary.#watched)) {
      const problem = clash(other.api.series, api.series);
      if (problem !== undefined) throw new Error(problem);
    }
    if (this.node.tryFindChild(api.id) !== undefined) {
      throw new Error(`${api.id} is the id of another part of this canary: give this API an \`id\` of its own`);
    }
    const scope = new Construct(this, api.id);
    const schedule = new Schedule(scope, 'Schedule', {
      watched: api,
      functionArn: this.function.functionArn,
      roleArn: this.#scheduleRole.roleArn,
    });
    const { conditions, zonalCondition } = api;
    const alarms = makeAlarms(scope, targetAlarms(api.series, api.settings), {
      actions: this.#actions,
      runbook: this.#runbook,
      conditions,
      ...(zonalCondition === undefined ? {} : { zonalCondition }),
    });
    // A new heartbeat without data is red at once: it is made when the runs have begun.
    scope.node.findChild('Heartbeat').node.addDependency(schedule);
    this.explanation?.watch(scope, 'Explanation', { api, alarms });
    this.#watched.push({ api, alarms });
    return alarms;
  }

  /** Mutes every alarm that tells somebody, those of APIs that are added later included. */
  mute(id: string, props: Omit<MaintenanceProps, 'name' | 'alarmNames'>): void {
    const loud = () =>
      [...this.#watched.flatMap(({ alarms }) => alarms), ...this.#functionAlarms].filter(
        ({ spec }) => spec.severity !== 'silent',
      );
    const alarmNames = Lazy.list({ produce: () => loud().map(({ name }) => name) });
    new Maintenance(this, id, { ...props, name: `${this.#prefix}-${id}`, alarmNames });
  }

  /** The other canaries that are known to share the account and Region, and with them names and metrics. */
  #neighbours(): readonly Canary[] {
    const isOther = (construct: IConstruct) => construct instanceof Canary && construct !== this;
    return this.node.root.node.findAll().filter((each): each is Canary => isOther(each) && sharesPlace(this, each));
  }

  #makeServiceEndpoints({ serviceEndpoints, vpcId, subnetIds }: CanaryProps): void {
    const endpoints = new ServiceEndpoints(this, 'ServiceEndpoints', {
      services: serviceEndpoints,
      vpcId,
      subnetIds,
      clientSecurityGroupId: this.function.securityGroupId,
      clientRoleArn: this.function.roleArn,
    });
    this.function.addEnvironment(endpoints.environment);
  }

  #explanation(
    { logRetentionDays, runbook = {} }: CanaryProps,
    { notifierCode, condition }: NonNullable<CanaryProps['explanation']>,
  ): Explanation {
    const page = runbookPage(runbook);
    return new Explanation(this, 'Explanation', {
      canary: this.function,
      notifier: {
        code: notifierCode,
        notifications: this.notifications,
        logRetentionDays,
        links: {
          dashboard: this.#runbook.dashboardLink,
          logs: logsLink(this, this.function.logGroupName),
          ...(page === undefined ? {} : { runbook: page }),
        },
      },
      ...(condition === undefined ? {} : { condition }),
    });
  }

  /** A function that runs for several APIs has a metric at the pace of the fastest; the slowest one's period is long
   * enough for all. */
  #longestPeriod(): number {
    return Lazy.number({
      produce: () => {
        const [first = Number.NaN, ...others] = this.#watched.map(({ api }) => api.settings.periods.run);
        return others.length === 0 ? first : Math.max(first, ...others);
      },
    });
  }
}

/** Where a parameter decides whether there is one, it may come to `AWS::NoValue`. */
function runbookPage({ url, given }: NonNullable<CanaryProps['runbook']>): string | undefined {
  return url === undefined || given === undefined ? url : Fn.conditionIf(given.logicalId, url, Aws.NO_VALUE).toString();
}

function problems(endpoints: CanaryProps['serviceEndpoints'], watched: readonly Watched[]): string[] {
  if (watched.length === 0) return ['it watches no API; add one with watch()'];
  const { ec2, putsMetrics } = allNeeds(watched.map(({ api }) => api.needs));
  const unused = [
    ...(endpoints.ec2 !== undefined && ec2 === false ? ['ec2: every API has `dnsNames`'] : []),
    ...(endpoints.monitoring !== undefined && putsMetrics === false ? ['monitoring: every API publishes "emf"'] : []),
  ];
  // An interface endpoint is paid for by the hour in each zone.
  return unused.map((why) => `serviceEndpoints: nothing would use ${why}`);
}
