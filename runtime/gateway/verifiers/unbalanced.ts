/** What a language writes that can hide a bracket. */
interface Lexis {
  readonly line: readonly string[];
  readonly block: readonly (readonly [string, string])[];
  /** Longest first. */
  readonly quotes: readonly string[];
  /** Quotes that may go over several lines. */
  readonly long: readonly string[];
}

const C_LIKE: Lexis = { line: ['//'], block: [['/*', '*/']], quotes: ['"', "'"], long: [] };
const SCRIPT: Lexis = { ...C_LIKE, quotes: ['"', "'", '`'], long: ['`'] };
const HASH: Lexis = { line: ['#'], block: [], quotes: ['"', "'"], long: ['"', "'"] };

/** Languages whose brackets can be checked without a grammar, by VS Code language id. */
const LEXES: Readonly<Record<string, Lexis>> = {
  ...Object.fromEntries(
    ['c', 'cpp', 'csharp', 'java', 'kotlin', 'php', 'scala', 'swift', 'dart'].map((id) => [id, C_LIKE]),
  ),
  ...Object.fromEntries(
    ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'go'].map((id) => [id, SCRIPT]),
  ),
  python: { line: ['#'], block: [], quotes: ['"""', "'''", '"', "'"], long: ['"""', "'''"] },
  ruby: HASH,
  json: { line: [], block: [], quotes: ['"'], long: [] },
  jsonc: { line: ['//'], block: [['/*', '*/']], quotes: ['"'], long: [] },
  css: { line: [], block: [['/*', '*/']], quotes: ['"', "'"], long: [] },
};

const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

export function canBalance(languageId: string): boolean {
  return Object.hasOwn(LEXES, languageId);
}

/**
 * Whether brackets pair up outside strings and comments: a check for where no grammar is installed. It does not know
 * regular expressions, so it errs on the side of passing nothing that is odd inside one.
 *
 * @returns what is wrong; undefined when nothing is, or the language is not known
 */
export function unbalanced(languageId: string, code: string): string | undefined {
  const lexis = LEXES[languageId];
  if (lexis === undefined || !canBalance(languageId)) return undefined;
  const open: string[] = [];
  let i = 0;
  while (i < code.length) {
    const at = (text: string) => code.startsWith(text, i);
    const block = lexis.block.find(([begin]) => at(begin));
    const quote = lexis.quotes.find(at);
    if (lexis.line.some(at)) i = endOr(code.indexOf('\n', i), code);
    else if (block !== undefined) i = endOr(code.indexOf(block[1], i + 2), code) + block[1].length;
    else if (quote !== undefined) {
      const end = closing(code, i + quote.length, quote, lexis.long.includes(quote));
      if (end === undefined) return `a string that begins at ${lineText(code, i)} does not end`;
      i = end;
    } else {
      const character = code[i]!;
      if ('([{'.includes(character)) open.push(character);
      const wanted = PAIRS[character];
      if (wanted !== undefined && open.pop() !== wanted) return `"${character}" at ${lineText(code, i)} has no partner`;
      i++;
    }
  }
  return open.length === 0 ? undefined : `"${open.at(-1)!}" is never closed`;
}

function closing(code: string, from: number, quote: string, long: boolean): number | undefined {
  for (let i = from; i < code.length; i++) {
    if (code[i] === '\\') i++;
    else if (code.startsWith(quote, i)) return i + quote.length;
    else if (code[i] === '\n' && !long) return undefined;
  }
  return undefined;
}

function endOr(index: number, code: string): number {
  return index < 0 ? code.length : index;
}

function lineText(code: string, index: number): string {
  return `line ${code.slice(0, index).split('\n').length}`;
}
