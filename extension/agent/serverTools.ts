/** Tools of MCP servers for pages that look at tools and call none. Loaded when it is first needed. */
import * as vscode from 'vscode';
import type { McpServerState } from '../../runtime/agent/protocol';
import type { ServerTools } from '../../runtime/toolLibrary/protocol';
import type { AgentClient } from './agentClient';
import {
  allowAndStart,
  manageServers,
  oneLine,
  starting,
  statusText,
  type ServerManagementParts,
} from './serverManagement';

/**
 * Asks which servers are meant, and before one is started that nobody has allowed yet.
 * @param chosen names of those that were chosen before
 * @returns names; undefined: nothing was decided
 */
export async function chooseServers(
  parts: ServerManagementParts,
  chosen: readonly string[],
): Promise<readonly string[] | undefined> {
  const servers = await parts.client.servers();
  if (servers.length === 0) {
    // It says where they are written down.
    await manageServers(parts);
    return undefined;
  }
  const items = servers.map((server) => ({
    ...{ label: server.name, description: statusText(server), detail: server.problem ?? oneLine(server.config) },
    ...{ picked: chosen.includes(server.name), server },
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('MCP servers whose tools belong to the library'),
    placeHolder: vscode.l10n.t('None is started before you allow it'),
    canPickMany: true,
    matchOnDetail: true,
  });
  if (picked === undefined) return undefined;
  const names: string[] = [];
  for (const { server } of picked) {
    if (server.status !== 'not-allowed' || (await allowAndStart(parts, server))) names.push(server.name);
  }
  return names;
}

/** What servers have, as they say it; each that has nothing says why. Only what was allowed is started. */
export async function toolsOfServers(client: AgentClient, names: readonly string[]): Promise<readonly ServerTools[]> {
  if (names.length === 0) return [];
  for (const { name, status } of await client.servers()) {
    if (status === 'stopped' && names.includes(name)) await starting(name, () => client.controlServer(name, 'start'));
  }
  const { tools } = await client.tools();
  const states = new Map((await client.servers()).map((state) => [state.name, state]));
  return names.map((server) => ({
    server,
    tools: tools
      .filter(({ origin }) => origin.kind === 'mcp' && origin.id === server)
      .map(({ sourceName, description, inputSchema }) => ({ name: sourceName, description, inputSchema })),
    problem: problemOf(states.get(server)),
  }));
}

function problemOf(state: McpServerState | undefined): string | undefined {
  if (state === undefined) return vscode.l10n.t('It is not configured any more. Choose the servers again.');
  switch (state.status) {
    case 'not-allowed':
      return vscode.l10n.t('Nobody has allowed to start it as it is configured now. Choose the servers again.');
    case 'running':
      return undefined;
    default:
      return state.problem ?? vscode.l10n.t('It does not run. Look at it under "Manage MCP Servers".');
  }
}
