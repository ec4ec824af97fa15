/** Lines looked at before and after the cursor, and UTF-16 units of them. */
const linesBefore = 60;
const linesAfter = 20;
const unitsBefore = 4000;
const unitsAfter = 1500;
/** A name so many lines away counts half. */
const halfDistance = 8;
/** Shorter names are counters and the like. */
const shortest = 3;
const word = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

export interface NearNames {
  /** Names with how near they stand: 1 in the cursor's line, half of it eight lines away. */
  readonly weights: ReadonlyMap<string, number>;
  /** Beginning of a name that is being typed; '' for none. */
  readonly typed: string;
}

/** Names around the cursor. A keyword does no harm: nothing is defined under it. */
export function namesNear(before: string, after: string): NearNames {
  const weights = new Map<string, number>();
  const add = (line: string, distance: number): void => {
    const weight = 2 ** (-distance / halfDistance);
    for (const [name] of line.matchAll(word)) {
      if (name.length >= shortest && weight > (weights.get(name) ?? 0)) weights.set(name, weight);
    }
  };
  const typed = /[\p{L}_$][\p{L}\p{N}_$]*$/u.exec(before)?.[0] ?? '';
  const whole = before.slice(0, before.length - typed.length);
  const above = whole.slice(-unitsBefore).split('\n').slice(-linesBefore).reverse();
  for (const [distance, line] of above.entries()) add(line, distance);
  const [rest = '', ...below] = after.slice(0, unitsAfter).split('\n').slice(0, linesAfter);
  // What goes on with a name that was begun is no name of its own.
  add(typed === '' ? rest : rest.replace(/^[\p{L}\p{N}_$]+/u, ''), 0);
  for (const [distance, line] of below.entries()) add(line, distance + 1);
  return { weights, typed };
}

/** Distinct names of a text. */
export function namesOf(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [name] of text.matchAll(word)) if (name.length >= shortest) found.add(name);
  return found;
}
