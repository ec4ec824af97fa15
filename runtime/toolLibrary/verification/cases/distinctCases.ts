/** Indices of cases with different results first, then of others, so many. */
export function distinctCases(results: readonly string[], most: number): number[] {
  const first = new Set([...new Map(results.map((result, index) => [result, index])).values()].slice(0, most));
  for (let index = 0; index < results.length && first.size < most; index++) first.add(index);
  return [...first];
}

/** The same indices, those of short arguments first: people read what notices something. */
export function simplestFirst(
  { cases }: { readonly cases: readonly unknown[] },
  indices: readonly number[],
): readonly number[] {
  const length = new Map(indices.map((index) => [index, JSON.stringify(cases[index]).length]));
  return [...indices].sort((a, b) => (length.get(a) ?? 0) - (length.get(b) ?? 0));
}
