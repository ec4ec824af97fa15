import { button, element, fill } from '../shared/dom';
import type { ModelsStrings, ShownLicence } from './protocol';

/**
 * Puts a licence before the user: the whole text, and with a download the decision. A modal dialog of the browser: the
 * focus stays inside, Escape declines, and goes back to where it was.
 * @param onAccept called when the user accepts it
 */
export function openLicence(licence: ShownLicence, strings: ModelsStrings, onAccept: () => void): HTMLDialogElement {
  const text = element('pre', { tabindex: 0, role: 'region', 'aria-label': strings.licenceText }, licence.text);
  const close = (): void => dialog.close();
  const decisions = licence.forDownload
    ? [
        button(strings.accept, () => {
          close();
          onAccept();
        }),
        button(strings.decline, close, { class: 'secondary' }),
      ]
    : [button(strings.close, close)];
  const dialog = element(
    'dialog',
    { class: 'licence', 'aria-labelledby': 'licence-title' },
    element('h2', { id: 'licence-title' }, fill(strings.licenceFor, licence.title)),
    element('p', {}, `${strings.licenceTitle}: ${licence.name}`, ...link(licence, strings)),
    ...(licence.forDownload ? [element('p', {}, strings.licenceIntro)] : []),
    text,
    element('div', { class: 'acts' }, ...decisions),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  // The text is what there is to read; the decision comes after it.
  text.focus();
  return dialog;
}

function link({ url }: ShownLicence, strings: ModelsStrings): readonly (Node | string)[] {
  return !url?.startsWith('https://') ? [] : [' · ', element('a', { href: url }, strings.licenceLink)];
}
