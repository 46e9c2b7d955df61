// One API under watch, as its schedule, its alarms and its rows of the dashboard need it. Made of a target in
// watch-target.ts and of the template's parameters in template/. Beside it, what another vantage sees of the same API.

import type { CfnCondition } from 'aws-cdk-lib';
import type { AlarmSettings, WatchedSeries } from '../src/alarms/alarms.ts';
import type { Lags } from '../src/alarms/settings.ts';
import type { AccessMethodId } from '../src/domain/access-method.ts';
import type { FunctionNeeds } from './function-permissions.ts';

/** Strings and numbers may be tokens, which CloudFormation fills in when it deploys. */
export interface WatchedApi {
  /** Begins the names of its resources in the template, in PascalCase; unique in the canary. */
  readonly id: string;
  /** Of the REST API, where it is known before the deployment: its name alone would do for two. */
  readonly restApiId?: string;
  readonly series: WatchedSeries;
  readonly settings: AlarmSettings;
  /** Where a parameter decides whether a way is probed: its alarms are made on this condition. Absent: always. */
  readonly conditions: Readonly<Partial<Record<AccessMethodId, CfnCondition>>>;
  /** Likewise for the alarm over zones: some way with zonal names is on. */
  readonly zonalCondition?: CfnCondition;
  /** Likewise for the alarm on what is let in: only a parameter tells whether something has to be refused. */
  readonly refusalCondition?: CfnCondition;
  /** The VPC of the endpoints, for the metrics of PrivateLink. */
  readonly vpcId: string;
  /** The canary's configuration in JSON, which the schedule hands to the function. */
  readonly input: string;
  /** `rate(1 minute)`. */
  readonly scheduleExpression: string;
  readonly needs: FunctionNeeds;
}

/** An API under watch as a host sees it from elsewhere: it publishes under a vantage of its own. */
export interface VantageApi
  extends Pick<WatchedApi, 'restApiId' | 'series' | 'settings' | 'conditions' | 'zonalCondition' | 'refusalCondition'> {
  /** Begins the names of its resources behind the API's, in PascalCase; unique among the vantages of the API. */
  readonly id: string;
  /** All of it is there only on this condition. Absent: always. */
  readonly condition?: CfnCondition;
  /** Default: what follows from the settings of both, which must then be known. */
  readonly lags?: Lags;
}
