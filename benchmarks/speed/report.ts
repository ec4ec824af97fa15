/** One figure of the speed benchmark, and the table of all of them. */
import { median, percentile } from '../core/statistics';
import type { Elapsed } from './stopwatch';

/** A figure of ours beside the rival's, both measured in turn in the same run. */
export interface SpeedRow {
  readonly id: string;
  readonly what: string;
  readonly unit: 'ms' | 'MB' | 'yes/no';
  /** Number of pairs measured. */
  readonly n: number;
  readonly ours: Figure;
  readonly rival?: Figure & { readonly name: string };
  /** ours.p50 / rival.p50: below 1 is better than the rival. */
  readonly ratio?: number;
  /** The same of processor time, which a busy machine hardly changes. */
  readonly cpuRatio?: number;
  /** The aim, in words. */
  readonly target?: string;
  readonly reached?: boolean;
  /** What the figure depends on. */
  readonly note?: string;
}

/** Wall time in milliseconds, megabytes, or 1 for yes and 0 for no. */
export interface Figure {
  readonly p50: number;
  readonly p95?: number;
  /** Median of processor milliseconds. */
  readonly cpuP50?: number;
}

export interface SpeedReport {
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly node: string;
    /** Runnable processes, mean of a minute, before and after the run: above the number of cores, times are inflated. */
    readonly load: readonly [number, number];
  };
  /** What is measured; what is no model has no parameters. */
  readonly model: { readonly id: string; readonly parameters?: number };
  /** A rival that is no model has no parameters. */
  readonly rival: { readonly name: string; readonly parameters?: number };
  readonly threads: number;
  readonly rows: readonly SpeedRow[];
  /** What could not be measured, and why. */
  readonly missing: readonly string[];
}

/** Median and 95 % point. */
export function figure(values: readonly number[]): Figure {
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95) };
}

/** The pair of figures with its ratios, by medians. */
export function versus(
  ours: readonly Elapsed[],
  name: string,
  rival: readonly Elapsed[],
): Pick<SpeedRow, 'n' | 'ours' | 'rival' | 'ratio' | 'cpuRatio'> {
  const timed = (times: readonly Elapsed[]) => ({
    ...figure(times.map(({ wall }) => wall)),
    cpuP50: median(times.map(({ cpu }) => cpu)),
  });
  const pair = { ours: timed(ours), rival: { name, ...timed(rival) } };
  return {
    n: ours.length,
    ...pair,
    ratio: pair.ours.p50 / pair.rival.p50,
    cpuRatio: pair.ours.cpuP50 / pair.rival.cpuP50,
  };
}

/** A table in Markdown, so that it can be put into a document as it is. */
export function tableOf({ machine, model, rival, threads, rows, missing }: SpeedReport): string {
  const number = (value: number | undefined) =>
    value === undefined ? '' : value >= 100 ? value.toFixed(0) : value.toFixed(1);
  const cells = rows.map((row) => [
    row.what,
    row.unit === 'yes/no' ? (row.ours.p50 === 1 ? 'yes' : 'no') : `${number(row.ours.p50)} ${row.unit}`,
    number(row.ours.p95),
    row.rival?.name ?? '',
    row.rival === undefined ? '' : `${number(row.rival.p50)} ${row.unit}`,
    row.ratio === undefined ? '' : row.ratio.toFixed(2),
    row.ours.cpuP50 === undefined ? '' : `${number(row.ours.cpuP50)} / ${number(row.rival?.cpuP50)} ms`,
    row.cpuRatio === undefined ? '' : row.cpuRatio.toFixed(2),
    row.target === undefined ? '' : `${row.target}: ${row.reached === true ? 'reached' : '**not reached**'}`,
  ]);
  return [
    `${model.id}${model.parameters === undefined ? '' : ` (${(model.parameters / 1e6).toFixed(1)} M parameters)`}, ${threads} thread(s), ${machine.cpu}, ` +
      `${machine.cores} cores, Node ${machine.node}, load ${machine.load.map((load) => load.toFixed(1)).join(' to ')}`,
    rival.parameters === undefined
      ? `Rival: ${rival.name}.`
      : `Rival: ${rival.name}, ${(rival.parameters / 1e6).toFixed(1)} M parameters.`,
    '',
    ...[
      ['Figure', 'p50', 'p95', 'Rival', 'Rival p50', 'Ratio', 'CPU p50, ours / rival', 'CPU ratio', 'Aim'],
      Array(9).fill('---'),
      ...cells,
    ].map((row) => `| ${row.join(' | ')} |`),
    ...rows.flatMap((row) => (row.note === undefined ? [] : ['', `${row.what}: ${row.note}`])),
    ...missing.map((what) => `\nNot measured: ${what}`),
  ].join('\n');
}
