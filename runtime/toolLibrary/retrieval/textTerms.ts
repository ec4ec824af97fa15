import { toolWords } from '../../functionCalling';

/** Terms of a text, with how often each occurs. Those of letters begin with a sign that no word has. */
export interface TextTerms {
  readonly words: ReadonlyMap<string, number>;
  readonly letters: ReadonlyMap<string, number>;
}

const shortest = 3;
const longest = 5;

/** Words and pairs of neighbouring words; runs of 3 to 5 letters within a word, whose ends count as a letter. */
export function textTerms(text: string): TextTerms {
  const found = toolWords(text);
  const words = new Map<string, number>();
  const letters = new Map<string, number>();
  const add = (terms: Map<string, number>, term: string) => terms.set(term, (terms.get(term) ?? 0) + 1);
  found.forEach((word, at) => {
    add(words, word);
    const next = found[at + 1];
    if (next !== undefined) add(words, `${word} ${next}`);
    const bounded = ` ${word} `;
    for (let length = shortest; length <= longest; length++) {
      for (let start = 0; start + length <= bounded.length; start++) {
        add(letters, `#${bounded.slice(start, start + length)}`);
      }
    }
  });
  return { words, letters };
}
