/** Sum of all amounts on a receipt. */
export function receiptTotal(amounts: number[]): number {
  let total = 0;
  for (const amount of amounts) total += amount;
  return total;
}

/** Mean of the ratings of an article, 0 where there are none. */
export function averageRating(ratings: number[]): number {
  let total = 0;
  ratings.forEach((rating) => (total += rating));
  return total / (ratings.length || 1);
}

/** Rows of a shelf: pieces of the list of articles, so many each. */
export function shelfRows(articles: number[], perRow: number): number[][] {
  if (perRow < 1 || perRow % 1 !== 0) throw new RangeError('no rows');
  return articles.reduce<number[][]>((rows, article, at) => {
    if (at % perRow === 0) rows.push([]);
    rows[rows.length - 1]!.push(article);
    return rows;
  }, []);
}

/** Whether the digits of a payment card pass Luhn's check. */
export function cardNumberPasses(card: string): boolean {
  if (card === '' || /[^0-9]/.test(card)) return false;
  const doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
  let total = 0;
  for (let at = card.length - 1, second = false; at >= 0; at--, second = !second) {
    const digit = card.charCodeAt(at) - 48;
    total += second ? doubled[digit]! : digit;
  }
  return total % 10 === 0;
}

/** How often each state is in a list of orders. */
export function ordersByState(states: string[]): Record<string, number> {
  return states.reduce<Record<string, number>>(
    (counts, state) => ({ ...counts, [state]: (counts[state] ?? 0) + 1 }),
    {},
  );
}
