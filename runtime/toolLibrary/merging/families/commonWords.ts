/** Words that several texts have in the same order. */
export function commonWords(texts: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = texts;
  return others.reduce((common, words) => longestCommon(common, words), first);
}

/** The words of a text that all have, with … for what differs. */
export function commonSentence(texts: readonly string[]): string {
  const [first = '', ...others] = texts.map((text) => text.replace(/\.$/, ''));
  const words = first.split(/\s+/).filter((word) => word !== '');
  const common = commonWords([words, ...others.map((text) => text.split(/\s+/).filter((word) => word !== ''))]);
  const parts: string[] = [];
  let at = 0;
  for (const word of words) {
    if (word === common[at]) {
      parts.push(word);
      at += 1;
    } else if (parts.at(-1) !== '…') parts.push('…');
  }
  const sentence = parts.join(' ');
  return /[.…]$/.test(sentence) ? sentence : `${sentence}.`;
}

function longestCommon(a: readonly string[], b: readonly string[]): readonly string[] {
  const lengths = Array.from({ length: a.length + 1 }, () => Array<number>(b.length + 1).fill(0));
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0;
  for (let row = a.length - 1; row >= 0; row -= 1) {
    for (let column = b.length - 1; column >= 0; column -= 1) {
      const own = lengths[row];
      if (own === undefined) continue;
      own[column] =
        a[row] === b[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const common: string[] = [];
  for (let row = 0, column = 0; row < a.length && column < b.length;) {
    const word = a[row];
    if (word !== undefined && word === b[column]) {
      common.push(word);
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return common;
}
