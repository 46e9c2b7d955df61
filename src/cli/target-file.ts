// The configuration file of a command line, or standard input for `-`.

import { readFile } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CanaryError } from '../domain/canary-error.ts';
import { keyText } from '../domain/configuration-problem.ts';
import { parseTarget, type Target } from '../domain/target.ts';
import { type CommandContext, type OptionValues, oneOf } from './command.ts';
import { fileProblem } from './file-problem.ts';
import { jsonProblem } from './json-problem.ts';
import { repeatedKey } from './repeated-key.ts';

export const TARGET_OPTIONS = {
  config: { type: 'string', value: 'FILE', help: 'the configuration, one JSON value ("-" for standard input)' },
} as const;

export const PUBLISH_OPTION = {
  publish: { type: 'string', value: 'SINK', help: 'none, cloudwatch or emf; wins over the configuration' },
} as const;

/** Reads and parses the file that `--config` names. Throws a `CanaryError` with every problem. */
export async function readTarget(options: OptionValues, context: CommandContext): Promise<Target> {
  const { config } = options;
  if (typeof config !== 'string') throw new CanaryError('usage', '--config FILE is needed');
  return await targetIn(config, options, context);
}

/** The same for a command that may be given several of them. Two that would publish the same metrics are an error. */
export async function readTargets(options: OptionValues, context: CommandContext): Promise<readonly Target[]> {
  const files = Array.isArray(options.config) ? options.config.map(String) : [];
  if (files.length === 0) throw new CanaryError('usage', '--config FILE is needed');
  if (files.filter((file) => file === '-').length > 1) {
    throw new CanaryError('usage', '--config -: standard input holds one configuration');
  }
  const seen = new Map<string, string>();
  const published = new Map<string, string>();
  const targets: Target[] = [];
  for (const file of files) {
    const target = await targetIn(file, options, context);
    const { api, vantage } = target;
    const identity = `${api.region} ${api.id}/${api.stage} from ${vantage.name}`;
    const other = seen.get(identity);
    if (other !== undefined) {
      throw new CanaryError('usage', `${other} and ${file} are of the same target: ${identity}`, {
        hint: 'Give each target once; the same API from another place has another `vantage.name`.',
      });
    }
    seen.set(identity, file);
    const metrics = metricsIdentityOf(target, context);
    const namesake = metrics === undefined ? undefined : published.get(metrics);
    if (namesake !== undefined) {
      throw new CanaryError('usage', `${namesake} and ${file} would publish the same metrics: ${metrics}`, {
        hint: 'Metrics go by `api.name`, `api.stage` and `vantage.name`: give one of the two another, or another `metrics.namespace`.',
      });
    }
    if (metrics !== undefined) published.set(metrics, file);
    targets.push(target);
  }
  return targets;
}

/** Where the metrics of a target go, and the dimensions that they all have; undefined when it has none. */
function metricsIdentityOf({ api, vantage, metrics, publish }: Target, { env }: CommandContext): string | undefined {
  if (publish === 'none') return undefined;
  // Embedded metrics go where the log goes.
  const region = publish === 'emf' ? 'log' : env.AWS_REGION || api.region;
  return `${region} ${metrics.namespace} ${api.name}/${api.stage} from ${vantage.name}`;
}

async function targetIn(file: string, options: OptionValues, { env, stopped }: CommandContext): Promise<Target> {
  const publish = oneOf(options, 'publish', ['cloudwatch', 'emf', 'none']);
  const { json, value } = await readJson(file, stopped);
  const repeated = repeatedKey(json);
  if (repeated !== undefined) {
    throw new CanaryError('configuration-unreadable', `${nameOf(file)}: the key ${keyText(repeated)} is given twice`, {
      hint: 'Take one of the two out: of both, JSON means the last one.',
    });
  }
  const target = parseTarget(value, env.AWS_REGION);
  return publish === undefined ? target : { ...target, publish };
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}

async function readJson(
  file: string,
  stopped: AbortSignal,
): Promise<{ readonly json: string; readonly value: unknown }> {
  const name = nameOf(file);
  let json = '';
  try {
    const read = file === '-' ? await text(addAbortSignal(stopped, process.stdin)) : await readFile(file, 'utf8');
    // Some editors begin a file with a byte order mark, which JSON does not know.
    json = read.replace(/^\ufeff/, '');
    return { json, value: JSON.parse(json) };
  } catch (error) {
    if (stopped.aborted) throw new CanaryError('interrupted', 'stopped while the configuration was read');
    // The error of the parser is no cause to show: it quotes the file.
    if (error instanceof SyntaxError) {
      throw new CanaryError('configuration-unreadable', `${name}: ${jsonProblem(json, error)}`);
    }
    throw new CanaryError('configuration-unreadable', `${name}: ${fileProblem(error)}`, { cause: error });
  }
}
