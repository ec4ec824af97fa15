import { tmpdir } from 'node:os';
import { exactJson, isExactObject, type ExactObject } from '../../../runtime/functionCalling';
import type { Json, JsonSchema } from '../../../runtime/gateway/types';
import { fileWorkspaceHost, workspaceTools } from '../../../runtime/tools/workspace';

/** The tools that the product gives a model for a workspace, as functions of questions; nothing is run. */
export async function workspaceFunctions(signal: AbortSignal): Promise<readonly ExactObject[]> {
  const host = fileWorkspaceHost([tmpdir()], { trusted: false });
  const { tools } = await workspaceTools(host).tools(signal);
  return tools.map(({ name, description, inputSchema }) => described(name, description, inputSchema));
}

/** Tools of other servers that sound alike and are never right: each is about something outside the workspace. */
export const distractors: readonly ExactObject[] = [
  distractor('web_search', 'Searches the web.', { query: 'string' }),
  distractor('read_wiki_page', 'Reads a page of the company wiki.', { title: 'string' }),
  distractor('list_channels', 'Lists the channels of the team chat.', {}),
  distractor('send_message', 'Sends a message to a channel of the team chat.', { channel: 'string', text: 'string' }),
  distractor('create_issue', 'Files an issue in the tracker.', { title: 'string', body: 'string' }),
  distractor('find_issue', 'Finds issues in the tracker by words.', { words: 'string' }),
  distractor('delete_branch', 'Deletes a branch on the server.', { branch: 'string' }),
  distractor('get_build_log', 'The log of a build on the build server.', { build: 'integer' }),
  distractor('read_calendar', 'Appointments of a day.', { day: 'string' }),
  distractor('convert_currency', 'Converts an amount of money.', { amount: 'number', from: 'string', to: 'string' }),
];

function distractor(name: string, description: string, types: Readonly<Record<string, string>>): ExactObject {
  const properties = Object.fromEntries(Object.entries(types).map(([key, type]): [string, Json] => [key, { type }]));
  return described(name, description, { type: 'object', properties, required: Object.keys(types) });
}

function described(name: string, description: string, parameters: JsonSchema): ExactObject {
  const exact = exactJson({ name, description, parameters });
  return isExactObject(exact) ? exact : new Map();
}
