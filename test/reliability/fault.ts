// What goes wrong around the canary and what it does then: a row of docs/reliability.md. Each list of them belongs to the
// test that goes through it.

export interface Fault {
  /** What happens to the canary, in a few words. */
  readonly fault: string;
  /** What it does then, as somebody outside sees it. */
  readonly does: string;
}
