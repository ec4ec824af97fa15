import type { Estimate, LocoStrings, RunRecord, SampleRecord } from './protocol';

/** A share from 0 to 1 as points of 100 with one digit, e.g. "62.4". */
export function points(value: number, locale: string): string {
  return digits(100 * value, locale, 1);
}

export function digits(value: number, locale: string, count: number): string {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: count, maximumFractionDigits: count }).format(value);
}

/** Of an interval of shares, e.g. "55.1–69.8". */
export function pointsRange({ low, high }: Pick<Estimate, 'low' | 'high'>, locale: string): string {
  return `${points(low, locale)}–${points(high, locale)}`;
}

/** With a sign, e.g. "+4.2", "−1.0". */
export function signedPoints(value: number, locale: string): string {
  return value > 0 ? `+${points(value, locale)}` : points(value, locale).replace('-', '−');
}

/** Of a probability, e.g. "0.012", "< 0.001". */
export function pText(p: number, locale: string): string {
  return p < 0.001 ? `< ${digits(0.001, locale, 3)}` : digits(p, locale, 3);
}

/** Fewer say nothing: they are shown grey, with a word. */
export const fewScenarios = 5;

/** How a sample ended, for people: passed and failed apart. */
export function stateText(
  record: Pick<SampleRecord, 'state' | 'complete' | 'value'>,
  strings: LocoStrings,
): { readonly kind: string; readonly sign: string; readonly text: string } {
  if (record.state === 'scored') {
    return record.complete
      ? { kind: 'passed', sign: '✓', text: strings.passed }
      : { kind: 'failed', sign: '✗', text: strings.failed };
  }
  const signs = {
    waiting: '○',
    running: '▸',
    error: '!',
    refused: '⊘',
    'not-measured': '?',
    skipped: '–',
  } as const;
  return { kind: record.state, sign: signs[record.state], text: strings.states[record.state] };
}

/** Category of a scenario in words; one that is not known here as it is. */
export function categoryText(category: string, strings: LocoStrings): string {
  return category in strings.categories
    ? strings.categories[category as keyof LocoStrings['categories']]
    : category.replaceAll('_', ' ');
}

export function samplesOf({ counts }: RunRecord): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

export function isUnderWay({ state }: RunRecord): boolean {
  return state === 'running' || state === 'planned';
}
