/** A part of one line, UTF-16 units from its beginning. */
export interface LinePart {
  readonly from: number;
  readonly to: number;
}

/**
 * What is written anew when someone points at a token. `token`: the token alone, at its place. `word`: a whole word, of any length:
 * most words are several tokens, and of one of them alone hardly ever comes a word.
 */
export interface TokenTarget extends LinePart {
  readonly kind: 'token' | 'word';
}

const wordSign = /[\p{L}\p{M}\p{N}_$]/u;

/** @param tokens what is known of the line's tokens; none when the model was not asked */
export function tokenTarget(line: string, part: LinePart, tokens: readonly LinePart[]): TokenTarget {
  if (!wordSign.test(line.slice(part.from, part.to))) return { kind: 'token', ...part };
  let { from, to } = part;
  while (from > 0 && wordSign.test(characterBefore(line, from))) from -= characterBefore(line, from).length;
  while (to < line.length && wordSign.test(characterAfter(line, to))) to += characterAfter(line, to).length;
  const inside = tokens.filter((token) => token.from < to && token.to > from);
  const [only] = inside;
  // A token that reaches beyond the word, such as a bracket and a name, is one by itself as well.
  if (inside.length === 1 && only && only.from <= from && only.to >= to) return { kind: 'token', ...only };
  return { kind: 'word', from, to };
}

function characterAfter(line: string, at: number): string {
  return String.fromCodePoint(line.codePointAt(at) ?? 0);
}

function characterBefore(line: string, at: number): string {
  const low = line.charCodeAt(at - 1);
  return low >= 0xdc00 && low <= 0xdfff && at > 1 ? line.slice(at - 2, at) : line.charAt(at - 1);
}
