import type { ToolSetStrings } from '../../webviews/locobench/protocol';

/** Texts of the form that makes tasks for MCP servers, and of how they are done. */
export function toolSetStrings(l10n: { t(message: string): string }): ToolSetStrings {
  return {
    servers: l10n.t('Servers'),
    from: {
      workspace: l10n.t('this workspace'),
      published: l10n.t('from npm'),
      set: l10n.t('this set'),
    },
    serverLabel: l10n.t('{0} ({1})'),
    starts: l10n.t('Starts: {0}'),
    notAllowed: l10n.t('You are asked before it is started for the first time.'),
    loading: l10n.t('Looking for servers...'),
    needServer: l10n.t('Choose at least one server.'),
    maker: l10n.t('Made by'),
    makerText: l10n.t(
      'Without a model, calls are drawn from the schemas of the tools. A model makes up what people would ask, and costs.',
    ),
    noMaker: l10n.t('No model'),
    made: l10n.t('{0} tasks are ready, and {1} dialogues about them.'),
    untrusted: l10n.t('The servers of this workspace are listed once you trust it.'),
    way: l10n.t('The model'),
    ways: { task: l10n.t('does a task that is told at once'), dialogue: l10n.t('talks with a simulated user') },
    wayText: l10n.t('In dialogues values are held back until it asks, or a tool comes late.'),
  };
}
