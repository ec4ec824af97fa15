/**
 * Our default keys. None may shadow a key of VS Code, but for those that hold only while a preview is shown: `keybindings.test.ts` holds them against the keys of the editor, and a suite
 * inside VS Code against the whole table of its defaults.
 */
import type { CommandId } from './commandMap';

export interface KeybindingContribution {
  readonly command: CommandId;
  readonly key: string;
  readonly mac?: string;
  readonly when: string;
  /**
   * A key that VS Code has a use for: it is ours only while the editor shows a preview (or token confidence), which the user
   * asked for and which a hint in the editor names the keys of.
   */
  readonly onlyWhile?: 'whetstone.rewritePreview' | 'whetstone.confidenceShown';
}

/** The one key to ask the model: for a suggestion, or, with a selection or several cursors, for a rewrite of them. */
const askKey = 'alt+\\';
const writable = 'editorTextFocus && !editorReadonly && !whetstone.rewritePreview';
/** In the editor, or in the slider that is open above it. */
const previewOrSlider = 'whetstone.rewritePreview && (editorTextFocus || inQuickOpen)';

export const keybindings: readonly KeybindingContribution[] = [
  {
    // Free in VS Code on every platform. Other suggestion extensions bind it to the same act, so a clash does no harm.
    command: 'whetstone.infill.trigger',
    key: askKey,
    when: `${writable} && !editorHasSelection && !editorHasMultipleSelections && !inlineSuggestionsVisible && !whetstone.confidenceShown`,
  },
  { command: 'whetstone.rewrite.regenerate', key: askKey, when: `${writable} && editorHasSelection` },
  {
    command: 'whetstone.rewrite.fillGaps',
    key: askKey,
    when: `${writable} && editorHasMultipleSelections && !editorHasSelection`,
  },
  {
    command: 'whetstone.rewrite.regenerateToken',
    key: askKey,
    when: `${writable} && whetstone.confidenceShown && !editorHasSelection && !editorHasMultipleSelections`,
  },
  { command: 'whetstone.rewrite.polish', key: 'shift+alt+\\', when: writable },
  {
    command: 'whetstone.rewrite.accept',
    key: 'tab',
    when: 'whetstone.rewritePreview && editorTextFocus && !suggestWidgetVisible',
    onlyWhile: 'whetstone.rewritePreview',
  },
  {
    command: 'whetstone.rewrite.discard',
    key: 'escape',
    when: 'whetstone.rewritePreview && editorTextFocus && !suggestWidgetVisible',
    onlyWhile: 'whetstone.rewritePreview',
  },
  {
    command: 'whetstone.rewrite.another',
    key: 'alt+]',
    when: previewOrSlider,
    onlyWhile: 'whetstone.rewritePreview',
  },
  {
    command: 'whetstone.rewrite.previous',
    key: 'alt+[',
    when: previewOrSlider,
    onlyWhile: 'whetstone.rewritePreview',
  },
  {
    command: 'whetstone.rewrite.keepMore',
    key: 'alt+=',
    when: 'whetstone.rewritePreview && whetstone.rewriteSlider && editorTextFocus',
    onlyWhile: 'whetstone.rewritePreview',
  },
  {
    command: 'whetstone.rewrite.keepLess',
    key: 'alt+-',
    when: 'whetstone.rewritePreview && whetstone.rewriteSlider && editorTextFocus',
    onlyWhile: 'whetstone.rewritePreview',
  },
  {
    command: 'whetstone.rewrite.hideConfidence',
    key: 'escape',
    when: 'whetstone.confidenceShown && editorTextFocus && !whetstone.rewritePreview && !suggestWidgetVisible && !inlineSuggestionVisible',
    onlyWhile: 'whetstone.confidenceShown',
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
