/** Where commands stand besides the palette: menus of the editor, of a preview's title, and of the tree of models. */
import type { CommandId } from './commandMap';
import type { ModelAct } from '../../webviews/models/protocol';
import { modelsViewId } from './views';

export interface SubmenuContribution {
  readonly id: string;
  readonly label: string;
}

export interface MenuEntry {
  readonly command?: CommandId;
  readonly submenu?: string;
  /** Name of the group and, after @, the place in it. */
  readonly group: string;
  readonly when?: string;
}

const editorSubmenu = 'whetstone.editor';

export const submenus: readonly SubmenuContribution[] = [{ id: editorSubmenu, label: 'Whetstone' }];

/** In a preview's own editors: the document, and the diff of it. */
const inPreview = 'whetstone.rewritePreview';

const inModels = `view == ${modelsViewId}`;
/** For models whose state allows an act; `modelTreeText.ts` writes these words. */
const can = (...acts: readonly ModelAct[]): string => `${inModels} && viewItem =~ /\\bcan-(${acts.join('|')})\\b/`;

export const menus = {
  'editor/context': [{ submenu: editorSubmenu, group: '1_modification@90', when: 'editorTextFocus' }],
  [editorSubmenu]: [
    {
      command: 'whetstone.rewrite.regenerate',
      group: '1_rewrite@1',
      when: 'editorHasSelection && !editorReadonly',
    },
    { command: 'whetstone.rewrite.fillGaps', group: '1_rewrite@2', when: '!editorReadonly' },
    { command: 'whetstone.rewrite.polish', group: '1_rewrite@3', when: '!editorReadonly' },
    { command: 'whetstone.rewrite.regenerateToken', group: '1_rewrite@4', when: '!editorReadonly' },
    { command: 'whetstone.rewrite.toggleConfidence', group: '2_look@1' },
  ],
  'editor/title': [
    { command: 'whetstone.rewrite.accept', group: 'navigation@-9', when: inPreview },
    { command: 'whetstone.rewrite.discard', group: 'navigation@-8', when: inPreview },
    { command: 'whetstone.rewrite.another', group: 'navigation@-7', when: inPreview },
    { command: 'whetstone.rewrite.chooseKeep', group: 'navigation@-6', when: 'whetstone.rewriteSlider' },
    { command: 'whetstone.rewrite.showDiff', group: 'navigation@-5', when: inPreview },
  ],
  'view/title': [
    { command: 'whetstone.models.show', group: 'navigation@1', when: inModels },
    { command: 'whetstone.models.addFolder', group: 'navigation@2', when: inModels },
    { command: 'whetstone.models.refresh', group: 'navigation@3', when: inModels },
    { command: 'whetstone.models.setHubToken', group: '1_hub@1', when: inModels },
    { command: 'whetstone.models.clearHubToken', group: '1_hub@2', when: inModels },
  ],
  'view/item/context': [
    { command: 'whetstone.models.download', group: 'inline@1', when: can('download', 'resume') },
    { command: 'whetstone.models.cancelDownload', group: 'inline@1', when: can('cancel') },
    { command: 'whetstone.models.use', group: 'inline@1', when: can('use') },
    { command: 'whetstone.models.show', group: '1_open@1', when: `${inModels} && viewItem =~ /^model/` },
    { command: 'whetstone.models.showLicence', group: '1_open@2', when: can('licence') },
    { command: 'whetstone.models.reveal', group: '1_open@3', when: can('reveal') },
    { command: 'whetstone.models.download', group: '2_act@1', when: can('download', 'resume') },
    { command: 'whetstone.models.cancelDownload', group: '2_act@1', when: can('cancel') },
    { command: 'whetstone.models.use', group: '2_act@1', when: can('use') },
    { command: 'whetstone.models.measure', group: '2_act@2', when: can('measure') },
    { command: 'whetstone.models.verify', group: '2_act@3', when: can('verify') },
    { command: 'whetstone.models.discardDownload', group: '3_remove@1', when: can('discard') },
    { command: 'whetstone.models.remove', group: '3_remove@2', when: can('remove') },
  ],
} as const satisfies Record<string, readonly MenuEntry[]>;
