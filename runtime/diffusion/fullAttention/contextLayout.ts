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
 */
export function windowContext(
  request: WindowContextRequest,
  config: FullAttentionConfig,
  encoder: DocumentEncoder,
): WindowContext {
  const head = contextHead(request, config, encoder);
  const { tokens } = anchoredText(request.prefix, config.maxPrefixTokens - head.length, encoder, undefined);
  const { ids, healing } = takeBack(tokens, encoder.tokenizer);
  return { before: [...head, ...ids], after: textAfter(request.suffix, config, encoder), healing };
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
  for (const snippet of [...snippets].reverse()) {
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
