import { element, fill } from '../../shared/dom';
import type { ViewParts } from '../parts';
import type { ModelWork } from '../protocol';

/** What a model was asked for in the last merge, what it cost, and how that ended. */
export function workView(work: ModelWork, { strings, texts }: ViewParts): HTMLElement {
  const { model: words } = strings;
  const { model, calls, kept, inputTokens, outputTokens, cost, groups, joined, ended, problem } = work;
  const sentences = [
    fill(
      words.work,
      ...[model, texts.whole(calls), texts.dollars(cost)],
      ...[inputTokens, outputTokens].map((tokens) => texts.compact(tokens)),
    ),
    ...(kept === 0 ? [] : [fill(words.workKept, texts.whole(kept))]),
    fill(words.workGroups, texts.whole(groups), texts.whole(joined)),
  ];
  const end =
    ended === 'stopped'
      ? words.ended.stopped
      : ended === 'failed'
        ? fill(words.ended.failed, problem ?? '')
        : groups > 0 && joined === 0
          ? words.ended.nothing
          : undefined;
  return element(
    'section',
    { 'aria-labelledby': 'work-title' },
    element('h3', { id: 'work-title' }, words.workTitle),
    element('p', {}, sentences.join(' ')),
    ...(end === undefined ? [] : [element('p', { class: ended === 'failed' ? 'problem-text' : 'detail' }, end)]),
  );
}
