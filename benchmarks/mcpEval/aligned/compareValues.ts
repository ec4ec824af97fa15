import type { Json, JsonSchema } from '../../../runtime/gateway/types';
import { argumentKind, innerSchema, type ArgumentKind } from './argumentKind';
import { workspacePath } from './workspacePath';

export interface CompareOptions {
  /** Absolute folders that stand for the workspace in what was expected, and in what was called. */
  readonly expectedRoots?: readonly string[] | undefined;
  readonly actualRoots?: readonly string[] | undefined;
  /** Two numbers are the same when they differ by no more than this, relative to the expected one; default 1e-9. */
  readonly numberTolerance?: number | undefined;
  /** Whether two texts say the same, as a judge has found; undefined: nobody was asked. */
  readonly judgedSame?: ((argument: string, expected: string, actual: string) => boolean | undefined) | undefined;
}

export interface ComparedValue {
  /** 0 to 1: parts of lists and objects count as parts. */
  readonly score: number;
  /** Of a value that is no list and no object. */
  readonly kind: ArgumentKind | 'list' | 'object';
}

const SAME = 1;

/** @param name of the argument, also for what lies inside it */
export function compareValues(
  name: string,
  schema: JsonSchema | undefined,
  expected: Json,
  actual: Json,
  options: CompareOptions,
): ComparedValue {
  if (isList(expected) && isList(actual)) {
    const inner = innerSchema(schema, undefined);
    return { kind: 'list', score: listScore(name, inner, expected, actual, options, schema?.uniqueItems === true) };
  }
  if (isObject(expected) && isObject(actual)) {
    return { kind: 'object', score: compareMembers(schema, expected, actual, options).score };
  }
  const kind = argumentKind(name, schema);
  return { kind, score: sameValue(name, kind, expected, actual, options) ? SAME : 0 };
}

export interface ComparedMembers {
  /** Mean over all members of both. */
  readonly score: number;
  readonly members: readonly (ComparedValue & { readonly name: string; readonly in: 'both' | 'expected' | 'actual' })[];
}

/** A member that only one side has counts 0, unless it says what the schema's default says anyway. */
export function compareMembers(
  schema: JsonSchema | undefined,
  expected: Readonly<Record<string, Json>>,
  actual: Readonly<Record<string, Json>>,
  options: CompareOptions,
): ComparedMembers {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  const members = names.map((name) => {
    const inner = innerSchema(schema, name);
    const [a, b] = [ownMember(expected, name), ownMember(actual, name)];
    const standard = inner?.default ?? null;
    const compared = compareValues(name, inner, a ?? standard, b ?? standard, options);
    const place = b === undefined ? ('expected' as const) : a === undefined ? ('actual' as const) : ('both' as const);
    return { name, in: place, ...compared };
  });
  const score = members.length === 0 ? SAME : members.reduce((sum, each) => sum + each.score, 0) / members.length;
  return { score, members };
}

function sameValue(name: string, kind: ArgumentKind, expected: Json, actual: Json, options: CompareOptions): boolean {
  if (typeof expected === 'number' && typeof actual === 'number') {
    const tolerance = kind === 'number' ? (options.numberTolerance ?? 1e-9) : 0;
    return Math.abs(expected - actual) <= tolerance * Math.abs(expected);
  }
  if (typeof expected !== 'string' || typeof actual !== 'string') return expected === actual;
  switch (kind) {
    case 'path':
      return workspacePath(expected, options.expectedRoots ?? []) === workspacePath(actual, options.actualRoots ?? []);
    case 'text':
      return plainWords(expected) === plainWords(actual) || options.judgedSame?.(name, expected, actual) === true;
    default:
      return lineEnds(expected) === lineEnds(actual);
  }
}

/** In order, or as sets where the schema says that the order means nothing. */
function listScore(
  name: string,
  inner: JsonSchema | undefined,
  expected: readonly Json[],
  actual: readonly Json[],
  options: CompareOptions,
  unordered: boolean,
): number {
  const most = Math.max(expected.length, actual.length);
  if (most === 0) return SAME;
  const score = (a: Json, b: Json) => compareValues(name, inner, a, b, options).score;
  if (!unordered) {
    return (
      expected.reduce<number>(
        (sum, a, index) => sum + (index < actual.length ? score(a, actual[index] ?? null) : 0),
        0,
      ) / most
    );
  }
  const left = [...actual];
  let sum = 0;
  for (const a of expected) {
    const at = left.findIndex((b) => score(a, b) === SAME);
    if (at >= 0) {
      left.splice(at, 1);
      sum += SAME;
    }
  }
  return sum / most;
}

const plainWords = (text: string) => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
const lineEnds = (text: string) => text.replaceAll('\r\n', '\n');
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const ownMember = (object: Readonly<Record<string, Json>>, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;
