import { seededRandom } from '../../core/seededRandom';
import type { EpisodeRecord } from '../episodes/types';
import type { SimulatedUser, UtteranceToJudge } from './types';

/** How two judges took the same utterance. */
export interface JudgedPair {
  readonly first: string | number;
  readonly second: string | number;
  /** Utterances of one episode are not independent; default: each stands alone. */
  readonly episode?: string | undefined;
}

export interface JudgeAgreement {
  readonly n: number;
  readonly episodes: number;
  /** Share of utterances that both took alike. */
  readonly observed: number;
  /** The share that their own frequencies alone would give. */
  readonly expected: number;
  /** undefined where both judges always say the same one thing: then chance explains everything. */
  readonly kappa: number | undefined;
  /** 95 % percentile bootstrap over episodes; undefined as kappa is, and for fewer than two episodes. */
  readonly interval: { readonly low: number; readonly high: number } | undefined;
  /** By what the first said, then the second: how often. */
  readonly table: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const RESAMPLES = 2_000;

/**
 * Cohen's kappa (1960, doi:10.1177/001316446002000104) of two judges: how far they agree beyond what their frequencies would give.
 * @returns undefined without a pair
 */
export function judgeAgreement(pairs: readonly JudgedPair[], seed = 1): JudgeAgreement | undefined {
  if (pairs.length === 0) return undefined;
  const labels = [...new Set(pairs.flatMap(({ first, second }) => [String(first), String(second)]))].sort();
  const at = new Map(labels.map((label, index) => [label, index]));
  const clusters = tablesByEpisode(pairs, at);
  const whole = sumOf(clusters, labels.length);
  const { observed, expected, kappa } = kappaOf(whole, labels.length);
  return {
    n: pairs.length,
    episodes: clusters.length,
    observed,
    expected,
    kappa,
    interval: kappa === undefined || clusters.length < 2 ? undefined : intervalOf(clusters, labels.length, seed),
    table: Object.fromEntries(
      labels.map((row, i) => [
        row,
        Object.fromEntries(labels.map((column, j) => [column, whole[i * labels.length + j]!])),
      ]),
    ),
  };
}

/**
 * How far a model as a judge agrees with the rules, over the turns of episodes whose user was a model. Turns in which the model gave no
 * verdict, or the rules decided in its place, say nothing of it.
 * @returns undefined without such a turn
 */
export function agreementWithRules(
  episodes: readonly Pick<EpisodeRecord, 'task' | 'seed' | 'turns'>[],
): JudgeAgreement | undefined {
  const pairs = episodes.flatMap(({ task, seed, turns }, index) =>
    turns.flatMap(({ type, rulesType, flags = [] }) =>
      type === undefined ||
      rulesType === undefined ||
      flags.some((flag) => flag === 'user-failed' || flag === 'rules-decided')
        ? []
        : [{ first: type, second: rulesType, episode: `${index} ${task} ${seed}` }],
    ),
  );
  return judgeAgreement(pairs);
}

/** Lets two users judge the same utterances. @param items with the episode that each is of */
export async function compareJudges(
  first: Pick<SimulatedUser, 'judgeUtterance'>,
  second: Pick<SimulatedUser, 'judgeUtterance'>,
  items: readonly { readonly question: UtteranceToJudge; readonly episode?: string | undefined }[],
  signal: AbortSignal,
): Promise<JudgeAgreement | undefined> {
  const pairs: JudgedPair[] = [];
  for (const { question, episode } of items) {
    const one = await first.judgeUtterance(question, signal);
    const other = await second.judgeUtterance(question, signal);
    pairs.push({ first: one.type, second: other.type, episode });
  }
  return judgeAgreement(pairs);
}

function tablesByEpisode(pairs: readonly JudgedPair[], at: ReadonlyMap<string, number>): readonly Float64Array[] {
  const tables = new Map<string, Float64Array>();
  pairs.forEach(({ first, second, episode }, index) => {
    const name = episode === undefined ? `alone ${index}` : `episode ${episode}`;
    const table = tables.get(name) ?? new Float64Array(at.size * at.size);
    tables.set(name, table);
    table[at.get(String(first))! * at.size + at.get(String(second))!]! += 1;
  });
  return [...tables.values()];
}

function sumOf(tables: readonly Float64Array[], size: number): Float64Array {
  const sum = new Float64Array(size * size);
  for (const table of tables) table.forEach((count, cell) => (sum[cell]! += count));
  return sum;
}

function kappaOf(
  table: Float64Array,
  size: number,
): { readonly observed: number; readonly expected: number; readonly kappa: number | undefined } {
  const n = table.reduce((sum, count) => sum + count, 0);
  let agreed = 0;
  let byChance = 0;
  for (let i = 0; i < size; i++) {
    agreed += table[i * size + i]!;
    let row = 0;
    let column = 0;
    for (let j = 0; j < size; j++) {
      row += table[i * size + j]!;
      column += table[j * size + i]!;
    }
    byChance += row * column;
  }
  const observed = agreed / n;
  // In whole numbers, so that 1 is 1.
  const expected = byChance / (n * n);
  return { observed, expected, kappa: byChance === n * n ? undefined : (observed - expected) / (1 - expected) };
}

function intervalOf(clusters: readonly Float64Array[], size: number, seed: number): JudgeAgreement['interval'] {
  const random = seededRandom(seed);
  const drawn: number[] = [];
  for (let resample = 0; resample < RESAMPLES; resample++) {
    const { kappa } = kappaOf(
      sumOf(
        clusters.map(() => clusters[random(clusters.length)]!),
        size,
      ),
      size,
    );
    if (kappa !== undefined) drawn.push(kappa);
  }
  if (drawn.length === 0) return undefined;
  drawn.sort((a, b) => a - b);
  const at = (share: number) => drawn[Math.round(share * (drawn.length - 1))]!;
  return { low: at(0.025), high: at(0.975) };
}
