import type { ContextSnippet } from '../../protocol';
import type { IsolatedContextConfig } from '../checkpoint/modelConfig';
import type { TextTokenizer, Tokens } from '../model/textTokenizer';
import type { ContextTokens } from './passes';
import type { DocumentEncoder } from './documentEncoder';
import { byteString, type ByteString } from './healing';

/** The model's own names of VS Code languages that have another id. */
const languageOf: Readonly<Record<string, string>> = {
  typescriptreact: 'typescript',
  javascriptreact: 'javascript',
  shellscript: 'shell',
  jsonc: 'json',
  jsonl: 'json',
  scss: 'css',
  less: 'css',
  vue: 'html',
  svelte: 'html',
  handlebars: 'html',
  'objective-c': 'c',
  'objective-cpp': 'cpp',
  'cuda-cpp': 'cpp',
  dockercompose: 'yaml',
  mdx: 'markdown',
};

/** More UTF-16 units than a token of code has on average; longer text is not even cut into tokens. */
export const unitsPerToken = 8;
/** Share of the prefix's tokens that snippets may take. */
export const snippetShare = 0.4;
/** Share of the prefix's tokens that is filled when the start has to move: so it moves seldom. */
const refill = 0.75;
/** Share of the refilled tokens that may not be given up for a start at a line. */
const leastRefill = 0.5;
/** A pretoken of more tokens than this is taken back only by its last token. */
const longestHealing = 8;
/** Start of the text of the last request by which its place in the present text is found. */
const landmark = 200;

/** What is remembered of a document's last request. */
export interface TextAnchor {
  /** Text from the start of the context to the cursor. */
  readonly text: string;
}

export interface BuiltContext {
  readonly tokens: ContextTokens;
  /** Bytes before the cursor that are not in the prefix: the middle begins with them. */
  readonly healing: ByteString;
  readonly anchor: TextAnchor;
}

export interface ContextRequest {
  readonly languageId: string;
  /** Well-formed text before the cursor. */
  readonly prefix: string;
  readonly suffix: string;
  readonly snippets: readonly ContextSnippet[];
}

/**
 * Lays out prefix, snippets and suffix as tokens, within the model's budget.
 * @param last what the last request of the document gave
 */
export function buildContext(
  request: ContextRequest,
  config: IsolatedContextConfig,
  encoder: DocumentEncoder,
  last: TextAnchor | undefined,
): BuiltContext {
  const { special } = config;
  // A window of room, so that the first continuation stays within what the model was trained on.
  const budget = config.maxPrefixTokens - config.windowTokens;
  const head = [special.bos, ...snippetTokens(request.snippets, config, encoder, Math.floor(budget * snippetShare))];
  head.push(languageToken(request.languageId, config));
  const { text, tokens } = anchoredText(request.prefix, budget - head.length, encoder, last);
  const { ids, healing } = takeBack(tokens, encoder.tokenizer);
  return {
    tokens: { prefix: [...head, ...ids], suffix: suffixTokens(request.suffix, config, encoder) },
    healing,
    anchor: { text },
  };
}

/** The model's token of a VS Code language. */
export function languageToken(languageId: string, config: IsolatedContextConfig): number {
  const { languages } = config.special;
  return languages[languageOf[languageId] ?? languageId] ?? languages.other!;
}

/** `language text eof file` for each snippet that has room, the most relevant (last) first to be counted. */
function snippetTokens(
  snippets: readonly ContextSnippet[],
  config: IsolatedContextConfig,
  encoder: DocumentEncoder,
  budget: number,
): readonly number[] {
  const { eof, file } = config.special;
  const parts: number[][] = [];
  let left = budget;
  for (const snippet of snippets.filter(({ use }) => use !== 'copies').reverse()) {
    const room = left - 3;
    if (room <= 0) break;
    const text = wellFormed(snippet.text.slice(0, room * unitsPerToken));
    const { ids } = encoder.encode(`snippet ${snippet.path}`, text);
    const part = [languageToken(snippet.languageId, config), ...ids.slice(0, room), eof, file];
    parts.unshift(part);
    left -= part.length;
  }
  return parts.flat();
}

/**
 * The tail of the text that fits. Its start stays where it was in the last request as long as that fits, since another
 * start makes every cached row worthless; otherwise it moves so far that there is room for more typing.
 */
export function anchoredText(
  prefix: string,
  budget: number,
  encoder: DocumentEncoder,
  last: TextAnchor | undefined,
): { readonly text: string; readonly tokens: Tokens } {
  const limit = budget * unitsPerToken;
  if (prefix.length <= limit) {
    const tokens = encoder.encode('prefix', prefix);
    if (tokens.ids.length <= budget) return { text: prefix, tokens };
  }
  const tail = wellFormed(prefix.slice(-limit));
  const start = last === undefined ? undefined : findStart(tail, last.text);
  if (start !== undefined) {
    const text = tail.slice(start);
    const tokens = encoder.encode('prefix', text);
    if (tokens.ids.length <= budget) return { text, tokens };
  }
  const all = encoder.tokenizer.encode(tail);
  const fits = all.pretokens.filter(({ token }) => all.ids.length - token <= budget * refill);
  // A line start is a safe place to begin: its pretoken starts with the line end before it. Not at any price, though:
  // behind a very long line little would be left.
  const least = budget * refill * leastRefill;
  const first = fits.find(({ token, unit }) => tail[unit] === '\n' && all.ids.length - token >= least) ?? fits[0];
  if (!first) return { text: '', tokens: { ids: all.ids.slice(-Math.floor(budget * refill)), pretokens: [] } };
  const text = tail.slice(first.unit);
  return { text, tokens: encoder.encode('prefix', text) };
}

/** Where the old text starts in the present one: of several places the one that agrees the longest. */
function findStart(text: string, old: string): number | undefined {
  const mark = old.slice(0, landmark);
  if (mark.length < landmark) return undefined;
  let best: number | undefined;
  let bestLength = -1;
  for (let at = text.indexOf(mark), tries = 0; at >= 0 && tries < 16; at = text.indexOf(mark, at + 1), tries++) {
    let length = landmark;
    while (length < old.length && text[at + length] === old[length]) length++;
    if (length > bestLength) [best, bestLength] = [at, length];
  }
  return best;
}

/** Cuts the last pretoken off, or only the last token of a pretoken that is too long to be generated again. */
export function takeBack(tokens: Tokens, tokenizer: TextTokenizer): { ids: readonly number[]; healing: ByteString } {
  const { ids, pretokens } = tokens;
  if (ids.length === 0) return { ids, healing: '' };
  const start = pretokens.at(-1)?.token ?? 0;
  const cut = ids.length - start > longestHealing ? ids.length - 1 : start;
  return { ids: ids.slice(0, cut), healing: byteString(tokenizer.decode(ids.slice(cut))) };
}

/** Marker, text after the cursor, and eof if the text ends within the budget. */
function suffixTokens(suffix: string, config: IsolatedContextConfig, encoder: DocumentEncoder): readonly number[] {
  const { special, maxSuffixTokens } = config;
  const limit = maxSuffixTokens * unitsPerToken;
  const { ids } = encoder.encode('suffix', wellFormed(suffix.slice(0, limit)));
  const ends = suffix.length <= limit && ids.length < maxSuffixTokens;
  return [special.suffix, ...ids.slice(0, maxSuffixTokens), ...(ends ? [special.eof] : [])];
}

/** Replaces halves of surrogate pairs, which no bytes can express. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}
