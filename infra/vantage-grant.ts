// What a program gets of a vantage: its alarms, the configurations for its host, and what the host must be allowed.

import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { MadeAlarm } from './alarms.ts';
import { allNeeds } from './all-needs.ts';
import { callsAllowed } from './function-permissions.ts';
import type { VantageTarget } from './vantage-target.ts';

/** A vantage that is compared with the canary's own. */
export class Vantage {
  /** For whoever acts on them. */
  readonly alarms: readonly MadeAlarm[];
  /** In JSON, one for each target: what the host's files must say, so that it probes the ways that have alarms. May hold
   * tokens. */
  readonly configurations: readonly string[];
  readonly #statements: readonly PolicyStatement[];

  constructor(targets: readonly VantageTarget[], alarms: readonly MadeAlarm[]) {
    this.alarms = alarms;
    this.configurations = targets.map(({ configuration }) => configuration);
    const statements = callsAllowed(allNeeds(targets.map(({ needs }) => needs)));
    this.#statements = statements.map((statement) => PolicyStatement.fromJson(statement));
  }

  /** Lets the host do what its runs call: publish metrics in these namespaces, describe endpoints, and what signed requests
   * and secrets need; nothing else. `grantee` is the role that the host takes. */
  grantPublish(grantee: IGrantable): void {
    for (const statement of this.#statements) {
      if (grantee.grantPrincipal.addToPrincipalPolicy(statement).statementAdded) continue;
      throw new Error(`${grantee} takes no policy here: give it the statements of a role that does`);
    }
  }
}
