import { button, element, fill } from '../shared/dom';
import type { ViewParts } from './parts';
import type { Library } from './protocol';

const mostNamed = 3;

/** That files were changed since the tools were found; nothing where none was. */
export function staleNotice({ stale }: Library, { strings, texts, send }: ViewParts): readonly HTMLElement[] {
  const { files, count } = stale;
  if (count === 0) return [];
  const named = files.slice(0, mostNamed).join(', ');
  const text = count <= mostNamed ? named : fill(strings.stale.more, named, texts.whole(count - mostNamed));
  return [
    element(
      'div',
      { class: 'stale' },
      element('p', {}, fill(strings.stale.text, texts.whole(count), text)),
      button(strings.acts.takeInventory, () => send({ type: 'act', act: 'takeInventory' }), {
        ...{ class: 'secondary', 'data-focus': 'stale' },
      }),
    ),
  ];
}
