// The whole canary in one account: function, topics, dashboard, and for each watched API a schedule, alarms and what
// explains them. Below the construct that people use and the template that they deploy; conditions and tokens are
// possible everywhere.

import { Aws, type CfnCondition, Fn, Lazy, Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct, type IConstruct } from 'constructs';
import { functionAlarms, targetAlarms, type WatchedSeries } from '../src/alarms/alarms.ts';
import { thresholdsFor } from '../src/alarms/settings.ts';
import { type Runbook, runbookPage } from './alarm-description.ts';
import { type AlarmActions, type MadeAlarm, makeAlarms } from './alarms.ts';
import { allNeeds } from './all-needs.ts';
import { CanaryFunction, type CanaryFunctionProps } from './canary-function.ts';
import { problems } from './canary-problems.ts';
import { dashboardLink, logsLink } from './console-links.ts';
import { Dashboard } from './dashboard/dashboard.ts';
import { Explanation } from './explanation.ts';
import { Maintenance, type MaintenanceProps } from './maintenance.ts';
import { refuseClash, sharesPlace } from './neighbours.ts';
import { Notifications, type NotificationsProps } from './notifications.ts';
import { Schedule, ScheduleRole } from './schedule.ts';
import { ServiceEndpoints, type ServiceEndpointsProps } from './service-endpoints.ts';
import { addVantage } from './vantage.ts';
import { longestPeriod, seriesOf, type Watched } from './watched.ts';
import type { VantageApi, WatchedApi } from './watched-api.ts';

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
        periods: { run: longestPeriod(() => this.#watched), latency: 0, certificate: 0 },
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
    this.node.addValidation({
      validate: () =>
        problems(
          serviceEndpoints,
          this.#watched.map(({ api }) => api.needs),
        ),
    });
  }

  /** Adds an API: its schedule, its alarms, its rows of the dashboard. Throws when something here has its id, its series
   * or its alarms' names already. */
  watch(api: WatchedApi): readonly MadeAlarm[] {
    this.#refuseClash(api.series);
    if (this.node.tryFindChild(api.id) !== undefined) {
      throw new Error(`${api.id} is the id of another part of this canary: give this API an \`id\` of its own`);
    }
    const scope = new Construct(this, api.id);
    const schedule = new Schedule(scope, 'Schedule', {
      watched: api,
      functionArn: this.function.functionArn,
      roleArn: this.#scheduleRole.roleArn,
    });
    const options = { actions: this.#actions, runbook: this.#runbook, conditions: api };
    const alarms = makeAlarms(scope, targetAlarms(api.series, api.settings), options);
    // A new heartbeat without data is red at once: it is made when the runs have begun.
    scope.node.findChild('Heartbeat').node.addDependency(schedule);
    this.explanation?.watch(scope, 'Explanation', { api, alarms });
    this.#watched.push({ api, alarms, scope, vantages: [] });
    return alarms;
  }

  /** Adds what another vantage sees of an API that is watched here. Throws when it is not, and as `watch` does. */
  vantage(vantage: VantageApi): readonly MadeAlarm[] {
    const { api, stage, namespace } = vantage.series;
    const isIt = ({ series }: WatchedApi) =>
      series.api === api && series.stage === stage && series.namespace === namespace;
    const watched = this.#watched.find((each) => isIt(each.api));
    if (watched === undefined) {
      throw new Error(`${api}/${stage} is not watched here: watch() it, with the same namespace, before its vantages`);
    }
    const { restApiId = vantage.restApiId } = watched.api;
    if (vantage.restApiId !== undefined && restApiId !== vantage.restApiId) {
      throw new Error(`${api}/${stage} is ${restApiId} here, and ${vantage.restApiId} from ${vantage.series.vantage}`);
    }
    this.#refuseClash(vantage.series);
    return addVantage(watched, vantage, {
      actions: this.#actions,
      runbook: this.#runbook,
      ...(this.explanation === undefined ? {} : { explanation: this.explanation }),
    });
  }

  #refuseClash(series: WatchedSeries): void {
    refuseClash(
      series,
      [this, ...this.#neighbours()].flatMap((canary) => canary.#watched.flatMap(seriesOf)),
    );
  }

  /** Mutes every alarm that tells somebody, those of APIs that are added later included. */
  mute(id: string, props: Omit<MaintenanceProps, 'name' | 'alarmNames'>): void {
    const loud = () =>
      [
        ...this.#watched.flatMap(({ alarms, vantages }) => [...alarms, ...vantages.flatMap((each) => each.alarms)]),
        ...this.#functionAlarms,
      ].filter(({ spec }) => spec.severity !== 'silent');
    const named = ({ name, condition }: MadeAlarm) =>
      condition === undefined ? name : Fn.conditionIf(condition.logicalId, name, Aws.NO_VALUE).toString();
    const alarmNames = Lazy.list({ produce: () => loud().map(named) });
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
}
