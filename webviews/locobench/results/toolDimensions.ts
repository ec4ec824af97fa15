import { element } from '../../shared/dom';
import type { ViewParts } from '../parts';
import type { RunReport } from '../protocol';
import { panelChart } from './asking/panelChart';
import type { RatePanel } from './asking/ratePanels';

/** Names of metrics of evaluations of tools. */
const dimensions = ['goal', 'tools', 'arguments', 'order', 'judged'] as const;

/** The dimensions of an evaluation of tools, each 0 to 1; nothing for other evaluations. */
export function toolDimensions({ overall, floors }: RunReport, parts: ViewParts): readonly HTMLElement[] {
  if (parts.benchmark !== 'mcpeval') return [];
  const { toolDimensions: words } = parts.strings.results;
  const models = overall.map(({ model }) => model);
  // Of what was graded by its end: what doing nothing, or anything, is worth.
  const floor = floors.length === 0 ? undefined : Math.max(...floors.map(({ value }) => value));
  const panels = dimensions
    .map((name): RatePanel => ({
      ...{ title: words.names[name], unit: 'share', chance: name === 'goal' ? floor : undefined, from: 0, to: 1 },
      values: overall.map(({ model, further }, index) => ({
        ...{ model, index },
        value: further.find((each) => each.name === name)?.value,
      })),
    }))
    .filter(({ values }) => values.some(({ value }) => value !== undefined));
  if (panels.length === 0) return [];
  const { title, summary } = words;
  return [
    element('div', { class: 'asking' }, panelChart({ id: 'dimensions-title', title, summary, models, panels }, parts)),
  ];
}
