import { fill } from '../../../shared/dom';
import type { ViewParts } from '../../parts';
import type { AskingFigure, RateKind } from '../../protocol';
import { digits } from '../../scoreTexts';

/** A figure with its interval as a person reads it, e.g. "0.42 [0.31–0.55]". */
export function figureText(value: AskingFigure, unit: RateKind['unit'], parts: ViewParts): string {
  const { figure, noInterval } = parts.strings.asking;
  const mean = unitText(value.mean, unit, parts);
  const { low, high } = value;
  if (low === undefined || high === undefined) return fill(noInterval, mean);
  return fill(figure, mean, unitText(low, unit, parts), Number.isFinite(high) ? unitText(high, unit, parts) : '∞');
}

export function unitText(value: number, unit: RateKind['unit'], { locale }: ViewParts): string {
  return digits(value, locale, unit === 'share' ? 2 : 1).replace('-', '−');
}

/** A share of 1 as a percentage. */
export function inPercent({ mean, low, high, n, clusters }: AskingFigure): AskingFigure {
  const percent = (value: number | undefined): number | undefined => (value === undefined ? undefined : 100 * value);
  return { mean: 100 * mean, low: percent(low), high: percent(high), n, clusters };
}
