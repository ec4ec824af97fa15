/** A text of at most `length` characters: cut after a sentence where one ends late enough, else after a word. */
export function shortened(text: string, length: number): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  if (plain.length <= length) return plain;
  const beginning = plain.slice(0, length - 3);
  const sentence = Math.max(...['. ', '! ', '? ', '; '].map((end) => beginning.lastIndexOf(end)));
  if (sentence >= length / 2) return beginning.slice(0, sentence + 1);
  const word = beginning.lastIndexOf(' ');
  return `${beginning.slice(0, word >= length / 2 ? word : undefined).replace(/\p{Surrogate}/gu, '')}...`;
}
