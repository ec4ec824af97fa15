import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProviderName, ProviderReport } from '../../protocol';
import { greatestDifference, tolerance } from './compareValues';
import { goldenFile, writeGoldenModel, type GoldenSize } from './goldenModel';
import type { NamedValues } from './goldenPasses';
import type { ProbeMessage, ProbeRequest } from './probeMessages';
import type { Candidate } from './providerNames';
import { recommendedFormat, type RecommendedFormat } from './recommendedFormat';
import { runProbe, type ProbeProgram } from './runProbe';

export interface ProbeOptions {
  readonly program: ProbeProgram;
  readonly candidates: readonly Candidate[];
  /** Threads of the processor's passes. */
  readonly threads: number;
  /** Awaited before each candidate is tried. */
  readonly onTry?: ((name: ProviderName) => Promise<void>) | undefined;
  /** Other programs for single providers, for tests of what they may do. */
  readonly programs?: Partial<Record<ProviderName, ProbeProgram>> | undefined;
}

/** Milliseconds that a pass of the small model may take, until the processor's time for the large one is known. */
const longestSmallMs = 10_000;

/**
 * Tries the candidates, one after the other: each computes the golden numbers in its own weight format, which must be
 * those that the processor computes from the same file, and is timed with a larger model.
 * @returns a report for each candidate, in their order
 * @throws Error when golden models cannot be written
 */
export async function probeProviders(options: ProbeOptions): Promise<readonly ProviderReport[]> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'whetstone-providers-'));
  try {
    return await probeIn(scratch, options);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function probeIn(scratch: string, options: ProbeOptions): Promise<readonly ProviderReport[]> {
  const { candidates, threads, programs, program } = options;
  const files = new Set<string>();
  const file = async (size: GoldenSize, format: RecommendedFormat) => {
    const name = goldenFile(size, format);
    if (!files.has(name)) await writeGoldenModel(scratch, size, format);
    files.add(name);
    return path.join(scratch, name);
  };
  const reports = new Map<ProviderName, ProviderReport>();
  const expected = new Map<string, readonly NamedValues[]>();
  const tried = candidates.filter(({ name, absent }) => name !== 'cpu' && absent === undefined);
  for (const { name } of [{ name: 'cpu' as const }, ...tried]) {
    const format = recommendedFormat(name);
    const small = await file('small', format);
    const large = await file('large', format);
    // The processor gives the numbers for everybody's files.
    const all =
      name === 'cpu' ? await Promise.all(tried.map((each) => file('small', recommendedFormat(each.name)))) : [];
    const request: ProbeRequest = {
      provider: name,
      small: [...new Set([small, ...all])],
      large: [large],
      scratch,
      threads,
      // Whoever takes longer for the small model than the processor for the large one has nothing to offer.
      longestMs: reports.get('cpu')?.contextMs ?? longestSmallMs,
    };
    await options.onTry?.(name);
    const outcome = await runProbe(programs?.[name] ?? program, request);
    if (outcome.state !== 'done') {
      reports.set(name, { name, state: outcome.state, reason: outcome.reason });
      // Without the processor's numbers there is nothing to compare with.
      if (name === 'cpu') break;
      continue;
    }
    if (name === 'cpu') {
      for (const message of outcome.messages) {
        if (message.kind === 'values') expected.set(message.file, message.values);
      }
    }
    const report = judge(name, small, large, outcome.messages, expected.get(small) ?? []);
    reports.set(name, { ...report, format: formatName(format) });
  }
  return candidates.map(({ name, absent }): ProviderReport => {
    const why = 'the processor itself did not work, and there is nothing to compare with';
    return reports.get(name) ?? { name, state: absent === undefined ? 'failed' : 'absent', reason: absent ?? why };
  });
}

function judge(
  name: ProviderName,
  small: string,
  large: string,
  messages: readonly ProbeMessage[],
  expected: readonly NamedValues[],
): ProviderReport {
  const values = messages.find((message) => message.kind === 'values' && message.file === small);
  const times = messages.find((message) => message.kind === 'times' && message.file === large);
  const slow = messages.find((message) => message.kind === 'slow');
  if (values?.kind !== 'values' || expected.length === 0 || (!times && !slow)) {
    return { name, state: 'failed', reason: 'its report is not complete' };
  }
  const { relative, name: where } = greatestDifference(expected, values.values);
  // Infinity is no JSON.
  const difference = Number.isFinite(relative) ? { difference: relative } : {};
  const measured = { ...difference, nodes: values.nodes, leftToProcessor: values.left };
  if (!(relative <= tolerance)) {
    const reason = `its ${where} differ from the processor's by ${percent(relative)}; ${percent(tolerance)} is rounding`;
    return { name, state: 'wrong', reason, ...measured };
  }
  if (values.nodes === 0) {
    return { name, state: 'failed', reason: 'it left every node to the processor', ...measured };
  }
  if (times?.kind === 'times') {
    return { name, state: 'works', ...measured, contextMs: times.contextMs, stepMs: times.stepMs };
  }
  const reason = 'it is far slower than the processor, so it was not timed any further';
  return { name, state: 'works', reason, ...measured };
}

const percent = (share: number) => (Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : 'no number at all');

function formatName({ quantise, weights }: RecommendedFormat): string {
  return [quantise, ...Object.entries(weights).map(([part, format]) => `${part} ${format}`)].join(', ');
}
