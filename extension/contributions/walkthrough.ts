/** The one walkthrough, shown after installation. Pictures are themed SVG in `media/walkthrough`. */
import type { CommandId, WhetstoneContextKey } from './commandMap';
import type { SettingKey } from './settings';

export type CompletionEvent =
  `onCommand:${CommandId}` | `onContext:${WhetstoneContextKey}` | `onSettingChanged:${SettingKey}`;

export interface WalkthroughStep {
  readonly id: string;
  /** Begins with a verb. */
  readonly title: string;
  readonly description: string;
  /** File in media/walkthrough. */
  readonly picture: string;
  readonly altText: string;
  readonly completionEvents: readonly CompletionEvent[];
}

export const walkthroughId = 'whetstone.start';

export const walkthrough = {
  id: walkthroughId,
  title: 'Get Started with Whetstone',
  description: 'Code suggestions from a model that runs on this machine.',
  steps: [
    {
      id: 'accept',
      title: 'Accept your first suggestion',
      description:
        'Open a file and type. Grey text after the cursor is a suggestion of the model that came with the extension: nothing to download, no account.\n\nPress **Tab** to accept it, **Esc** to hide it, or go on typing.\n\n[Suggest Now](command:whetstone.infill.trigger)',
      picture: 'accept.svg',
      altText: 'An editor with a line of code whose end is shown in grey as a suggestion, and the Tab key.',
      completionEvents: ['onContext:whetstone.firstSuggestionAccepted'],
    },
    {
      id: 'parts',
      title: 'Take only what you need',
      description:
        "Accept the next word with VS Code's key for it (**Ctrl+Right**, on a Mac **Cmd+Right**), or a line with the command **Accept Next Line Of Inline Suggestion**.\n\nAsk for several suggestions, and cycle through them with **Alt+]** and **Alt+[**.\n\n[Suggest Now](command:whetstone.infill.trigger)",
      picture: 'parts.svg',
      altText: 'A suggestion of which only the first word has been accepted, with arrows to other suggestions.',
      completionEvents: ['onCommand:whetstone.infill.trigger'],
    },
    {
      id: 'tune',
      title: 'Decide where it helps',
      description:
        'Turn suggestions off for a language, for some files, in comments or in strings, or ask for them only on demand. A click on **Whetstone** in the status bar shows what it does and why.\n\n[Open Settings](command:whetstone.openSettings)',
      picture: 'tune.svg',
      altText: 'A list of switches and the status bar with the Whetstone item.',
      completionEvents: ['onCommand:whetstone.openSettings', 'onCommand:whetstone.infill.toggleLanguage'],
    },
    {
      id: 'diagnose',
      title: 'See what runs on your machine',
      description:
        'The model runs in its own process on this machine, and your code does not leave it. The log tells every step; **Diagnose** collects versions, states and last errors in one page.\n\n[Diagnose](command:whetstone.diagnose)\n[Show Log](command:whetstone.showLog)',
      picture: 'local.svg',
      altText: 'A laptop with the model inside and no line to a cloud.',
      completionEvents: ['onCommand:whetstone.diagnose', 'onCommand:whetstone.showLog'],
    },
  ] satisfies readonly WalkthroughStep[],
} as const;
