import type { ViewParts } from '../../parts';
import type { AskingReport } from '../../protocol';
import { panelChart } from './panelChart';
import { ratePanels } from './ratePanels';

/** Gain, use lift, needless questions, corrections and kappa: a small picture each. Nothing where none was measured. */
export function rateChart(report: AskingReport, parts: ViewParts): readonly HTMLElement[] {
  const { rates: words, judge } = parts.strings.asking;
  const panels = ratePanels(report, { ...words.names, kappa: judge.kappa });
  if (panels.length === 0) return [];
  const models = report.models.map(({ model }) => model);
  return [panelChart({ id: 'rates-title', title: words.title, summary: words.summary, models, panels }, parts)];
}
