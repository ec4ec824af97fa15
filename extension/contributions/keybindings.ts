/**
 * Our default keys. None may shadow a key of VS Code: `keybindings.test.ts` holds them against the keys of the editor, and a suite
 * inside VS Code against the whole table of its defaults.
 */
import type { CommandId } from './commandMap';

export interface KeybindingContribution {
  readonly command: CommandId;
  readonly key: string;
  readonly mac?: string;
  readonly when: string;
}

export const keybindings: readonly KeybindingContribution[] = [
  {
    // Free in VS Code on every platform. Other suggestion extensions bind it to the same act, so a clash does no harm.
    command: 'whetstone.infill.trigger',
    key: 'alt+\\',
    when: 'editorTextFocus && !editorHasSelection && !inlineSuggestionsVisible && !editorReadonly',
  },
];

/** Keys that VS Code gives to inline suggestions, the suggest widget and plain editing; not to be bound by us. */
export const takenKeys: readonly string[] = [
  'tab',
  'shift+tab',
  'enter',
  'escape',
  'shift+escape',
  'space',
  'ctrl+space',
  'ctrl+i',
  'cmd+i',
  'alt+escape',
  'ctrl+right',
  'cmd+right',
  'ctrl+left',
  'cmd+left',
  'alt+right',
  'alt+left',
  'alt+]',
  'alt+[',
  'ctrl+enter',
  'cmd+enter',
  'ctrl+l',
  'cmd+l',
  'ctrl+k',
  'cmd+k',
  'ctrl+c',
  'ctrl+x',
  'ctrl+v',
  'ctrl+shift+l',
  'ctrl+shift+m',
  'ctrl+shift+a',
  'ctrl+shift+e',
  'ctrl+shift+t',
  'ctrl+shift+r',
  'ctrl+shift+i',
  'ctrl+alt+i',
  'ctrl+alt+space',
  'ctrl+alt+enter',
];
