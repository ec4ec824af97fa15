import * as vscode from 'vscode';
import type { ToolServer } from '../../benchmarks/host/protocol';

/** Before servers are started that nobody has agreed to: what would be started stands in the question. */
export async function askToStart(servers: readonly Pick<ToolServer, 'name' | 'runs'>[]): Promise<boolean> {
  if (servers.length === 0) return true;
  const { l10n } = vscode;
  const start = l10n.t('Start');
  const listed = servers.map(({ name, runs }) => `${name}: ${runs}`).join('\n');
  const chosen = await vscode.window.showWarningMessage(
    l10n.t('Start these MCP servers for tasks?'),
    {
      modal: true,
      detail: l10n.t(
        '{0}\n\nThey are programs of others. Each task starts them anew in a folder that is thrown away, without network. What they do on the disk is not contained: they run with your rights. You are asked again when a configuration changes.',
        listed,
      ),
    },
    start,
  );
  return chosen === start;
}
