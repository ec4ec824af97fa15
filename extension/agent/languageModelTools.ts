import * as vscode from 'vscode';
import type { Json, ToolContent } from '../../runtime/agent/protocol';
import { asRpcToken } from '../childProcess/rpcToken';
import { agentToolPrefix, agentTools, type AgentTool } from '../contributions/agentTools';
import { readSetting } from '../contributions/configuration';
import { DisposableStore, type Disposable } from '../disposableStore';
import { RequestCancelledError, RuntimeRequestError } from '../runtimeProcess/errors';
import type { AgentClient } from './agentClient';

/** Calls of VS Code and other extensions share approvals; VS Code itself asks before each. */
const conversation = 'vscode';

/** Offers the workspace's tools to VS Code and other extensions. What runs them starts with the first call. */
export function registerLanguageModelTools(agent: () => Promise<AgentClient>): Disposable {
  const owned = new DisposableStore();
  for (const tool of agentTools) {
    owned.push(
      vscode.lm.registerTool<Json>(`${agentToolPrefix}${tool.name}`, {
        prepareInvocation: ({ input }) => prepare(tool, input),
        invoke: ({ input }, token) => invoke(tool, input, agent, token),
      }),
    );
  }
  return owned;
}

function prepare(tool: AgentTool, input: Json): vscode.PreparedToolInvocation {
  const invocationMessage = `${tool.title}: ${short(input)}`;
  if (tool.risk === 'read') return { invocationMessage };
  const message = new vscode.MarkdownString(
    tool.risk === 'write'
      ? vscode.l10n.t('It changes files of the workspace. You can undo it.')
      : vscode.l10n.t('It runs a program in the sandbox.'),
  );
  message.appendCodeblock(JSON.stringify(input, null, 2), 'json');
  return { invocationMessage, confirmationMessages: { title: tool.title, message } };
}

async function invoke(
  tool: AgentTool,
  input: Json,
  agent: () => Promise<AgentClient>,
  token: vscode.CancellationToken,
): Promise<vscode.LanguageModelToolResult> {
  if (tool.risk !== 'read' && readSetting('whetstone.agent.mode') === 'read-only') {
    throw new Error(
      `${tool.name} is switched off: the user set whetstone.agent.mode to read only. Use tools that read.`,
    );
  }
  try {
    const client = await agent();
    const result = await client.callTool({ name: tool.name, input, conversation, confirmed: true }, asRpcToken(token));
    const text = result.content.map(contentText).join('\n');
    // Errors are for the model that called: it can do better.
    if (result.isError) throw new Error(text);
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
  } catch (error) {
    if (error instanceof RequestCancelledError) throw new vscode.CancellationError();
    if (error instanceof RuntimeRequestError) throw new Error(`${error.message} ${error.action}`, { cause: error });
    throw error;
  }
}

function contentText(content: ToolContent): string {
  switch (content.type) {
    case 'text':
      return content.text;
    case 'json':
      return JSON.stringify(content.value);
    case 'blob':
      return content.note;
  }
}

function short(input: Json): string {
  const text = JSON.stringify(input);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
