// A Containerfile as a test reads it: its stages, and the instructions of each.

export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** The instructions of each stage, from its FROM on; what stands before the first FROM belongs to none. */
export function stagesOf(file: string): readonly (readonly Instruction[])[] {
  const lines = file
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const instructions = lines.map((line) => {
    const [, name, text] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === undefined || text === undefined) throw new Error(`not an instruction: ${line}`);
    return { name, text };
  });
  const starts = instructions.flatMap(({ name }, index) => (name === 'FROM' ? [index] : []));
  return starts.map((start, index) => instructions.slice(start, starts[index + 1]));
}

/** The text of the last instruction of this name in a stage. Throws when it has none. */
export function last(stage: readonly Instruction[], name: string): string {
  const found = stage.findLast((each) => each.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found.text;
}

/** The words of an instruction in the form that starts no shell. Throws when it has another form. */
export function words(text: string): readonly string[] {
  const list: unknown = JSON.parse(text.slice(text.indexOf('[')));
  if (!Array.isArray(list) || !list.every((word) => typeof word === 'string')) throw new Error(`not words: ${text}`);
  return list;
}

export interface Copy {
  readonly from?: string;
  readonly sources: readonly string[];
  readonly target: string;
}

/** What a stage copies: out of the context, or from another stage. */
export function copiesOf(stage: readonly Instruction[]): readonly Copy[] {
  return stage
    .filter(({ name }) => name === 'COPY')
    .map(({ text }) => {
      const from = /^--from=(\S+)\s+/.exec(text);
      const paths = text.slice(from?.[0].length ?? 0).split(/\s+/);
      return {
        ...(from?.[1] === undefined ? {} : { from: from[1] }),
        sources: paths.slice(0, -1),
        target: paths.at(-1) ?? '',
      };
    });
}
