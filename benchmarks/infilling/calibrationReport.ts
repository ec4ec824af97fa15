/** The figures of `whetstone eval gate`, and their text for a reader. */
import type { Interval } from '../core/statistics';
import {
  brierScore,
  calibrationError,
  gatePoint,
  precisionCoverageArea,
  reliabilityBins,
  thresholdFor,
  thresholds,
  typedAlong,
  type GatePoint,
  type ReliabilityBin,
  type TypedAlong,
} from './calibration';
import type { CalibrationRow } from './calibrationRun';

/** What should hold for what is shown; shares 0..1. */
export interface GateTarget {
  readonly precision: number;
  readonly valid: number;
}

export interface CalibrationFigures {
  readonly tasks: number;
  /** Tasks that got a suggestion. All other figures are about these. */
  readonly suggested: number;
  readonly brier: number;
  /** Expected calibration error, ten bins of equal numbers. */
  readonly calibrationError: number;
  /** Area under precision against coverage. */
  readonly area: number;
  /** Lowest step of the setting that reaches the target; undefined when none does. */
  readonly threshold: GatePoint | undefined;
  /** At every step of the setting. */
  readonly points: readonly GatePoint[];
  readonly bins: readonly ReliabilityBin[];
  readonly typedAlong: readonly TypedAlong[];
}

/** @param rows at least one */
export function calibrationFigures(
  rows: readonly CalibrationRow[],
  tasks: number,
  target: GateTarget,
): CalibrationFigures {
  return {
    tasks,
    suggested: rows.length,
    brier: brierScore(rows),
    calibrationError: calibrationError(rows),
    area: precisionCoverageArea(rows),
    threshold: thresholdFor(rows, tasks, target),
    points: thresholds.map((threshold) => gatePoint(rows, threshold, tasks)),
    bins: reliabilityBins(rows),
    typedAlong: typedAlong(rows),
  };
}

/** @param title said above the table */
export function figuresText(title: string, figures: CalibrationFigures, target: GateTarget): string {
  const { tasks, suggested, brier, area, threshold, points, bins } = figures;
  return [
    `${title}: ${tasks} tasks, ${suggested} suggestions`,
    `calibration error ${percent(figures.calibrationError)}, Brier ${brier.toFixed(4)}, area under precision-coverage ${area.toFixed(3)}`,
    threshold
      ? `${percent(target.precision)} exact and ${percent(target.valid)} well-formed from threshold ${threshold.threshold.toFixed(2)} on, which shows ${percent(threshold.coverage)}`
      : `no threshold gives ${percent(target.precision)} exact and ${percent(target.valid)} well-formed`,
    '',
    table(
      ['threshold', 'shown', 'exact', '95 %', 'kept', 'right so far', 'well-formed'],
      points
        .filter(({ shown }) => shown > 0)
        .map((point) => [
          point.threshold.toFixed(2),
          percent(point.coverage),
          percent(point.precision?.mean),
          intervalText(point.precision),
          percent(point.kept?.mean),
          percent(point.prefixPrecision?.mean),
          percent(point.valid?.mean),
        ]),
    ),
    '',
    table(
      ['n', 'chance', 'kept', '95 %'],
      bins.map(({ n, predicted, actual }) => [
        String(n),
        percent(predicted),
        percent(actual.mean),
        intervalText(actual),
      ]),
    ),
    '',
    table(
      ['typed along', 'n', 'chance of the rest', 'kept', '95 %'],
      figures.typedAlong.map(({ characters, n, predicted, actual }) => [
        `${characters} ch`,
        String(n),
        percent(predicted),
        percent(actual.mean),
        intervalText(actual),
      ]),
    ),
  ].join('\n');
}

/** One line for each part of the tasks, e.g. a language. */
export function partsText(parts: Readonly<Record<string, CalibrationFigures>>, threshold: number): string {
  return table(
    [
      '',
      'tasks',
      'exact of all',
      'calib. error',
      'area',
      `shown at ${threshold.toFixed(2)}`,
      'exact',
      '95 %',
      'well-formed',
    ],
    Object.entries(parts).map(([name, { tasks, points, calibrationError, area }]) => {
      const at = points.find((point) => point.threshold === threshold);
      return [
        name,
        String(tasks),
        percent(points[0]?.precision?.mean),
        percent(calibrationError),
        area.toFixed(3),
        percent(at?.coverage),
        percent(at?.precision?.mean),
        intervalText(at?.precision),
        percent(at?.valid?.mean),
      ];
    }),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, column) => cell.padStart(widths[column]!)).join('  ')).join('\n');
}

function percent(share: number | undefined): string {
  return share === undefined ? '-' : `${(100 * share).toFixed(1)} %`;
}

function intervalText(interval: Interval | undefined): string {
  return interval ? `${(100 * interval.low).toFixed(1)} to ${(100 * interval.high).toFixed(1)}` : '-';
}
