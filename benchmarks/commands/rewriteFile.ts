/** `whetstone infill --range` and `--gap-marker`: spans of a file written anew. */
import path from 'node:path';
import type { RewriteResult, RewriteSpan } from '../../runtime/protocol';
import type { CommandOutput } from '../core/commandOutput';
import { openEngine } from '../core/openEngine';
import { clipContext } from '../infilling/cursor';
import { MAX_TOKENS } from '../infilling/defaults';
import { languageOfFile } from '../infilling/languageOfFile';
import { gapsOf, rangeOf, withTexts, type MarkedText } from '../infilling/markedText';
import { chosenModel } from './chosenModel';
import { checkDenoising, denoisingOf } from './denoisingOptions';
import type { InfillOptions } from './infill';
import { runnerOptions } from './providerOption';

/** Upper bound where the number of tokens is that of the old text. */
const MOST_KEPT = 4096;

export interface RewrittenFile {
  readonly kind: 'range' | 'gaps';
  readonly result: RewriteResult;
  /** What stands in place of each span: a range for which the model has nothing stays as it was. */
  readonly texts: readonly string[];
  /** For each span, whether that is something else than before. */
  readonly changed: readonly boolean[];
  /** The whole file, LF line ends. */
  readonly file: string;
}

export async function rewriteFile(
  options: InfillOptions,
  file: string,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<RewrittenFile> {
  const { range, keep, gapMarker = '' } = options;
  const marked = range ? rangeOf(file, ...range) : gapsOf(file, gapMarker);
  const model = await chosenModel(options.model);
  const engine = await openEngine(options.threads, runnerOptions(options.provider, output));
  try {
    checkDenoising(options, await engine.load(model), 'rewrite');
    const { text, offset } = clipped(marked);
    const result = await engine.rewrite(
      {
        model,
        session: path.resolve(options.file),
        languageId: options.language ?? languageOfFile(options.file),
        text,
        spans: marked.spans.map(({ start, end }): RewriteSpan => {
          const place = { start: start - offset, end: end - offset };
          if (keep === undefined) return { ...place, keep: { kind: 'nothing' }, maxTokens: mostTokens(end - start) };
          return { ...place, keep: { kind: 'share', ratio: keep }, maxTokens: MOST_KEPT };
        }),
        copy: 'file',
        seed: options.seed,
        temperature: options.temperature ?? 0,
        denoising: denoisingOf(options) ?? { accept: { kind: 'threshold', value: options.threshold } },
      },
      signal,
    );
    const texts = result.spans.map((span, index) => {
      const { start, end } = marked.spans[index]!;
      return span.text === '' ? marked.text.slice(start, end) : span.text;
    });
    const changed = marked.spans.map(({ start, end }, index) => texts[index] !== marked.text.slice(start, end));
    return { kind: range ? 'range' : 'gaps', result, texts, changed, file: withTexts(marked, texts) };
  } finally {
    await engine.dispose();
  }
}

/** The documented form of the answer. */
export function rewriteAnswer({
  kind,
  result,
  texts,
  changed,
  file,
}: RewrittenFile): Readonly<Record<string, unknown>> {
  const { model, forwardPasses, ms, spans } = result;
  const rest = { file, forwardPasses, ms };
  if (kind === 'gaps') return { model, texts, ...rest };
  return { model, text: texts[0] ?? '', changed: changed[0] === true, tokens: spans[0]?.tokens ?? [], ...rest };
}

export function rewriteText({ kind, result, texts, changed }: RewrittenFile): string {
  const { model, forwardPasses, ms, spans } = result;
  const parts = texts.map((text, index) => {
    const empty = spans[index]?.text === '';
    const remark = empty ? ': nothing to say' : changed[index] ? '' : ': nothing that the model would rather write';
    return `--- ${kind === 'gaps' ? `gap ${index + 1}` : 'range'}${remark}\n${text}`;
  });
  return [...parts, '---', `${model}: ${forwardPasses} forward passes, ${ms.toFixed(0)} ms`].join('\n');
}

/** The text with no more around the spans than a request takes. */
function clipped({ text, spans }: MarkedText): { readonly text: string; readonly offset: number } {
  const start = spans[0]?.start ?? 0;
  const end = spans.at(-1)?.end ?? 0;
  const { prefix, suffix } = clipContext({ prefix: text.slice(0, start), suffix: text.slice(end) });
  return { text: prefix + text.slice(start, end) + suffix, offset: start - prefix.length };
}

/** A long range may become as long as it was: a token has two characters at least, mostly. */
function mostTokens(units: number): number {
  return Math.min(MOST_KEPT, Math.max(MAX_TOKENS.block, Math.ceil(units / 2)));
}
