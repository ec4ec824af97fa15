/** Values that lie close to what a search is after: a constant of the code, what lies beside it, words put together of its words. */
import fc from 'fast-check';
import type { Focus } from './literals';

const BETWEEN = ['', '', ' ', ',', '-', '_', '.', '/', ':', '\n'];

/** @param step to both sides; of fractions a smaller one is tried too */
export function focusedNumbers(focus: Focus | undefined, step: number): number[] {
  const beside = step < 1 ? [step, 0.01] : [step];
  return (focus?.numbers ?? []).flatMap((each) => [
    ...[each, -each, 2 * each, each * each],
    ...beside.flatMap((one) => [each + one, each - one, 2 * each + one, 2 * each - one]),
  ]);
}

/** None where there is nothing to be close to. */
export function focusedTexts(focus: Focus | undefined, letters: fc.Arbitrary<string>): fc.Arbitrary<string>[] {
  const words = focus?.strings ?? [];
  if (words.length === 0) return [];
  const word = fc.constantFrom(...words);
  const cased = fc.tuple(word, fc.constantFrom('as it is', 'upper', 'lower')).map(([text, how]) => {
    return how === 'upper' ? text.toUpperCase() : how === 'lower' ? text.toLowerCase() : text;
  });
  const between = fc.constantFrom(...BETWEEN);
  const piece = fc.oneof(cased, letters);
  return [
    fc.oneof(
      { weight: 3, arbitrary: word },
      { weight: 1, arbitrary: cased },
      { weight: 2, arbitrary: fc.tuple(cased, between, piece).map((parts) => parts.join('')) },
      { weight: 2, arbitrary: fc.tuple(piece, between, cased).map((parts) => parts.join('')) },
      { weight: 2, arbitrary: fc.tuple(piece, cased, piece, between, piece).map((parts) => parts.join('')) },
      { weight: 1, arbitrary: fc.tuple(fc.array(piece, { maxLength: 5 }), between).map(([all, by]) => all.join(by)) },
    ),
  ];
}

/** An object of the names that are looked up, each of them there or not. */
export function focusedDictionary(focus: Focus | undefined, value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown>[] {
  const keys = focus?.keys ?? [];
  if (keys.length === 0) return [];
  const model = Object.fromEntries(keys.map((key) => [key, value]));
  return [
    fc.oneof(
      fc.record(model, { noNullPrototype: true }),
      fc.record(model, { requiredKeys: [], noNullPrototype: true }),
    ),
  ];
}
