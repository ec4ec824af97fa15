/**
 * Builds, from the typed sources of this folder, the keys of package.json that this folder owns, and the texts of package.nls.json.
 * Texts stand in package.json as %keys%; VS Code replaces them by package.nls.json or a translation of it.
 */
import { pageTypes } from '../pages/pageTypes';
import { agentToolPrefix, agentTools } from './agentTools';
import { chatParticipant, functionsServerProvider, libraryServerProvider } from './chatParticipant';
import { colors } from './colors';
import { chatVendor } from './chatVendor';
import { commandCategory, commands } from './commands';
import { keybindings } from './keybindings';
import { menus, submenus } from './menus';
import type { Setting } from './settingKinds';
import { settingBlocks, settings } from './settings';
import { container, views, viewsWelcome } from './views';
import { walkthrough } from './walkthrough';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

export interface Manifest {
  /** Keys of package.json that are written from here; every other key belongs to whoever edits package.json. */
  readonly packageJson: Readonly<Record<OwnedKey, Json>>;
  /** package.nls.json, sorted by key. */
  readonly texts: Readonly<Record<string, string>>;
}

export const ownedKeys = ['extensionKind', 'activationEvents', 'capabilities', 'l10n', 'contributes'] as const;
export type OwnedKey = (typeof ownedKeys)[number];

/** Collects English texts and hands out their %keys%. */
class Texts {
  private readonly entries = new Map<string, string>();

  add(key: string, english: string): string {
    const known = this.entries.get(key);
    if (known !== undefined && known !== english) throw new Error(`two texts for ${key}`);
    this.entries.set(key, english);
    return `%${key}%`;
  }

  sorted(): Record<string, string> {
    return Object.fromEntries([...this.entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  }
}

export function buildManifest(): Manifest {
  const texts = new Texts();
  const packageJson = {
    // The model runs where the workspace is; where that side cannot have extensions, beside the window.
    extensionKind: ['workspace', 'ui'],
    // The first document of any language; the status bar in a window without one; a page that is restored with its window.
    activationEvents: [
      ...['onLanguage', 'onStartupFinished'],
      ...Object.values(pageTypes).map((type) => `onWebviewPanel:${type}`),
    ],
    capabilities: capabilities(texts),
    l10n: './l10n',
    contributes: {
      commands: commandEntries(texts),
      submenus: submenus.map(({ id, label }) => ({ id, label: texts.add(`submenu.${id}`, label) })),
      menus: { commandPalette: paletteEntries(), ...menus },
      keybindings: keybindings.map(({ command, key, mac, when }) => ({ command, key, ...(mac ? { mac } : {}), when })),
      colors: colors.map(({ id, text, defaults }) => ({ id, description: texts.add(`color.${id}`, text), defaults })),
      viewsContainers: {
        activitybar: [
          { id: container.id, title: texts.add(`container.${container.id}`, container.title), icon: container.icon },
        ],
      },
      views: {
        [container.id]: views.map(({ id, name }) => ({
          ...{ id, name: texts.add(`view.${id}`, name), contextualTitle: container.title },
          icon: container.icon,
        })),
      },
      viewsWelcome: viewsWelcome.map(({ id, view, contents, when }) => ({
        view,
        contents: texts.add(`welcome.${view}.${id}`, contents),
        when,
      })),
      configuration: settingBlocks.map((block, index) => ({
        id: `whetstone.${block.id}`,
        title: texts.add(`settings.${block.id}`, block.title),
        order: index + 1,
        properties: settingEntries(block.settings, texts),
      })),
      languageModelChatProviders: [
        {
          vendor: chatVendor.vendor,
          displayName: chatVendor.displayName,
          managementCommand: chatVendor.managementCommand,
        },
      ],
      chatParticipants: [participantEntry(texts)],
      languageModelTools: toolEntries(texts),
      mcpServerDefinitionProviders: [functionsServerProvider, libraryServerProvider].map(({ id, label }) => ({
        ...{ id, label: texts.add(`mcp.${id}`, label) },
      })),
      walkthroughs: [walkthroughEntry(texts)],
    },
  } satisfies Record<OwnedKey, Json>;
  return { packageJson, texts: texts.sorted() };
}

function capabilities(texts: Texts): Json {
  const restricted = Object.entries<Setting<unknown>>(settings)
    .filter(([, setting]) => setting.scope === 'machine' || setting.scope === 'application')
    .map(([key]) => key);
  return {
    untrustedWorkspaces: {
      supported: 'limited',
      description: texts.add(
        'capabilities.untrusted',
        'Suggestions come from the open file alone: other files are not used as context, and no setting of the workspace that names a model, an endpoint, a path or a limit is read. The agent, its tools and its servers are off.',
      ),
      restrictedConfigurations: restricted,
    },
    virtualWorkspaces: {
      supported: 'limited',
      description: texts.add(
        'capabilities.virtual',
        'Suggestions work. The model itself must lie on the disk of the machine that runs the extension.',
      ),
    },
  };
}

function commandEntries(texts: Texts): Json {
  return Object.entries(commands).map(([command, { title, enablement, icon }]) => ({
    command,
    title: texts.add(`command.${command}`, title),
    category: commandCategory,
    ...(icon ? { icon } : {}),
    ...(enablement ? { enablement } : {}),
  }));
}

function paletteEntries(): Json {
  return Object.entries(commands).flatMap(([command, { palette, enablement }]) => {
    const when = palette ?? enablement;
    return when ? [{ command, when }] : [];
  });
}

function settingEntries(block: Readonly<Record<string, Setting<unknown>>>, texts: Texts): Json {
  return Object.fromEntries(
    Object.entries(block).map(([key, setting], index) => {
      const entry = {
        ...setting.schema,
        ...(setting.choices
          ? {
              enumItemLabels: setting.choices.map((choice) =>
                texts.add(`setting.${key}.${choice.value}.label`, choice.label),
              ),
              markdownEnumDescriptions: setting.choices.map((choice) =>
                texts.add(`setting.${key}.${choice.value}`, choice.text),
              ),
            }
          : {}),
        ...(setting.tags ? { tags: setting.tags } : {}),
        default: setting.default,
        scope: setting.scope,
        order: index + 1,
        markdownDescription: texts.add(`setting.${key}`, setting.text),
      };
      return [key, entry as unknown as Json];
    }),
  );
}

function toolEntries(texts: Texts): Json {
  return agentTools.map(({ name, title, description, reference, text, icon, inputSchema }) => ({
    name: `${agentToolPrefix}${name}`,
    displayName: texts.add(`tool.${name}`, title),
    modelDescription: description,
    userDescription: texts.add(`tool.${name}.text`, text),
    toolReferenceName: reference,
    canBeReferencedInPrompt: true,
    icon,
    tags: ['whetstone'],
    when: 'isWorkspaceTrusted',
    inputSchema: inputSchema as Json,
  }));
}

function participantEntry(texts: Texts): Json {
  const { id, name, fullName, description, commands: own } = chatParticipant;
  return {
    ...{ id, name, fullName, isSticky: true },
    description: texts.add(`participant.${id}`, description),
    commands: own.map((command) => ({
      name: command.name,
      description: texts.add(`participant.${id}.${command.name}`, command.description),
    })),
  };
}

function walkthroughEntry(texts: Texts): Json {
  const key = `walkthrough.${walkthrough.id}`;
  return {
    id: walkthrough.id,
    title: texts.add(`${key}.title`, walkthrough.title),
    description: texts.add(`${key}.description`, walkthrough.description),
    steps: walkthrough.steps.map((step) => ({
      id: step.id,
      title: texts.add(`${key}.${step.id}.title`, step.title),
      description: texts.add(`${key}.${step.id}.description`, step.description),
      media: {
        svg: `media/walkthrough/${step.picture}`,
        altText: texts.add(`${key}.${step.id}.altText`, step.altText),
      },
      completionEvents: step.completionEvents,
    })),
  };
}
