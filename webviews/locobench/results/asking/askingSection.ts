import { element, fill } from '../../../shared/dom';
import type { ViewParts } from '../../parts';
import type { RunReport } from '../../protocol';
import { judgeSection } from './judgeSection';
import { pairSection } from './pairSection';
import { rateChart } from './rateChart';
import { rateTable } from './rateTable';
import { hasSettings, settingsChart } from './settingsChart';
import { timingChart } from './timingChart';

/** What a run of UserBench says of asking; nothing for other evaluations. @param changed a choice was made: draw anew */
export function askingSection({ asking }: RunReport, parts: ViewParts, changed: () => void): readonly HTMLElement[] {
  if (asking === undefined) return [];
  const { strings, texts } = parts;
  const { title, text, unread } = strings.asking;
  return [
    element(
      'section',
      { class: 'asking', 'aria-labelledby': 'asking-title' },
      element('h2', { id: 'asking-title' }, title),
      element('p', { class: 'detail' }, text),
      ...(asking.unread === 0 ? [] : [element('p', { class: 'detail' }, fill(unread, texts.whole(asking.unread)))]),
      element(
        'div',
        { class: 'charts' },
        timingChart(asking, parts, changed),
        ...(hasSettings(asking) ? [settingsChart(asking, parts)] : []),
      ),
      ...rateChart(asking, parts),
    ),
    rateTable(asking, parts),
    ...pairSection(asking, parts, changed),
    ...judgeSection(asking, parts),
  ];
}
