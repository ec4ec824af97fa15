import { element, fill } from '../../shared/dom';
import { svg } from '../../shared/svg';
import type { ViewParts } from '../parts';
import type { RunView } from '../protocol';
import { samplesOf } from '../scoreTexts';

interface Part {
  readonly kind: string;
  readonly label: string;
  readonly count: number;
}

/** How the samples of a run stand, in the order in which they are read: done ones first. */
export function progressParts({ run, passed }: RunView, strings: ViewParts['strings']): readonly Part[] {
  const { counts } = run;
  const { states } = strings;
  return [
    { kind: 'passed', label: strings.passed, count: passed },
    { kind: 'failed', label: strings.failed, count: counts.scored - passed },
    { kind: 'error', label: states.error, count: counts.error },
    { kind: 'refused', label: states.refused, count: counts.refused },
    { kind: 'not-measured', label: states['not-measured'], count: counts['not-measured'] },
    { kind: 'skipped', label: states.skipped, count: counts.skipped },
    { kind: 'running', label: states.running, count: counts.running },
    { kind: 'waiting', label: states.waiting, count: counts.waiting },
  ];
}

export function doneOf({ run }: RunView): number {
  return samplesOf(run) - run.counts.waiting - run.counts.running;
}

/** One bar of all samples, parted by how they stand, and the same as figures under it: colour alone says nothing. */
export function progressBar(view: RunView, parts: ViewParts): HTMLElement {
  const { strings, texts } = parts;
  const all = Math.max(1, samplesOf(view.run));
  const shown = progressParts(view, strings);
  const width = 1000;
  let left = 0;
  const rects = shown.map(({ kind, count }) => {
    const size = (width * count) / all;
    const rect = svg('rect', { class: `state-${kind}`, x: left, y: 0, width: size, height: 16 });
    left += size;
    return rect;
  });
  const done = fill(strings.live.done, texts.whole(doneOf(view)), texts.whole(samplesOf(view.run)));
  return element(
    'div',
    { class: 'progress' },
    element('p', { class: 'progress-text' }, element('strong', {}, done), ' · ', strings.runStates[view.run.state]),
    svg(
      'svg',
      {
        class: 'progress-bar',
        viewBox: `0 0 ${width} 16`,
        preserveAspectRatio: 'none',
        role: 'img',
        'aria-label': `${strings.live.progress}: ${done}`,
      },
      ...rects,
    ),
    element(
      'ul',
      { class: 'legend' },
      ...shown
        .filter(({ kind, count }) => count > 0 || kind === 'passed' || kind === 'failed' || kind === 'error')
        .map(({ kind, label, count }) =>
          element(
            'li',
            {},
            svg(
              'svg',
              { width: 12, height: 12, 'aria-hidden': 'true' },
              svg('rect', { class: `state-${kind}`, x: 0.5, y: 0.5, width: 11, height: 11 }),
            ),
            `${label} `,
            element('strong', {}, texts.whole(count)),
          ),
        ),
    ),
  );
}
