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
      title: 'Try it offline',
      description:
        'Open a file and type. Grey text after the cursor is a suggestion of the model that came with the extension: nothing to download, no account, no network.\n\nPress **Tab** to accept it, **Esc** to hide it, or go on typing.\n\n[Suggest Now](command:whetstone.infill.trigger)',
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
      id: 'models',
      title: 'Choose a bigger model',
      description:
        'The embedded model is small. The page **Models** lists larger ones with their licence, their size, and whether the memory of this machine can hold them. Download one, or add a folder that you have; **Measure** times it here, and **Use for Suggestions** puts it to work.\n\n[Show Models](command:whetstone.models.show)\n[Add Model From Folder](command:whetstone.models.addFolder)',
      picture: 'models.svg',
      altText: 'A list of three models: one is in use, one is being downloaded, and one does not fit into the memory.',
      completionEvents: ['onContext:whetstone.modelInstalled', 'onCommand:whetstone.models.show'],
    },
    {
      id: 'budget',
      title: 'Set a budget',
      description:
        'The chat can use models too: **Whetstone Auto** in its list of models chooses, for each question, the cheapest one that is likely to do. Say where models are (OpenAI, Anthropic, Google, Ollama and others, or a file on this machine), and what may be spent.\n\n[Add Provider](command:whetstone.gateway.addProvider)\n[Set Budget](command:whetstone.budget.set)\n\nThe worst case of a call is set aside before it is sent; what cannot be afforded is refused. [Budget & Routing](command:whetstone.budget.show) shows every decision with its reason.',
      picture: 'budget.svg',
      altText: 'A bar that is filled to about half of ten dollars, and a switch for local only.',
      completionEvents: ['onContext:whetstone.budgetSet', 'onCommand:whetstone.budget.show'],
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
      title: 'See what runs, and what it costs',
      description:
        'Suggestions come from a process of their own on this machine: your code does not leave it, and there is nothing to pay. The network is used for downloads of models that you ask for, and for calls to providers that you set up; the setting `whetstone.privacy.localOnly` forbids both. The log tells every step; **Diagnose** collects versions, states and last errors in one page.\n\n[Diagnose](command:whetstone.diagnose)\n[Show Log](command:whetstone.showLog)',
      picture: 'local.svg',
      altText: 'A laptop with the model inside and no line to a cloud.',
      completionEvents: ['onCommand:whetstone.diagnose', 'onCommand:whetstone.showLog'],
    },
    {
      id: 'evaluate',
      title: 'Evaluate with your own code',
      description:
        'The page **Infill Activity** counts what you do with suggestions: how many you accepted, with a 95 % interval, and how long they took. Use one model for a while, then another, and compare.\n\n[Show Activity](command:whetstone.infill.showActivity)\n\nIn a clone of the repository `npx whetstone eval suite --slice --models embedded,FOLDER` compares models on held-out tasks in eight languages.',
      picture: 'evaluate.svg',
      altText: 'Two bars with error marks that compare how often the suggestions of two models were accepted.',
      completionEvents: ['onCommand:whetstone.infill.showActivity'],
    },
  ] satisfies readonly WalkthroughStep[],
} as const;
