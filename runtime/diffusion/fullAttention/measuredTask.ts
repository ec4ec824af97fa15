import { DocumentEncoder } from '../infilling/documentEncoder';
import { lineFeeds, textBehind } from '../infilling/middleText';
import { wellFormed } from '../infilling/contextText';
import type { WindowModel } from '../model/loadedModel';
import { windowContext, type WindowContext } from './contextLayout';

/** A gap whose text is known. */
export interface MeasuredTask {
  readonly languageId: string;
  readonly prefix: string;
  readonly suffix: string;
  /** What belongs there. */
  readonly middle: string;
}

/** A task as a model is asked it. */
export interface PreparedTask {
  readonly context: WindowContext;
  /** Tokens of the middle, with those that are taken back before the cursor. */
  readonly tokens: readonly number[];
  /** Text behind the cursor of a window's tokens. */
  readonly textOf: (tokens: readonly number[]) => string;
}

export function prepareTask(model: WindowModel, task: MeasuredTask): PreparedTask {
  const { config, tokenizer } = model;
  const prefix = wellFormed(lineFeeds(task.prefix).slice(-config.maxPrefixTokens * 16));
  const suffix = wellFormed(lineFeeds(task.suffix));
  const request = { session: 'measured', languageId: task.languageId, prefix, suffix, snippets: [] };
  const context = windowContext(request, config, new DocumentEncoder(tokenizer));
  const healed = Buffer.from(context.healing, 'latin1').toString('utf8');
  return {
    context,
    tokens: tokenizer.encode(healed + wellFormed(lineFeeds(task.middle))).ids,
    textOf: (tokens) => textBehind(tokenizer, tokens, context.healing.length),
  };
}
