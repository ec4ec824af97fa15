import type { LlamaModel, Token } from 'node-llama-cpp';
import type { PromptPiece } from '../../functionCalling';

/**
 * Tokens of a prompt. Only pieces of kind 'special' are read as special tokens; what stands between two of them is one text, as
 * llama.cpp itself reads a template's output. A model that wants a token at the beginning gets it once.
 */
export function promptTokens(model: LlamaModel, pieces: readonly PromptPiece[]): Token[] {
  const tokens: Token[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') for (const token of model.tokenize(text, false)) tokens.push(token);
    text = '';
  };
  for (const piece of pieces) {
    if (piece.kind === 'text') {
      text += piece.text;
      continue;
    }
    flush();
    for (const token of model.tokenize(piece.text, true)) tokens.push(token);
  }
  flush();
  const { bos, shouldPrependBosToken } = model.tokens;
  if (shouldPrependBosToken && bos !== null && tokens[0] !== bos) tokens.unshift(bos);
  return tokens;
}

/** How many tokens two lists have in common at their beginning. */
export function commonPrefix(a: readonly Token[], b: readonly Token[]): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length += 1;
  return length;
}
