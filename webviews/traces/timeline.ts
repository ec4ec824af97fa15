import type { TraceStep } from '../../runtime/agent/protocol';
import { element, fill } from '../shared/dom';
import type { MoneyTexts } from '../shared/moneyTexts';
import type { TraceStrings } from './protocol';
import { isWrong } from './traceTexts';

const width = 1000;
const height = 34;
/** Parts of the picture at most: more cannot be told apart. */
const mostParts = 1000;
const space = 'http://www.w3.org/2000/svg';

interface Part {
  readonly kind: 'model' | 'tool';
  readonly milliseconds: number;
  readonly wrong: boolean;
}

/** Where the time of a run went: models in the upper row, tools in the lower one, each as long as it took. */
export function timeline(steps: readonly TraceStep[], strings: TraceStrings, money: MoneyTexts): HTMLElement {
  const timed = steps.flatMap((step): readonly Part[] =>
    step.kind === 'model' || step.kind === 'tool'
      ? [{ kind: step.kind, milliseconds: Math.max(step.milliseconds, 0), wrong: isWrong(step) }]
      : [],
  );
  const total = timed.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const of = (kind: Part['kind']): number =>
    timed.reduce((sum, part) => sum + (part.kind === kind ? part.milliseconds : 0), 0);
  const summary = fill(
    strings.timelineSummary,
    money.whole(timed.length),
    money.milliseconds(of('model')),
    money.milliseconds(of('tool')),
  );
  return element(
    'section',
    { class: 'timeline' },
    element('h3', {}, strings.timelineTitle),
    total > 0 ? picture(merged(timed), total, summary) : '',
    element('p', { class: 'detail' }, summary),
  );
}

function picture(parts: readonly Part[], total: number, summary: string): SVGElement {
  const svg = node('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img' });
  svg.setAttribute('aria-label', summary);
  let passed = 0;
  for (const { kind, milliseconds, wrong } of parts) {
    const x = (passed / total) * width;
    passed += milliseconds;
    const wide = Math.max((milliseconds / total) * width - 0.5, 0.5);
    const y = kind === 'model' ? 1 : 19;
    svg.append(node('rect', { class: kind, x, y, width: wide, height: 11 }));
    // A line below, not a colour alone.
    if (wrong) svg.append(node('rect', { class: 'wrong', x, y: y + 12, width: Math.max(wide, 2), height: 3 }));
  }
  return svg;
}

/** Neighbours of a kind are one part where there are too many to draw. */
function merged(parts: readonly Part[]): readonly Part[] {
  if (parts.length <= mostParts) return parts;
  const group = Math.ceil(parts.length / mostParts) * 2;
  const made: Part[] = [];
  for (let start = 0; start < parts.length; start += group) {
    const some = parts.slice(start, start + group);
    for (const kind of ['model', 'tool'] as const) {
      const own = some.filter((part) => part.kind === kind);
      if (own.length === 0) continue;
      made.push({
        kind,
        milliseconds: own.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
        wrong: own.some(({ wrong }) => wrong),
      });
    }
  }
  return made;
}

function node(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
