import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { editorTasks } from './editorTasks';
import { justRecipes } from './justRecipes';
import { makeTargets } from './makeTargets';
import { npmScripts } from './npmScripts';
import { taskfileTasks } from './taskfileTasks';
import type { FoundScripts, ScriptTool } from './types';

/** Larger files are no task files. Bytes. */
const largest = 1 << 20;

/** The first of each that is there counts, as with the programs that read them. */
const places = {
  npm: ['package.json'],
  make: ['GNUmakefile', 'makefile', 'Makefile'],
  just: ['justfile', 'Justfile', '.justfile'],
  taskfile: ['Taskfile.yml', 'taskfile.yml', 'Taskfile.yaml', 'taskfile.yaml'],
  tasks: ['.vscode/tasks.json'],
} as const;

/** Files that scripts are found in, from the root. */
export const scriptFiles: readonly string[] = Object.values(places).flat();

/** Scripts, targets, recipes and tasks in the root of a workspace. Nothing is run. */
export async function findScripts(root: string): Promise<FoundScripts> {
  const tools: ScriptTool[] = [];
  const problems: { path: string; line?: number; problem: string }[] = [];
  const read = async (name: string): Promise<string | undefined> => {
    try {
      const text = await readFile(path.join(root, name), 'utf8');
      if (text.length <= largest) return text;
      problems.push({ path: name, problem: 'not read: longer than a task file is.' });
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isMissing)
        problems.push({
          path: name,
          problem: `it cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        });
    }
    return undefined;
  };
  const files = await filesIn(root);
  const take = (found: FoundScripts): void => {
    tools.push(...found.tools);
    problems.push(...found.problems);
  };
  const first = async (
    names: readonly string[],
    make: (name: string, text: string) => FoundScripts | Promise<FoundScripts>,
  ): Promise<void> => {
    for (const name of names) {
      if (!files.has(name)) continue;
      const text = await read(name);
      if (text !== undefined) take(await make(name, text));
      return;
    }
  };
  await first(places.npm, (name, text) => npmScripts(name, text, files));
  await first(places.make, (name, text) => makeTargets(name, text, files));
  await first(places.just, justRecipes);
  await first(places.taskfile, taskfileTasks);
  await first(places.tasks, (_, text) => editorTasks(root, text));
  return { tools: unique(tools), problems };
}

/** Names in the root, and the few below it that are asked for. */
async function filesIn(root: string): Promise<ReadonlySet<string>> {
  const list = async (folder: string): Promise<readonly string[]> => {
    const names = await readdir(path.join(root, folder)).catch(() => []);
    return names.map((name) => (folder === '' ? name : `${folder}/${name}`));
  };
  return new Set([
    ...(await list('')),
    ...(await list('.vscode')),
    ...(await list('node_modules/.bin')),
    ...(await list('src')),
  ]);
}

/** `a-b` and `a_b` would be one name: the later one gets a number. */
function unique(tools: readonly ScriptTool[]): readonly ScriptTool[] {
  const seen = new Map<string, number>();
  return tools.map((tool) => {
    const count = (seen.get(tool.name) ?? 0) + 1;
    seen.set(tool.name, count);
    return count === 1 ? tool : { ...tool, name: `${tool.name}_${count}` };
  });
}
