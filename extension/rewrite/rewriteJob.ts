import type { KeptText, RewriteParams } from '../../runtime/protocol';
import type { LinePosition } from '../infill/context/lineSource';
import { type DocumentSpan, isEmptySpan } from './documentSpan';
import type { RewriteText } from './rewriteText';

/** What is to be written anew, and what of it stays. */
export type RewriteTask =
  /** A share of the words stays, the surest, and of the others those that are not clearly worse; with 0 the length is found anew. */
  | { readonly kind: 'regenerate'; readonly keep: number }
  | { readonly kind: 'fillGaps' }
  /** As much as this of the words stays, and nearly all that is right: another word has to be much more probable. */
  | { readonly kind: 'polish'; readonly keep: number }
  /** A word is found anew, of any length. */
  | { readonly kind: 'word' }
  /** Everything stays but the tokens that this part touches. */
  | { readonly kind: 'token'; readonly start: LinePosition; readonly end: LinePosition };

export interface RewriteJob {
  readonly task: RewriteTask;
  /** In ascending order, not overlapping. */
  readonly spans: readonly DocumentSpan[];
  /** What stands in the spans, LF line ends. */
  readonly oldTexts: readonly string[];
}

/** Sampled variants are drawn at this temperature; the first one is the most probable text. */
const samplingTemperature = 0.8;
/** New tokens of a span at least and at most. */
const fewestTokens = 64;
const mostTokens = 2048;
/** No tokenizer makes more tokens of usual code than one of so many UTF-16 units. */
const unitsPerToken = 2;

/** The first position of the slider, or undefined where there is nothing to slide. */
export function keepOf(task: RewriteTask): number | undefined {
  return task.kind === 'regenerate' || task.kind === 'polish' ? task.keep : undefined;
}

/** Whether old text stays unless another is clearly better. @param keep position of the slider */
export function isCareful(task: RewriteTask, keep: number): boolean {
  return task.kind === 'polish' || (task.kind === 'regenerate' && keep > 0);
}

/** @param keep position of the slider @param number of the variant, from 0 */
export function rewriteParams(
  job: RewriteJob,
  text: RewriteText,
  request: Pick<RewriteParams, 'model' | 'session' | 'languageId' | 'copy'>,
  keep: number,
  number: number,
): RewriteParams {
  return {
    ...request,
    text: text.text,
    spans: text.spans.map(({ start, end }, index) => ({
      start,
      end,
      keep: keptText(job, index, text, keep),
      maxTokens: Math.min(mostTokens, fewestTokens + Math.ceil((end - start) / unitsPerToken)),
    })),
    seed: number,
    temperature: number === 0 ? 0 : samplingTemperature,
  };
}

function keptText({ task, spans }: RewriteJob, index: number, text: RewriteText, keep: number): KeptText {
  const span = spans[index];
  if (!span || span.marker || isEmptySpan(span)) return { kind: 'nothing' };
  switch (task.kind) {
    case 'fillGaps':
    case 'word':
      return { kind: 'nothing' };
    case 'regenerate':
      return keep > 0 ? { kind: 'share', ratio: keep } : { kind: 'nothing' };
    case 'polish':
      return { kind: 'surest', ratio: keep };
    case 'token':
      return { kind: 'all-but', parts: [{ start: text.offsetAt(task.start), end: text.offsetAt(task.end) }] };
  }
}
