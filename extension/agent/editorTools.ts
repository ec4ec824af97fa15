import * as vscode from 'vscode';
import type { Json, ToolContent, ToolResult } from '../../runtime/agent/protocol';
import { editorPart } from '../chat/editorParts';
import { agentToolPrefix } from '../contributions/agentTools';
import type { ChatToken } from './chatPlaces';
import type { EditorToolInfo } from './agentParent';

/** Tools of VS Code and other extensions; never our own, which the agent has already. */
export function listEditorTools(): readonly EditorToolInfo[] {
  return vscode.lm.tools
    .filter(({ name }) => !name.startsWith(agentToolPrefix))
    .map(({ name, description, inputSchema, tags }) => ({
      ...{ name, description, tags },
      inputSchema: inputSchema === undefined ? { type: 'object', properties: {} } : asJson(inputSchema),
    }));
}

/** @param chat ties the call to a request in the chat view, which then shows VS Code's own questions */
export async function invokeEditorTool(
  name: string,
  input: Json,
  chat: ChatToken,
  token: vscode.CancellationToken,
): Promise<ToolResult> {
  const object = typeof input === 'object' && input !== null ? input : { value: input };
  const { content } = await vscode.lm.invokeTool(name, { input: object, toolInvocationToken: chat }, token);
  // What a tool of somebody else does is not known.
  return { content: content.map(toContent), isError: false, changed: true };
}

function toContent(each: unknown): ToolContent {
  const part = editorPart(each);
  switch (part.kind) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'other':
      return { type: 'text', text: part.json };
    case 'data': {
      const { mimeType, data } = part.part;
      if (mimeType.startsWith('text/') || mimeType.endsWith('json')) {
        return { type: 'text', text: Buffer.from(data).toString('utf8') };
      }
      return { type: 'blob', mediaType: mimeType, bytes: data.length, note: `${mimeType}, ${data.length} bytes` };
    }
    case 'tool-call':
    case 'tool-result':
      return { type: 'text', text: JSON.stringify(part.part) };
  }
}

/** VS Code hands over what other extensions made: it is JSON after this. */
function asJson(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
