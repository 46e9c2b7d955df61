// What a rule is: a cause that the canary can name, as a row of a table. Texts serve the report and the runbook alike.

import type { ControlKind } from '../domain/control.ts';
import type { Observation } from '../domain/observation.ts';
import type { EndpointChange } from '../domain/report.ts';
import type { Scene } from './scene.ts';

/** The texts of a cause. `title`, `remedy` and `command` may hold `{placeholders}`: see wording.ts. */
interface Cause {
  /** Stable: other people's scripts and the runbook's addresses go by it. */
  readonly code: string;
  /** At most some 70 characters: it is what fits a phone. */
  readonly title: string;
  /** For the runbook: what is seen. */
  readonly symptom: string;
  /** For the runbook: what it comes from; all causes, where the canary cannot tell them apart. */
  readonly cause: string;
  readonly remedy: string;
  /** The first command to run. */
  readonly command: string;
  /** Replaces texts where the run stood on-premises: other things than in the VPC stand between it and the endpoint. */
  readonly onPremises?: Partial<Pick<Cause, 'cause' | 'remedy' | 'command'>>;
}

/** A cause that shows in observations: of probes that failed, or that passed where clients would meet trouble. */
export interface ObservedRule extends Cause {
  /** Whether the cause explains what this probe saw. No two rules may say so of one that failed. */
  readonly explains: (seen: Observation, scene: Scene) => boolean;
  /** Observations of different keys make diagnoses of their own. Default: all observations make one. */
  readonly per?: (seen: Observation, scene: Scene) => string;
  /** What else counts as evidence, beside the observations and the ways that pass. */
  readonly looksAt?: {
    readonly controls?: readonly ControlKind[];
    /** Of the endpoints concerned, as EC2 describes them. */
    readonly endpoint?: readonly ('state' | 'privateDns' | 'securityGroupIds' | 'subnetIds')[];
    readonly changes?: readonly EndpointChange['what'][];
    readonly more?: (members: readonly Observation[], scene: Scene) => readonly string[];
  };
}

/** A cause that shows in what discovery knew. */
export interface DiscoveryRule extends Cause {
  readonly finds: (scene: Scene) => DiscoveryFinding | undefined;
}

export interface DiscoveryFinding {
  readonly evidence: readonly string[];
  readonly affects: readonly string[];
  /** A client would meet trouble, or nobody would notice if it did, even if every probe passed. */
  readonly trouble: boolean;
  /** Values of placeholders that only this rule has. */
  readonly values?: Readonly<Record<string, string>>;
}
