// The situations the simulator can be put in, by name, and what several of them are together.
// It composes faults; it must not say how they are brought about.
import { isDeepStrictEqual } from 'node:util';
import { type Faults, healthy } from './faults.ts';
import { api } from './scenarios/api.ts';
import { awsServices } from './scenarios/aws-services.ts';
import { backend } from './scenarios/backend.ts';
import { callers } from './scenarios/callers.ts';
import { customDomain } from './scenarios/custom-domain.ts';
import { expectedRefusals } from './scenarios/expected-refusals.ts';
import { names } from './scenarios/names.ts';
import { network } from './scenarios/network.ts';
import { nextToNothing } from './scenarios/next-to-nothing.ts';
import { requestPath } from './scenarios/request-path.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { tls } from './scenarios/tls.ts';

/** Name -> what is wrong. Rows override `healthy` from faults.ts. */
export const scenarios = {
  ...nextToNothing,
  ...names,
  ...network,
  ...tls,
  ...requestPath,
  ...api,
  ...callers,
  ...expectedRefusals,
  ...backend,
  ...customDomain,
  ...awsServices,
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof scenarios;

/** Where a canary stands. */
export type Vantage = 'vpc' | 'on-premises';

/** One scenario, or several at once. An empty list is `healthy`. */
export type ScenarioChoice = ScenarioName | readonly ScenarioName[];

/** The complete state that the scenarios describe together. Throws an `Error` when two of them set one switch to
 * different values, and when there is none of that name. */
export function faultsOf(choice: ScenarioChoice): Faults {
  let faults: Faults = healthy;
  for (const row of together(choice, 'faults')) faults = { ...faults, ...row.faults };
  return faults;
}

/** Top-level keys of the configuration with which a canary meets every one of the scenarios from where it stands. Throws
 * as `faultsOf`. */
export function configurationOf(choice: ScenarioChoice, vantage: Vantage = 'vpc'): Readonly<Record<string, unknown>> {
  const rows = together(choice, 'configuration');
  const { accessMethods, ...keys } = Object.fromEntries(
    rows.flatMap(({ configuration = {} }) => Object.entries(configuration)),
  );
  const isForwarded = faultsOf(choice).forwarding !== 'none';
  const seesPrivateNames = vantage === 'vpc' || isForwarded;
  return {
    ...keys,
    ...(Array.isArray(accessMethods)
      ? { accessMethods: waysFrom(seesPrivateNames, accessMethods, keys.customDomain !== undefined) }
      : {}),
    ...(vantage === 'vpc' ? {} : { vantage: onPremises(isForwarded) }),
  };
}

const PRIVATE_NAMES: readonly unknown[] = ['private-dns', 'custom-domain'];

/** A list of access methods leaves out every way that it does not name, those of a custom domain too. */
function waysFrom(seesPrivateNames: boolean, named: readonly unknown[], hasDomain: boolean): readonly unknown[] {
  const ways = hasDomain ? [...named, 'custom-domain', 'vpce-custom-domain'] : named;
  return seesPrivateNames ? ways : ways.filter((way) => !PRIVATE_NAMES.includes(way));
}

function onPremises(isForwarded: boolean): Readonly<Record<string, string>> {
  const vantage = { name: 'on-premises', network: 'on-premises' };
  return isForwarded ? { ...vantage, privateNames: 'forwarded' } : vantage;
}

/** Callers in JavaScript may give any name. */
function scenarioOf(name: ScenarioName): Scenario {
  if (!Object.hasOwn(scenarios, name)) throw new Error(`There is no scenario ${JSON.stringify(name)}`);
  return scenarios[name];
}

/** The rows, after a look whether their settings of this kind go together. */
function together(choice: ScenarioChoice, settings: 'faults' | 'configuration'): readonly Scenario[] {
  const names: readonly ScenarioName[] = typeof choice === 'string' ? [choice] : choice;
  const rows = names.map((name): Scenario & { readonly name: ScenarioName } => ({ name, ...scenarioOf(name) }));
  const seen = new Map<string, { readonly name: ScenarioName; readonly value: unknown }>();
  for (const row of rows) {
    for (const [key, value] of Object.entries(row[settings] ?? {})) {
      const earlier = seen.get(key) ?? { name: row.name, value };
      if (!isDeepStrictEqual(earlier.value, value)) {
        const values = [earlier.value, value].map((each) => JSON.stringify(each)).join(' and ');
        throw new Error(`${earlier.name} and ${row.name} cannot be combined: they set ${key} to ${values}`);
      }
      seen.set(key, earlier);
    }
  }
  return rows;
}
