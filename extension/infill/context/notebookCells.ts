/**
 * Cells of a notebook are one text to the model: earlier cells of the language before the cell, later ones after it.
 */

/** What stands between two cells. */
const between = '\n\n';

/** @returns the cells, the last ones within the budget, as the beginning of the prefix; '' without cells */
export function cellsBefore(cells: readonly string[], budget: number): string {
  const taken: string[] = [];
  let size = 0;
  for (const cell of [...cells].reverse()) {
    const text = toLf(cell);
    if (text.trim() === '') continue;
    size += text.length + between.length;
    if (size > budget) break;
    taken.unshift(text + between);
  }
  return taken.join('');
}

/** @returns the cells, the first ones within the budget, as the end of the suffix; '' without cells */
export function cellsAfter(cells: readonly string[], budget: number): string {
  const taken: string[] = [];
  let size = 0;
  for (const cell of cells) {
    const text = toLf(cell);
    if (text.trim() === '') continue;
    size += text.length + between.length;
    if (size > budget) break;
    taken.push(between + text);
  }
  return taken.join('');
}

function toLf(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
