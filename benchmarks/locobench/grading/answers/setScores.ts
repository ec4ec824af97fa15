export interface SetScore {
  /** Harmonic mean of precision and recall; 1 for two empty sets. */
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  readonly shared: number;
  readonly found: number;
  readonly wanted: number;
}

/** Repeated entries count once, so that naming one a hundred times gains nothing. */
export function setF1(expected: readonly string[], given: readonly string[]): SetScore {
  const wanted = new Set(expected);
  const found = new Set(given);
  const shared = [...found].filter((each) => wanted.has(each)).length;
  const precision = found.size === 0 ? (wanted.size === 0 ? 1 : 0) : shared / found.size;
  const recall = wanted.size === 0 ? (found.size === 0 ? 1 : 0) : shared / wanted.size;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { f1, precision, recall, shared, found: found.size, wanted: wanted.size };
}

/**
 * Kendall's τ of the order of what both lists have: agreeing pairs less disagreeing ones over all pairs, -1 to 1.
 * Repeated entries stand where they stand first.
 *
 * @returns undefined where fewer than two are shared
 */
export function kendallTau(expected: readonly string[], given: readonly string[]): number | undefined {
  const place = new Map([...new Set(expected)].map((each, index) => [each, index]));
  const places = [...new Set(given)].flatMap((each) => place.get(each) ?? []);
  const pairs = (places.length * (places.length - 1)) / 2;
  if (pairs === 0) return undefined;
  let agreement = 0;
  for (let left = 0; left < places.length; left++) {
    for (let right = left + 1; right < places.length; right++) agreement += places[left]! < places[right]! ? 1 : -1;
  }
  return agreement / pairs;
}
