// What stands between the canary and one kind of fault: a piece of code, and what is left when it is taken out. A test must
// then fail; `npm run guards` takes out one after the other and looks.

export interface Guard {
  /** What it guards, or holds, in a few words. */
  readonly guard: string;
  /** From the repository's root. */
  readonly file: string;
  /** Stands there once. */
  readonly find: string;
  readonly replace: string;
  /** The tests of which at least one must fail. */
  readonly tests: readonly string[];
}
