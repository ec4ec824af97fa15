import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A parameter as the sheet tells it. */
export interface SheetParameter {
  /** The first stands in the requests; the others are names that a tool may have for it. */
  readonly names: readonly string[];
  readonly kind: string;
  readonly values: readonly string[];
  readonly optional: boolean;
  readonly description: string;
}

export interface SheetTool {
  readonly names: readonly string[];
  readonly description: string;
  readonly parameters: readonly SheetParameter[];
  /**
   * `{name}` is a value; `[...]` may be left out; `[flag:: ...]` says that a flag is set, `[flag!: ...]` that it is not.
   * `!` at the beginning: an instruction, which may stand in a sentence.
   */
  readonly requests: readonly string[];
}

/** Lines of toolSheet.txt: `name/other | what it does | parameters | request | ...`. */
export function readToolSheet(): readonly SheetTool[] {
  const lines = readFileSync(path.join(__dirname, 'toolSheet.txt'), 'utf8').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map(toolOf);
}

function toolOf(line: string): SheetTool {
  const [names, description, parameters, ...requests] = line.split(' | ');
  if (names === undefined || description === undefined || parameters === undefined || requests.length === 0) {
    throw new Error(`Not a tool: ${line}`);
  }
  const list = parameters.split(';').map((each) => each.trim());
  const all = list.filter((each) => each !== '').map(parameterOf);
  for (const [, name = ''] of requests.join(' ').matchAll(/[{[](\w+)(?:\}|!?:)/g)) {
    if (!all.some((each) => each.names[0] === name))
      throw new Error(`${names}: a request names ${name}, which is no parameter.`);
  }
  return { names: names.split('/'), description, parameters: all, requests: requests.map((each) => each.trim()) };
}

function parameterOf(text: string): SheetParameter {
  const match = /^([\w/]+):(\w+)(?:\(([^)]*)\))?(\?)? "([^"]*)"$/.exec(text);
  if (match === null) throw new Error(`Not a parameter: ${text}`);
  const [, names = '', kind = '', values, optional, description = ''] = match;
  return {
    names: names.split('/'),
    kind,
    values: values?.split(',') ?? [],
    optional: optional !== undefined,
    description,
  };
}
