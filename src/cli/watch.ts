// `watch`: the same run on a host, again and again, for one or several targets.

import { hostname } from 'node:os';
import { CanaryError } from '../domain/canary-error.ts';
import { writeWhole } from '../watch/atomic-file.ts';
import type { TargetStatus } from '../watch/target-watch.ts';
import { watch } from '../watch/watch.ts';
import { type Command, type ExitStatus, type OptionValues, secondsOf } from './command.ts';
import { stateDirectory } from './state-directory.ts';
import { PUBLISH_OPTION, readTargets, TARGET_OPTIONS } from './target-file.ts';
import { watchOutput } from './watch-output.ts';
import { watchClients } from './watch-ports.ts';
import { exitStatusOf } from './watched-run.ts';

const DEFAULT_EVERY_SECONDS = 60;
const MAX_EVERY_SECONDS = 24 * 3_600;

export const watchCommand: Command = {
  summary: 'run again and again on this host, keep data points on disk while AWS cannot be reached, until a signal',
  options: {
    config: {
      ...TARGET_OPTIONS.config,
      help: `${TARGET_OPTIONS.config.help}; may be given several times`,
      multiple: true,
    },
    every: { type: 'string', value: 'TIME', help: 'how often each target is run: 30s, 5m, 1h (default 60s)' },
    once: { type: 'boolean', help: 'one run of each target, then send what is kept, then end' },
    ...PUBLISH_OPTION,
    state: {
      type: 'string',
      value: 'DIR',
      help: 'where data points are kept (default: $STATE_DIRECTORY, else below $XDG_STATE_HOME)',
    },
    'health-file': { type: 'string', value: 'FILE', help: 'written after each run, for the command `health`' },
    json: { type: 'boolean', help: 'JSON lines on a terminal, too, instead of the live view' },
  },
  notes: [
    'SIGTERM or Ctrl+C: runs that are under way are finished, and their data points published or kept; a second one ends at',
    'once. Embedded metrics (`--publish emf`) go to standard error. See docs/watch.md.',
  ],
  run: async (options, context) => {
    const everySeconds = secondsOf(options, 'every', DEFAULT_EVERY_SECONDS);
    if (everySeconds > MAX_EVERY_SECONDS) throw new CanaryError('usage', '--every: must be at most 24h');
    const targets = await readTargets(options, context);
    const once = options.once === true;
    const watchOptions = {
      targets,
      everyMs: everySeconds * 1_000,
      once,
      folder: stateDirectory(options.state, context.env),
      hostName: hostname(),
    };
    using clients = watchClients(targets, context);
    using output = watchOutput(options.json === true, targets, context);
    const ports = { ...clients, ...output, now: Date.now, writeHealth: healthWriter(options) };
    const statuses = await watch(watchOptions, ports, context.stopped);
    return once ? worstOf(statuses) : 0;
  },
};

function healthWriter({ 'health-file': file }: OptionValues): (health: unknown) => Promise<void> {
  return async (health) => {
    if (typeof file === 'string') await writeWhole(file, `${JSON.stringify(health, null, 2)}\n`, { durable: false });
  };
}

/** 2 where a run could not be made or published, 130 where it was not made for a signal. */
function worstOf(statuses: readonly TargetStatus[]): ExitStatus {
  const each = statuses.map(({ report, problem }): ExitStatus => {
    if (problem !== undefined) return 2;
    return report === undefined ? 130 : exitStatusOf(report);
  });
  return each.reduce((worst, status) => (status > worst ? status : worst), 0);
}
