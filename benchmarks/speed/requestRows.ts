/**
 * Whole requests against an autoregressive model of the same shape that writes the same number of tokens after the
 * same context, request by request in turn. The rival gets its best setting: its context is ordered suffix first
 * (suffix-prefix-middle), so that typing only appends, and what it has evaluated is reused.
 */
import type { InfillEngine } from '../../runtime/diffusion';
import type { InfillExtent, InfillResult } from '../../runtime/protocol';
import type { CursorContext } from '../infilling/cursor';
import { DEFAULT_THRESHOLD, MAX_TOKENS } from '../infilling/defaults';
import type { AutoregressiveRival } from './autoregressiveRival';
import { versus, type SpeedRow } from './report';
import { stopwatch, type Elapsed } from './stopwatch';
import { LANGUAGE, SUFFIX_TOKENS, type Workload } from './workload';

const RIVAL = 'same shape, autoregressive, Q8_0, llama.cpp';

export interface RequestRun {
  readonly engine: InfillEngine;
  readonly rival: AutoregressiveRival;
  readonly encode: (text: string) => readonly number[];
  /** 'embedded', or the absolute path of a model folder. */
  readonly model: string;
  readonly workload: Workload;
  readonly signal: AbortSignal;
  readonly onProgress: (what: string) => void;
}

interface Pair {
  readonly ours: Elapsed;
  readonly rival: Elapsed;
  readonly result: InfillResult;
}

export async function measureRequests(run: RequestRun): Promise<SpeedRow[]> {
  await warmUp(run);
  run.onProgress('typing with warm context');
  const typed = await typing(run, 'line', 6, 24);
  run.onProgress('cold contexts');
  const cold = await coldRequests(run, 'line', 40);
  run.onProgress('blocks, cold');
  const coldBlocks = await coldRequests(run, 'block', 20);
  run.onProgress('blocks, typing');
  const warmBlocks = await typing(run, 'block', 4, 8);

  const typedRow = row('typed-character', 'suggestion after one more typed character, warm context', typed);
  const coldRow = row('cold-context', 'suggestion with cold context', cold);
  return [
    {
      ...typedRow,
      target: 'p50 <= 60 ms, p95 <= 150 ms',
      reached: typedRow.ours.p50 <= 60 && (typedRow.ours.p95 ?? 0) <= 150,
    },
    { ...coldRow, target: 'p50 <= 300 ms', reached: coldRow.ours.p50 <= 300 },
    ...[
      row('infill-line-cold', 'whole infill of a line, cold', withText(cold)),
      row('infill-line-warm', 'whole infill of a line, warm', withText(typed)),
      row('infill-block-cold', 'whole infill of a block, cold', withText(coldBlocks)),
      row('infill-block-warm', 'whole infill of a block, warm', withText(warmBlocks)),
    ].map((each) => ({ ...each, target: 'at most half', reached: each.ratio !== undefined && each.ratio <= 0.5 })),
  ];
}

/** Kernels are chosen and memory is grown in the first passes, on both sides. */
async function warmUp(run: RequestRun): Promise<void> {
  for (const place of run.workload.places(3)) {
    await pairOf(run, place, 'line', { session: 'warm-up', cold: true });
    run.engine.closeSession('warm-up');
  }
}

async function typing(run: RequestRun, extent: InfillExtent, series: number, characters: number): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const [index, contexts] of run.workload.typing(series, characters).entries()) {
    const session = `typing-${extent}-${index}`;
    for (const [typed, context] of contexts.entries()) {
      const pair = await pairOf(run, context, extent, { session, cold: false });
      // The empty line opens the file, as it were: its context is cold on both sides.
      if (typed > 0) {
        pairs.push(pair);
      }
    }
    run.engine.closeSession(session);
  }
  return pairs;
}

async function coldRequests(run: RequestRun, extent: InfillExtent, count: number): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const [index, place] of run.workload.places(count).entries()) {
    const session = `cold-${extent}-${index}`;
    pairs.push(await pairOf(run, place, extent, { session, cold: true }));
    run.engine.closeSession(session);
  }
  return pairs;
}

async function pairOf(
  run: RequestRun,
  { prefix, suffix }: CursorContext,
  extent: InfillExtent,
  { session, cold }: { readonly session: string; readonly cold: boolean },
): Promise<Pair> {
  const elapsed = stopwatch();
  const result = await run.engine.infill(
    {
      model: run.model,
      session,
      languageId: LANGUAGE,
      prefix,
      suffix,
      snippets: [],
      extent,
      alternatives: 1,
      maxTokens: MAX_TOKENS[extent],
      length: { kind: 'found' },
      threshold: DEFAULT_THRESHOLD,
      copy: 'file',
      seed: 0,
    },
    run.signal,
  );
  const ours = elapsed();
  const text = result.suggestions[0]?.text ?? '';
  const context = [...run.encode(suffix).slice(0, SUFFIX_TOKENS), ...run.encode(prefix)];
  // The same text. Nothing to say costs the rival a token as well: its end marker.
  const generated = text === '' ? [0] : run.encode(text);
  return { ours, rival: await run.rival.complete(context, generated, cold), result };
}

function withText(pairs: readonly Pair[]): Pair[] {
  return pairs.filter(({ result }) => (result.suggestions[0]?.text ?? '') !== '');
}

function row(id: string, what: string, pairs: readonly Pair[]): SpeedRow {
  const average = (of: (pair: Pair) => number) =>
    (pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length).toFixed(1);
  return {
    id,
    what,
    unit: 'ms',
    ...versus(
      pairs.map(({ ours }) => ours),
      RIVAL,
      pairs.map(({ rival }) => rival),
    ),
    note:
      `on average ${average(({ result }) => result.suggestions[0]?.tokens ?? 0)} tokens in ` +
      `${average(({ result }) => result.forwardPasses)} forward passes, ` +
      `${average(({ result }) => result.contextTokens)} context tokens, ` +
      `${average(({ result }) => result.contextReused)} of them reused; ` +
      `context ${average(({ result }) => result.ms.context)} ms, denoising ${average(({ result }) => result.ms.denoise)} ms.`,
  };
}
