import { fill } from '../shared/dom';
import { figure, figureRow } from '../shared/figure';
import type { ActivityStrings, ActivitySummary } from './protocol';

/** The figures at the head of the page. */
export function figures(summary: ActivitySummary, strings: ActivityStrings, locale: string): HTMLElement {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const milliseconds = (value: number | undefined): string =>
    value === undefined ? strings.none : fill(strings.milliseconds, whole.format(value));
  const percent = (share: number): string => whole.format(100 * share);
  const { accepted } = summary;
  return figureRow(
    strings.figures,
    figure(strings.shown, whole.format(summary.shown)),
    figure(
      strings.acceptedRate,
      accepted ? `${percent(accepted.value)} %` : strings.none,
      accepted &&
        fill(strings.acceptedInterval, percent(accepted.low), percent(accepted.high), whole.format(summary.decided)),
    ),
    figure(strings.latencyP50, milliseconds(summary.latency?.p50)),
    figure(strings.latencyP95, milliseconds(summary.latency?.p95)),
  );
}
