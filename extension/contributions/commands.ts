/** The commands as users see them in the palette: titles, icons and when they can be run. */
import type { CommandId } from './commandMap';

/** Commands that no person runs. */
export type InternalCommandId = 'whetstone.infill.accepted';

export interface CommandContribution {
  /** A verb phrase in title case, without the name of the extension: the category shows it. */
  readonly title: string;
  /** When the command can be run; it is greyed out otherwise. */
  readonly enablement?: string;
  /** When the palette lists the command; always without it. */
  readonly palette?: string;
  readonly icon?: string;
}

export const commandCategory = 'Whetstone';

export const commands: Readonly<Record<Exclude<CommandId, InternalCommandId>, CommandContribution>> = {
  'whetstone.infill.trigger': {
    title: 'Trigger Suggestion',
    enablement: 'editorTextFocus && !editorReadonly',
    icon: '$(sparkle)',
  },
  'whetstone.infill.toggle': { title: 'Toggle Suggestions' },
  'whetstone.infill.toggleLanguage': {
    title: 'Toggle Suggestions for Language of Active Editor',
    enablement: 'editorIsOpen',
  },
  'whetstone.infill.snooze': { title: 'Snooze Suggestions for Five Minutes' },
  'whetstone.infill.showActivity': { title: 'Show Activity' },
  'whetstone.infill.resetCalibration': { title: 'Reset What Was Learnt About Suggestions' },
  'whetstone.showStatus': { title: 'Show Status' },
  'whetstone.diagnose': { title: 'Diagnose' },
  'whetstone.restartRuntime': { title: 'Restart Runtime' },
  'whetstone.showLog': { title: 'Show Log' },
  'whetstone.openSettings': { title: 'Open Settings' },
  'whetstone.openWalkthrough': { title: 'Open Walkthrough' },
};
