/** Quick picks of the agent: tools, remembered approvals. Loaded when first asked for. */
import * as vscode from 'vscode';
import { readSetting, writeSetting } from '../contributions/configuration';
import type { AgentClient } from './agentClient';
import type { ApprovalMemory } from './approvalMemory';

/** Switches tools on and off; the setting holds what is off. */
export async function chooseTools(client: AgentClient): Promise<void> {
  const { tools, problems } = await client.tools();
  const set = readSetting('whetstone.agent.tools');
  const items = tools.map(({ name, title, description, origin, disabled }) => {
    const off = set[name] === false;
    return {
      label: title,
      description: `${name} · ${origin.title}`,
      detail: !off && disabled !== undefined ? `$(warning) ${disabled}` : description,
      picked: !off,
      name,
    };
  });
  const left = problems.map(({ origin, problem }) => `${origin.title}: ${problem}`).join(' ');
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Tools of the agent'),
    placeHolder: left === '' ? vscode.l10n.t('Only those that are ticked are shown to models') : left,
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!chosen) return;
  const listed = new Set(items.map(({ name }) => name));
  const on = new Set(chosen.map(({ name }) => name));
  // Tools that are not there now (a server that is stopped) keep what was said of them.
  const others = Object.entries(set).filter(([name]) => !listed.has(name));
  const off = items.filter(({ name }) => !on.has(name)).map(({ name }) => [name, false] as const);
  await writeSetting('whetstone.agent.tools', Object.fromEntries([...others, ...off]));
}

/** Lists what was allowed for good, and revokes what is no longer ticked. @returns whether anything changed */
export async function manageApprovals(memory: ApprovalMemory): Promise<boolean> {
  const { approvals, servers } = memory;
  if (approvals.length === 0 && servers.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Nothing is allowed for good in this workspace: every question is asked.'),
    );
    return false;
  }
  const time = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
  const items = [
    ...approvals.map(({ key, covers, at }) => ({
      ...{ label: covers, description: time.format(at), picked: true },
      key,
      servers: false,
    })),
    ...(servers.length === 0
      ? []
      : [
          {
            label: vscode.l10n.t('MCP servers may be started'),
            description: vscode.l10n.t('{0} configurations', servers.length),
            ...{ picked: true, key: undefined, servers: true },
          },
        ]),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Allowed in this workspace'),
    placeHolder: vscode.l10n.t('What you untick is asked again'),
    canPickMany: true,
  });
  if (!chosen) return false;
  const dropped = items.filter((item) => !chosen.includes(item));
  const keys = dropped.flatMap(({ key }) => (key === undefined ? [] : [key]));
  if (keys.length > 0) await memory.revoke(keys);
  if (dropped.some((item) => item.servers)) await memory.revokeServers();
  return dropped.length > 0;
}
