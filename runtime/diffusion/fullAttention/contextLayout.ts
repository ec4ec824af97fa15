import path from 'node:path';
import type { ContextSnippet } from '../../protocol';
import type { FullAttentionConfig } from '../checkpoint/modelConfig';
import { sourcePathOf } from '../copying/sourcePath';
import { anchoredText, snippetShare, takeBack, unitsPerToken, wellFormed } from '../infilling/contextText';
import type { DocumentEncoder } from '../infilling/documentEncoder';
import type { ByteString } from '../infilling/healing';
import { commentLine } from './commentLine';

/** Tokens around one window. */
export interface WindowContext {
  /** Never empty: it starts with the line that names the file. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Bytes before the cursor that are not in `before`: the window begins with them. */
  readonly healing: ByteString;
  /** Text behind the cursor that is not in `after`: the window ends with it. */
  readonly tail: string;
}

export interface WindowContextRequest {
  /** Identifies the document, e.g. its URI; its file name is told to the model. */
  readonly session: string;
  readonly languageId: string;
  /** Well-formed. */
  readonly prefix: string;
  readonly suffix: string;
  /** Least relevant first. */
  readonly snippets: readonly ContextSnippet[];
}

/**
 * Lays out `[bos] comment line with the file's name, snippets, prefix | window | suffix [eos]` within the model's budget.
 * Raw code without any template: what these models saw most in training. The last pretoken before the window is taken
 * back, because text that is cut anywhere is not how they saw text cut into tokens.
 * @param healsTail whether the rest of a pretoken that the cursor cuts is taken into the window as well
 */
export function windowContext(
  request: WindowContextRequest,
  config: FullAttentionConfig,
  encoder: DocumentEncoder,
  healsTail = false,
): WindowContext {
  const head = contextHead(request, config, encoder);
  const { tokens } = anchoredText(request.prefix, config.maxPrefixTokens - head.length, encoder, undefined);
  const { ids, healing } = takeBack(tokens, encoder.tokenizer);
  const tail = healsTail ? cutPretoken(request.prefix, request.suffix, encoder) : '';
  return {
    ...{ before: [...head, ...ids], healing, tail },
    after: textAfter(request.suffix.slice(tail.length), config, encoder),
  };
}

/** Text on either side of the cursor that decides where pretokens begin. UTF-16 units. */
const cutReach = 200;
/** A pretoken whose rest is longer stays where it is. Tokens. */
const longestTail = 8;

/**
 * What stands behind the cursor of the pretoken that the cursor cuts; '' where it stands between two. Only the cursor's line is
 * looked at: pretokens do not begin elsewhere because of what is further away.
 */
function cutPretoken(prefix: string, suffix: string, encoder: DocumentEncoder): string {
  const near = prefix.slice(-cutReach);
  const before = wellFormed(near.slice(near.lastIndexOf('\n') + 1));
  const after = wellFormed(suffix.slice(0, cutReach));
  if (before === '' || after === '') return '';
  const { pretokens } = encoder.tokenizer.encode(before + after);
  const next = pretokens.find(({ unit }) => unit >= before.length)?.unit ?? before.length + after.length;
  const tail = after.slice(0, next - before.length);
  // Half a character's code units were replaced: they are not the document's.
  if (!suffix.startsWith(tail)) return '';
  return encoder.tokenizer.encode(tail).ids.length > longestTail ? '' : tail;
}

/** What stands in front of the document's own text: bos where the family has one, the file's name, snippets. */
export function contextHead(
  { session, languageId, snippets }: Pick<WindowContextRequest, 'session' | 'languageId' | 'snippets'>,
  config: FullAttentionConfig,
  encoder: DocumentEncoder,
): readonly number[] {
  const { bos } = config.special;
  const parts: (readonly number[])[] = [];
  let left = Math.floor(config.maxPrefixTokens * snippetShare);
  for (const snippet of snippets.filter(({ use }) => use !== 'copies').reverse()) {
    const text = `${commentLine(snippet.languageId, snippet.path)}${wellFormed(snippet.text)}`.slice(
      0,
      left * unitsPerToken,
    );
    const { ids } = encoder.encode(`snippet ${snippet.path}`, text.endsWith('\n') ? text : `${text}\n`);
    if (ids.length > left) break;
    parts.unshift(ids);
    left -= ids.length;
  }
  const line = commentLine(languageId, wellFormed(fileName(session) || languageId || 'text'));
  return [...(bos === undefined ? [] : [bos]), ...parts.flat(), ...encoder.encode('head', line).ids];
}

/** Tokens behind the last window, and eos where the text ends there and the family is used to both marks. */
export function textAfter(text: string, config: FullAttentionConfig, encoder: DocumentEncoder): readonly number[] {
  const { special, maxSuffixTokens } = config;
  const limit = maxSuffixTokens * unitsPerToken;
  const { ids } = encoder.encode('suffix', wellFormed(text.slice(0, limit)));
  const ends = text.length <= limit && ids.length < maxSuffixTokens;
  const { bos, eos } = special;
  return [...ids.slice(0, maxSuffixTokens), ...(ends && bos !== undefined && eos !== undefined ? [eos] : [])];
}

function fileName(session: string): string {
  const name = path.posix.basename(sourcePathOf(session).replaceAll('\\', '/'));
  // Names of documents that are no files say nothing. Of a long name the end says what the file is.
  return path.posix.extname(name) === '' ? '' : name.slice(-100);
}
