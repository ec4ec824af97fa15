import type { LanguageSyntax, StringSyntax } from './languageSyntax';
import { syntaxOf } from './languageSyntax';

export type SyntaxRegion = 'code' | 'comment' | 'string';

/**
 * In what the end of a text stands. One pass over the text without a tokenizer: regular expression literals and here-documents
 * are read as code, and a text that begins inside a comment or string is read as if it began in code, unless a closing
 * comment mark shows the truth. An error ends with the line, but for strings that go over lines.
 * @param text from the beginning of a line to the cursor, LF line ends
 */
export function regionAtEnd(text: string, languageId: string): SyntaxRegion {
  const syntax = syntaxOf(languageId);
  if (!syntax) return 'code';
  const scanner = new Scanner(syntax, `\n${text}`);
  return scanner.run();
}

class Scanner {
  private position = 0;
  /** Strings whose interpolated code is being read, with the depth of braces inside. */
  private readonly interpolations: { readonly string: StringSyntax; depth: number }[] = [];

  constructor(
    private readonly syntax: LanguageSyntax,
    private readonly text: string,
  ) {}

  run(): SyntaxRegion {
    while (this.position < this.text.length) {
      const region = this.readCode();
      if (region !== 'code') return region;
    }
    return 'code';
  }

  /** Reads one thing of code. Returns another region when the text ends inside it. */
  private readCode(): SyntaxRegion {
    for (const [open, close] of this.syntax.blockComments) {
      if (this.at(open)) return this.skipTo(close, this.position + open.length) ? 'code' : 'comment';
    }
    for (const mark of this.syntax.lineComments) {
      // The line end stays: it can be the first character of another mark.
      if (this.at(mark)) return this.skipBefore('\n', this.position + mark.length) ? 'code' : 'comment';
    }
    for (const string of this.syntax.strings) {
      if (this.at(string.quote)) {
        this.position += string.quote.length;
        return this.readString(string);
      }
    }
    return this.readBrace();
  }

  /** The position is inside the string. */
  private readString(string: StringSyntax): SyntaxRegion {
    while (this.position < this.text.length) {
      if (this.at(string.quote)) {
        this.position += string.quote.length;
        return 'code';
      }
      const character = this.text[this.position];
      if (character === '\n' && !string.multiline) return 'code';
      if (character === '\\' && string.escapes !== false) this.position += 2;
      else if (string.interpolation && this.at(string.interpolation)) {
        this.position += string.interpolation.length;
        this.interpolations.push({ string, depth: 0 });
        return 'code';
      } else this.position += 1;
    }
    return 'string';
  }

  private readBrace(): SyntaxRegion {
    const character = this.text[this.position];
    this.position += 1;
    const inner = this.interpolations.at(-1);
    if (!inner) return 'code';
    if (character === '{') inner.depth += 1;
    else if (character === '}') {
      if (inner.depth === 0) {
        this.interpolations.pop();
        return this.readString(inner.string);
      }
      inner.depth -= 1;
    }
    return 'code';
  }

  private at(mark: string): boolean {
    return this.text.startsWith(mark, this.position);
  }

  private skipTo(mark: string, from: number): boolean {
    const found = this.text.indexOf(mark, from);
    this.position = found < 0 ? this.text.length : found + mark.length;
    return found >= 0;
  }

  private skipBefore(mark: string, from: number): boolean {
    const found = this.text.indexOf(mark, from);
    this.position = found < 0 ? this.text.length : found;
    return found >= 0;
  }
}
