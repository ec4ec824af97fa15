import { svg } from '../../shared/svg';
import type { Estimate } from '../protocol';

const width = 100;
const height = 12;

/**
 * An estimate on a scale: a line for the interval, a dot for the mean, a tick for a floor. The text beside says the same.
 * @param top the scale's end, e.g. 1 for a share
 */
export function intervalPicture({ mean, low, high }: Estimate, top: number, floor: number | undefined): SVGElement {
  const x = (value: number): number => 2 + ((width - 4) * Math.max(0, Math.min(top, value))) / top;
  const middle = height / 2;
  return svg(
    'svg',
    { class: 'interval', viewBox: `0 0 ${width} ${height}`, width, height, 'aria-hidden': 'true' },
    svg('line', { class: 'scale', x1: 0, x2: width, y1: middle, y2: middle }),
    ...(floor === undefined
      ? []
      : [svg('line', { class: 'floor', x1: x(floor), x2: x(floor), y1: 1, y2: height - 1 })]),
    svg('line', { class: 'range-line', x1: x(low), x2: x(high), y1: middle, y2: middle }),
    svg('circle', { class: 'mean', cx: x(mean), cy: middle, r: 3 }),
  );
}
