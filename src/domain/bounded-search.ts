// JMESPath within bounds, whatever the expression and the body: an expression may multiply what it is given, and a body may
// be made to take long. Counts steps, so that the same body has the same result wherever it is looked at; what a step takes
// is an estimate, and the time of the processor has a bound as well.

import { type JSONValue, TreeInterpreter } from '@jmespath-community/jmespath';
import { codePointsOf, comparisonOf, isObject, lookOf, stepsOf, weightOf } from './function-steps.ts';
import { replaceFunctions } from './own-functions.ts';

type Interpreter = typeof TreeInterpreter;
type Visit = Interpreter['visit'];
type Tree = Parameters<Visit>[0];

// For all expressions on one body. A million steps mostly take about a tenth of a second.
const MAX_STEPS = 2_000_000;
// Of the processor: a standstill of the process takes none. Several times what so many steps take.
const MAX_CPU_MS = 4_000;
// Looking at that clock takes as long as a step.
const VALUES_PER_LOOK = 16;
// Each item of a `let` within a projection has an interpreter of its own.
const SCOPE_STEPS = 100;
// A variable is looked for in one scope after the other, from the inside.
const SCOPES_PER_STEP = 8;

/** What is left for the expressions on one body. */
export interface Budget {
  steps: number;
  /** Milliseconds of the processor. */
  cpuMs: number;
}

export function newBudget(): Budget {
  return { steps: MAX_STEPS, cpuMs: MAX_CPU_MS };
}

// Node 22 tells it of the whole process, and not of this thread.
const cpuUsage = process.threadCpuUsage ?? process.cpuUsage;

function cpuMs(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1_000;
}

let stepsLeft = 0;
let endsAtCpuMs = 0;
let valuesMade = 0;

/** Another value was made. */
function look(): void {
  valuesMade += 1;
  if (valuesMade % VALUES_PER_LOOK === 0 && cpuMs() > endsAtCpuMs) throw tooLong();
}

function tooLong(): Error {
  return new Error(`it takes more than ${MAX_CPU_MS} ms of the processor`);
}

function spend(steps: number): void {
  stepsLeft -= steps;
  if (!(stepsLeft >= 0)) throw new Error(`it takes more than ${MAX_STEPS} steps`);
}

const interpreter = bounded(new (TreeInterpreter.constructor as new () => Interpreter)());
replaceFunctions(interpreter.runtime);

/** Evaluates a compiled expression. Throws an `Error` where the library does, and where it would take too long. */
export function boundedSearch(tree: Tree, body: JSONValue, budget: Budget): JSONValue {
  stepsLeft = budget.steps;
  valuesMade = 0;
  endsAtCpuMs = cpuMs() + budget.cpuMs;
  if (budget.cpuMs < 0) throw tooLong();
  try {
    return interpreter.search(tree, body);
  } finally {
    budget.steps = stepsLeft;
    budget.cpuMs = endsAtCpuMs - cpuMs();
  }
}

// These make a value. The others hand on what is there, and whoever only names a list does not go through it.
const MAKERS: ReadonlySet<string> = new Set([
  ...['Projection', 'ValueProjection', 'FilterProjection', 'Flatten', 'Slice'],
  ...['MultiSelectList', 'MultiSelectHash', 'Function'],
]);

/** A text is taken apart as a whole, however short the slice of it. */
function stepsBefore({ type }: Tree, value: unknown, scopes: number): number {
  if (type === 'Variable') return scopes / SCOPES_PER_STEP;
  return type === 'Slice' && typeof value === 'string' ? weightOf(value) : 0;
}

/** Whether an object is empty, which a condition asks, is known when its members have been listed. What a reference to an
 * expression (`&name`) gives may be a key to sort by. */
function stepsOfVisit(node: Tree, result: unknown): number {
  const key = 'expref' in node ? codePointsOf(result) : 0;
  return 1 + key + (MAKERS.has(node.type) ? weightOf(result) : lookOf(result));
}

/** The same interpreter, with every step counted. The library's own methods call each other through these properties. */
function bounded(of: Interpreter, scopes = 0): Interpreter {
  const visit = of.visit.bind(of);
  const withScope = of.withScope.bind(of);
  const callFunction = of.runtime.callFunction.bind(of.runtime);
  of.visit = (node, value) => {
    spend(stepsBefore(node, value, scopes));
    const own = visitOwn(node, value, of.visit);
    const result = own === undefined ? visit(node, value) : own;
    spend(stepsOfVisit(node, result));
    if (MAKERS.has(node.type)) look();
    return result;
  };
  of.withScope = (scope) => {
    spend(SCOPE_STEPS);
    return bounded(withScope(scope), scopes + 1);
  };
  of.runtime.callFunction = (name, given) => {
    spend(stepsOf(name, given, spend));
    return callFunction(name, given);
  };
  return of;
}

/** What the library does in one go, however long it takes; `undefined` where that is nothing to it. */
function visitOwn(node: Tree, value: Parameters<Visit>[1], visit: Visit): ReturnType<Visit> | undefined {
  switch (node.type) {
    case 'Field':
      // `constructor` is a property of every object, and a member of few.
      return isObject(value) && Object.hasOwn(value, node.name) ? undefined : null;
    case 'Flatten': {
      const lists = visit(node.child, value);
      if (!Array.isArray(lists)) return null;
      for (const each of lists) spend(Array.isArray(each) ? Math.max(1, each.length) : 1);
      return lists.flat() as JSONValue;
    }
    case 'Comparator':
      if (node.name !== 'EQ' && node.name !== 'NE') return undefined;
      return isEqual(visit(node.left, value), visit(node.right, value)) === (node.name === 'EQ');
    default:
      return undefined;
  }
}

function isEqual(one: unknown, other: unknown): boolean {
  spend(1);
  spend(comparisonOf(one, other));
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each, index) => isEqual(each, other[index]));
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  spend(weightOf(one) + weightOf(other));
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key], other[key]))
  );
}
