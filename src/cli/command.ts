// What a command is: its options, its help and what it does. One file per command; main.ts lists them.

import { parseArgs } from 'node:util';
import { CanaryError } from '../domain/canary-error.ts';
import type { Terminal } from './terminal.ts';

/** 0: healthy or done; 1: degraded or unreachable; 2: the canary could not do its own work; 130: stopped by a signal. */
export type ExitStatus = 0 | 1 | 2 | 130;

export interface Option {
  readonly type: 'string' | 'boolean';
  /** What stands for the value in the help; only of options that take one. */
  readonly value?: string;
  readonly help: string;
  /** How the value is given rightly, for somebody who gave it without the option; else `--option VALUE`. */
  readonly rightly?: (value: string) => string;
  /** The option may be given several times; its value is then the list of what was given. */
  readonly multiple?: true;
}

export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export interface Command {
  readonly summary: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Further lines of the help: what the values of an option mean. */
  readonly notes?: readonly string[];
  readonly run: (options: OptionValues, context: CommandContext) => Promise<ExitStatus>;
}

/** What the process gives a command. The signal aborts on SIGINT and SIGTERM. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stopped: AbortSignal;
}

/** The options of a command line. Throws a `CanaryError` for what the command does not know. */
export function parseOptions(command: Command, args: readonly string[]): OptionValues {
  const { values, tokens } = parsed(command, args);
  const [stray] = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  if (stray !== undefined) {
    const message = `unexpected argument ${JSON.stringify(stray)}: a value needs its option`;
    throw new CanaryError('usage', message, hintFor(command, stray));
  }
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  const repeated = given.find((name, index) => command.options[name]?.multiple !== true && given.indexOf(name) < index);
  if (repeated !== undefined) {
    throw new CanaryError('usage', `${optionText(repeated, command)} is given more than once`);
  }
  return values as OptionValues;
}

function parsed(command: Command, args: readonly string[]) {
  const known = { ...command.options, help: { type: 'boolean' } as const };
  const options = Object.fromEntries(
    Object.entries(known).map(([name, option]: [string, Pick<Option, 'type' | 'multiple'>]) => [
      name,
      { type: option.type, multiple: option.multiple === true },
    ]),
  );
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true, tokens: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CanaryError('usage', message.split('. ')[0] ?? message, { cause: error });
  }
}

/** A value without its option is most likely that of the command's first one. */
function hintFor({ options }: Command, stray: string): { readonly hint: string } | undefined {
  const [name, option] = Object.entries(options).find(([, { value }]) => value !== undefined) ?? [];
  if (name === undefined || option === undefined) return undefined;
  const value = /^[\w./:@%+,-]+$/.test(stray) ? stray : (option.value ?? '');
  return { hint: `Perhaps ${option.rightly?.(value) ?? `\`--${name} ${value}\``} was meant.` };
}

/** `--html FILE`: as the help shows it. */
export function optionText(name: string, { options }: Pick<Command, 'options'>): string {
  const value = options[name]?.value;
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

/** The value of an option that must be one of a list, or the default when it is not given. */
export function oneOf<Name extends string>(
  options: OptionValues,
  option: string,
  accepted: readonly Name[],
): Name | undefined {
  const given = options[option];
  if (given === undefined) return undefined;
  const found = accepted.find((name) => name === given);
  if (found === undefined) {
    throw new CanaryError('usage', `--${option} ${JSON.stringify(given)}: must be one of ${accepted.join(', ')}`);
  }
  return found;
}

/** A duration as people write it: `30s`, `5m`, `1h`, or plain seconds. In seconds. */
export function secondsOf(options: OptionValues, option: string, fallback: number): number {
  const given = options[option];
  if (given === undefined) return fallback;
  const parts = /^(?<number>[1-9]\d{0,5})(?<unit>[smh]?)$/.exec(String(given))?.groups;
  if (parts === undefined)
    throw new CanaryError(
      'usage',
      `--${option} ${JSON.stringify(given)}: must be like 30s, 5m or 1h; a number alone is seconds`,
    );
  return Number(parts.number) * { '': 1, s: 1, m: 60, h: 3600 }[parts.unit as '' | 's' | 'm' | 'h'];
}
