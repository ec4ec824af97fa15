/** Word of a riddle from its end to its beginning. */
export function mirroredWord(word: string): string {
  let mirrored = '';
  for (let at = word.length; at-- > 0;) mirrored += word[at]!;
  return mirrored;
}
