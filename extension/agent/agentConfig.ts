import * as vscode from 'vscode';
import type { AgentConfig, McpServerConfig } from '../../runtime/agent/protocol';
import { currentProject } from '../budget/gatewaySettingsReader';
import { readSetting } from '../contributions/configuration';
import type { ApprovalMemory } from './approvalMemory';

/** Sections whose change the agent is to be told of. */
export const agentSections = ['whetstone.agent', 'whetstone.privacy.localOnly', 'whetstone.privacy.exclude'] as const;

/** Absolute folders of the workspace that lie on this machine's disk. */
export function workspaceRoots(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}

/** Everything that the agent's process is told. */
export async function readAgentConfig(
  memory: ApprovalMemory,
  onProblems: (problems: readonly string[]) => void,
): Promise<AgentConfig> {
  const { parseServers } = await import('./serverConfig');
  const { servers, problems } = parseServers(readSetting('whetstone.agent.mcpServers'));
  onProblems(problems);
  return {
    roots: workspaceRoots(),
    trusted: vscode.workspace.isTrusted,
    project: currentProject()?.id,
    mode: readSetting('whetstone.agent.mode'),
    disabledTools: switchedOff(),
    maxTools: readSetting('whetstone.agent.maxTools'),
    approved: memory.approvals.map(({ key }) => key),
    localOnly: readSetting('whetstone.privacy.localOnly'),
    mcpServers: servers satisfies Readonly<Record<string, McpServerConfig>>,
    allowedServers: memory.servers,
    scripts: readSetting('whetstone.agent.workspaceScripts'),
    excluded: Object.entries(readSetting('whetstone.privacy.exclude'))
      .filter(([, on]) => on)
      .map(([glob]) => glob),
  };
}

/** Names of tools that the user switched off. */
export function switchedOff(): readonly string[] {
  return Object.entries(readSetting('whetstone.agent.tools'))
    .filter(([, on]) => !on)
    .map(([name]) => name);
}
