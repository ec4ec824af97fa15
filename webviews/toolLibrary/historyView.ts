import { button, element, fill } from '../shared/dom';
import { plainTable } from '../shared/plainTable';
import type { ViewParts } from './parts';
import type { AppliedRefactoring } from './protocol';

/** What was applied, newest first, each with the way back. */
export function historyView(history: readonly AppliedRefactoring[], parts: ViewParts): HTMLElement {
  const { strings, texts, locale, send } = parts;
  const { history: words } = strings;
  const time = (at: number): string =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
  const state = ({ id, applied, reverted, touched, tools }: AppliedRefactoring): HTMLElement | string => {
    if (reverted !== undefined) return fill(words.reverted, time(reverted));
    if (touched.length > 0) return fill(words.touched, touched.join(', '));
    return element(
      'span',
      {},
      `${words.stands} `,
      button(words.revert, () => send({ type: 'revert', id }), {
        ...{ class: 'secondary', 'aria-label': fill(words.revertOf, time(applied)), 'data-focus': `revert-${id}` },
      }),
      // Where only calls were rewritten there are no adapters.
      ...(tools === 0
        ? []
        : [
            ' ',
            button(words.inline, () => send({ type: 'inline', id }), {
              ...{
                class: 'secondary',
                'aria-label': fill(words.inlineOf, time(applied)),
                'data-focus': `inline-${id}`,
              },
            }),
          ]),
    );
  };
  return plainTable(
    words.label,
    [
      { label: words.columns.when },
      { label: words.columns.groups, numeric: true },
      { label: words.columns.tools, numeric: true },
      { label: words.columns.files },
      { label: words.columns.state },
    ],
    history.map((each) => [
      time(each.applied),
      texts.whole(each.groups),
      each.tools === 0 ? words.ofCalls : texts.whole(each.tools),
      each.files.join(', '),
      state(each),
    ]),
  );
}
