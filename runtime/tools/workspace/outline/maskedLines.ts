import type { OutlineSyntax } from './outlineSyntax';

/**
 * The lines of a text with comments and strings blanked, so that what stands in them is not taken for code. Lengths and columns stay.
 * It knows the usual forms of a language family, not its whole grammar: a regular expression that holds a quote may confuse it until
 * the end of its line.
 */
export function maskedLines(
  text: string,
  { lineComment, blockComment, strings, multiline, characters = false }: OutlineSyntax,
): readonly string[] {
  const out: string[] = [];
  let closing: string | undefined;
  for (const line of text.split('\n')) {
    let masked = '';
    let at = 0;
    while (at < line.length) {
      if (closing !== undefined) {
        const end = closingAt(line, at, closing);
        const to = end < 0 ? line.length : end + closing.length;
        masked += ' '.repeat(to - at);
        at = to;
        if (end >= 0) closing = undefined;
        continue;
      }
      if (lineComment.some((mark) => line.startsWith(mark, at))) break;
      const block = blockComment.find(([open]) => line.startsWith(open, at));
      const many = block ?? multiline.find(([open]) => line.startsWith(open, at));
      if (many !== undefined) {
        masked += ' '.repeat(many[0].length);
        at += many[0].length;
        closing = many[1];
        continue;
      }
      const quote = strings.find((mark) => line.startsWith(mark, at));
      if (quote !== undefined) {
        const end = closingAt(line, at + 1, quote);
        // One that does not end in its line is no string, but an apostrophe or a lifetime.
        const to = end < 0 ? at + 1 : end + 1;
        masked += ' '.repeat(to - at);
        at = to;
        continue;
      }
      const character =
        characters && line[at] === "'" ? /^'(\\[^']*|[^'\\])'/u.exec(line.slice(at, at + 14))?.[0] : undefined;
      if (character !== undefined) {
        masked += ' '.repeat(character.length);
        at += character.length;
        continue;
      }
      masked += line.charAt(at);
      at++;
    }
    out.push(masked);
  }
  return out;
}

function closingAt(line: string, from: number, mark: string): number {
  for (let at = line.indexOf(mark, from); at >= 0; at = line.indexOf(mark, at + 1)) {
    let slashes = 0;
    while (line[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0 || mark === '*/') return at;
  }
  return -1;
}
