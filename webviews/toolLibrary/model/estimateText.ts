import { element, fill } from '../../shared/dom';
import type { ViewParts } from '../parts';
import type { LibraryEstimate } from '../protocol';

/** What a merge would take, what of it is assumed, and why it cannot be begun. What is not known is said to be so. */
export function estimateText(
  asked: LibraryEstimate,
  limit: number | undefined,
  { strings, texts }: ViewParts,
): readonly HTMLElement[] {
  const { model: words } = strings;
  const problem = (text: string): HTMLElement => element('p', { class: 'problem-text' }, text);
  if ('problem' in asked) return [problem(`${asked.problem.message} ${asked.problem.action}`)];
  const { estimate } = asked;
  const { groups, tools, tooLong, calls, inputTokens, outputTokens, expectedCost, worstCost, assumptions } = estimate;
  const whole = (value: number): string => texts.whole(value);
  const over = limit !== undefined && worstCost !== undefined && worstCost > limit;
  const sentences = [
    fill(
      words.estimate,
      ...[groups, tools, calls.expected, calls.most].map(whole),
      ...[inputTokens, outputTokens].map((tokens) => texts.compact(tokens)),
    ),
    ...(calls.kept === 0 ? [] : [fill(words.kept, whole(calls.kept))]),
    ...(tooLong === 0 ? [] : [fill(words.tooLong, whole(tooLong))]),
    expectedCost === undefined || worstCost === undefined
      ? words.costUnknown
      : fill(words.cost, texts.dollars(expectedCost), texts.dollars(worstCost)),
    ...(over ? [fill(words.overLimit, texts.dollars(limit))] : []),
  ];
  return [
    ...(groups === 0 ? [] : [element('p', {}, sentences.join(' '))]),
    ...(estimate.problem === undefined ? [] : [problem(estimate.problem)]),
    ...(groups === 0
      ? []
      : [
          element(
            'ul',
            { class: 'detail' },
            ...assumptions.map(({ kind }) => element('li', {}, words.assumptions[kind])),
          ),
        ]),
  ];
}
