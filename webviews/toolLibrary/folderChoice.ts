import { element } from '../shared/dom';
import type { ViewParts } from './parts';
import type { LibraryData } from './protocol';

/** Which folder of the workspace the page is about; nothing where there is but one. */
export function folderChoice({ folders, folder }: LibraryData, { strings, send }: ViewParts): readonly HTMLElement[] {
  if (folders.length < 2) return [];
  const choice = element(
    'select',
    { 'data-focus': 'folder' },
    ...folders.map(({ path, name }) =>
      element('option', { value: path, selected: path === folder, title: path }, name),
    ),
  );
  choice.addEventListener('change', () => send({ type: 'folder', folder: choice.value }));
  return [element('label', { class: 'range' }, strings.folder, choice)];
}
