/** The command *Manage MCP Servers*. Loaded when it is first run. */
import * as vscode from 'vscode';
import type { McpServerConfig, McpServerState } from '../../runtime/agent/protocol';
import { runCommand } from '../contributions/commandRegistry';
import { RuntimeRequestError } from '../runtimeProcess/errors';
import type { AgentClient } from './agentClient';
import { workspaceRoots } from './agentConfig';
import type { ApprovalMemory } from './approvalMemory';
import type { McpInputs } from './mcpInputs';

export interface ServerManagementParts {
  readonly client: AgentClient;
  readonly memory: ApprovalMemory;
  readonly inputs: McpInputs;
  readonly showLog: () => void;
}

type Act = 'allow' | 'start' | 'stop' | 'restart' | 'problem' | 'forget' | 'configuration';

interface ActItem extends vscode.QuickPickItem {
  readonly act: Act;
}

/** Lists the servers, and does with one what the user chooses; then lists them again, until Escape. */
export async function manageServers(parts: ServerManagementParts): Promise<void> {
  for (;;) {
    const server = await pickServer(await parts.client.servers());
    if (server === undefined) return;
    if (server === 'settings') return openConfiguration('user');
    const item = await vscode.window.showQuickPick<ActItem>([...actsOf(server)], {
      title: server.name,
      placeHolder: oneLine(server.config),
    });
    if (item && !(await act(parts, server, item.act))) return;
  }
}

/** What would be started or reached, whole: what a person agrees to. */
export function wholeCommand(config: McpServerConfig): string {
  if (config.type !== 'stdio') {
    const headers = Object.entries(config.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
    return [config.url, ...headers].join('\n');
  }
  const variables = Object.entries(config.env ?? {}).map(([name, value]) => `${name}=${value ?? ''}`);
  return [
    [config.command, ...(config.args ?? [])].map(quoted).join(' '),
    ...(config.cwd === undefined ? [] : [vscode.l10n.t('in {0}', config.cwd)]),
    ...variables,
    ...(config.envFile === undefined ? [] : [vscode.l10n.t('variables of {0}', config.envFile)]),
  ].join('\n');
}

async function pickServer(servers: readonly McpServerState[]): Promise<McpServerState | 'settings' | undefined> {
  const items = servers.map((server) => ({
    label: `${icons[server.status]} ${server.name}`,
    description: statusText(server),
    detail: server.problem === undefined ? oneLine(server.config) : `$(warning) ${server.problem}`,
    server,
  }));
  const settings = { label: `$(gear) ${vscode.l10n.t('Servers of Your Settings')}`, server: 'settings' as const };
  const chosen = await vscode.window.showQuickPick([...items, ...(items.length > 0 ? [separator] : []), settings], {
    title: vscode.l10n.t('MCP servers'),
    placeHolder:
      items.length === 0
        ? vscode.l10n.t('There is none: write .vscode/mcp.json, or your settings')
        : vscode.l10n.t('None is started before you allow it'),
    matchOnDetail: true,
  });
  return chosen && 'server' in chosen ? chosen.server : undefined;
}

const separator = { label: '', kind: vscode.QuickPickItemKind.Separator };

const icons: Readonly<Record<McpServerState['status'], string>> = {
  'not-allowed': '$(lock)',
  stopped: '$(circle-slash)',
  starting: '$(loading~spin)',
  running: '$(check)',
  failed: '$(error)',
};

export function statusText({ status, from, tools }: McpServerState): string {
  const place = from === 'workspace' ? vscode.l10n.t('workspace') : vscode.l10n.t('your settings');
  switch (status) {
    case 'not-allowed':
      return vscode.l10n.t('not allowed to start, {0}', place);
    case 'stopped':
      return vscode.l10n.t('stopped, {0}', place);
    case 'starting':
      return vscode.l10n.t('starting, {0}', place);
    case 'running':
      return vscode.l10n.t('runs, {0} tools, {1}', tools, place);
    case 'failed':
      return vscode.l10n.t('failed, {0}', place);
  }
}

function actsOf({ status, problem }: McpServerState): readonly ActItem[] {
  const items: Readonly<Record<Act, ActItem>> = {
    allow: { act: 'allow', label: `$(unlock) ${vscode.l10n.t('Allow and Start...')}` },
    start: { act: 'start', label: `$(play) ${vscode.l10n.t('Start')}` },
    stop: { act: 'stop', label: `$(debug-stop) ${vscode.l10n.t('Stop')}` },
    restart: { act: 'restart', label: `$(debug-restart) ${vscode.l10n.t('Restart')}` },
    problem: { act: 'problem', label: `$(output) ${vscode.l10n.t('Show Problem')}` },
    forget: { act: 'forget', label: `$(trash) ${vscode.l10n.t('Forget Entered Values')}` },
    configuration: { act: 'configuration', label: `$(edit) ${vscode.l10n.t('Open Configuration')}` },
  };
  const acts: readonly Act[] =
    status === 'not-allowed'
      ? ['allow']
      : status === 'stopped'
        ? ['start']
        : status === 'failed'
          ? ['restart']
          : ['restart', 'stop'];
  return [
    ...acts,
    ...(problem === undefined ? [] : (['problem'] as const)),
    'forget' as const,
    'configuration' as const,
  ].map((name) => items[name]);
}

/** @returns false when the list is not to come again */
async function act(parts: ServerManagementParts, server: McpServerState, what: Act): Promise<boolean> {
  const { client, inputs, showLog } = parts;
  switch (what) {
    case 'allow':
      await allowAndStart(parts, server);
      return true;
    case 'start':
    case 'stop':
    case 'restart':
      await starting(server.name, () => client.controlServer(server.name, what));
      return true;
    case 'problem':
      await showProblem(server, showLog);
      return false;
    case 'forget':
      await inputs.forget(server.name);
      return true;
    case 'configuration':
      await openConfiguration(server.from);
      return false;
  }
}

/** Asks first. @returns whether the user has allowed it; it may have failed to start all the same */
export async function allowAndStart(
  { client, memory }: Pick<ServerManagementParts, 'client' | 'memory'>,
  server: McpServerState,
): Promise<boolean> {
  if (!(await consent(server))) return false;
  const allowed = await allow(client, server);
  if (allowed === undefined) return false;
  await memory.allowServer(allowed);
  await starting(server.name, () => client.controlServer(server.name, 'start'));
  return true;
}

/**
 * Allows what the user was shown: a configuration that has changed behind the dialog is shown anew.
 * @returns the hash to be remembered; undefined: it was not allowed, and the user was told why
 */
async function allow(client: AgentClient, { name, hash }: McpServerState): Promise<string | undefined> {
  try {
    return (await client.controlServer(name, 'allow', hash)).allowed;
  } catch (error) {
    if (!(error instanceof RuntimeRequestError)) throw error;
    await vscode.window.showWarningMessage(error.message);
    return undefined;
  }
}

/** A server that does not start says why in the list, which comes again. */
export async function starting(name: string, act: () => Promise<unknown>): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('MCP server {0}', name),
  };
  await vscode.window.withProgress(options, async () => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof RuntimeRequestError)) throw error;
    }
  });
}

/** Shows the whole command line or address: a server is a program of somebody else that may do anything. */
async function consent({ name, config }: McpServerState): Promise<boolean> {
  const allow = vscode.l10n.t('Allow and Start');
  const what =
    config.type === 'stdio'
      ? vscode.l10n.t('It runs this program on this machine, with your rights:')
      : vscode.l10n.t('It sends what models ask of it to this address:');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Allow the MCP server "{0}" to start?', name),
    {
      modal: true,
      detail: `${what}\n\n${wholeCommand(config)}\n\n${vscode.l10n.t('When this configuration changes you are asked again. Its tools ask before each call.')}`,
    },
    allow,
  );
  return chosen === allow;
}

async function showProblem({ name, problem = '' }: McpServerState, showLog: () => void): Promise<void> {
  const log = vscode.l10n.t('Show Log');
  if ((await vscode.window.showErrorMessage(`${name}: ${problem}`, log)) === log) showLog();
}

async function openConfiguration(from: McpServerState['from']): Promise<void> {
  const [root] = workspaceRoots();
  if (from === 'user' || root === undefined) {
    await runCommand('workbench.action.openSettings', 'whetstone.agent.mcpServers');
    return;
  }
  await runCommand('vscode.open', vscode.Uri.joinPath(vscode.Uri.file(root), '.vscode', 'mcp.json'));
}

export function oneLine(config: McpServerConfig): string {
  return wholeCommand(config).split('\n')[0] ?? '';
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word);
}
