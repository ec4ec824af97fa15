import { plainJson, type ExactJson } from '../../runtime/functionCalling';
import type { ToolRecord } from '../../runtime/toolLibrary/types';
import { BadInputError } from '../core/badInputError';
import { readUserJson, readUserJsonLines } from '../core/userJson';
import { describedTool, toolOfForm } from './toolForms';

/**
 * Tools of a file: what `whetstone tools extract --json` printed, a list of tools as OpenAI, Anthropic and MCP have it, one tool of Seal-Tools a line, or
 * MetaTool's object of descriptions by name. Tools that are wholly the same are read once.
 *
 * @throws BadInputError with the place of what is none
 */
export async function readLibraryFile(file: string): Promise<readonly ToolRecord[]> {
  const tools = /\.jsonl$/i.test(file) ? await ofLines(file) : ofJson(file, plain(await readUserJson(file)));
  const different = new Map(tools.map((tool) => [tool.id, tool]));
  if (different.size === 0) throw new BadInputError(`${file} holds no tool.`);
  return [...different.values()];
}

const plain = (value: ExactJson): unknown => plainJson(value);

async function ofLines(file: string): Promise<readonly ToolRecord[]> {
  return (await readUserJsonLines(file)).map(({ place, value }) => toolAt(place, plain(value)));
}

function ofJson(file: string, value: unknown): readonly ToolRecord[] {
  if (Array.isArray(value)) return value.map((each, at) => toolAt(`${file}, entry ${at + 1}`, each));
  if (typeof value !== 'object' || value === null) throw new BadInputError(`${file} holds no list of tools.`);
  if ('tools' in value && Array.isArray(value.tools)) {
    return value.tools.map((each: unknown, at) => toolAt(`${file}, tool ${at + 1}`, each));
  }
  const entries = Object.entries(value);
  if (entries.length > 0 && entries.every(([, description]) => typeof description === 'string')) {
    return entries.map(([name, description]) => describedTool(name, String(description)));
  }
  const single = toolOfForm(value);
  if (single !== undefined) return [single];
  throw new BadInputError(
    `${file} holds no list of tools. Expected are {"tools": [...]}, a list of {name, description, parameters}, or {name: description}.`,
  );
}

function toolAt(place: string, value: unknown): ToolRecord {
  const tool = toolOfForm(value);
  if (tool === undefined)
    throw new BadInputError(`${place}: not a tool. Needed is a name (or api_name of Seal-Tools).`);
  return tool;
}
