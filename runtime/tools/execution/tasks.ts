/** Tasks of `.vscode/tasks.json` and scripts of package.json as lines for a shell. */
import { parse, type ParseError, printParseErrorCode } from 'jsonc-parser/lib/esm/main.js'; // Bundlers cannot follow its other form (UMD).
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ToolError } from '../toolError';

export interface WorkspaceTask {
  readonly name: string;
  /** Where it is from: a file relative to the workspace. */
  readonly from: string;
  /** What `${input:id}` of its text may be. */
  readonly inputs: readonly TaskInput[];
  /**
   * @param given values of inputs by id
   * @throws ToolError when it needs what only an editor knows
   */
  readonly line: (given?: TaskValues) => string;
}

export interface TaskInput {
  readonly id: string;
  readonly description: string | undefined;
  readonly default: string | undefined;
  /** Those that it is picked from. */
  readonly options: readonly string[] | undefined;
}

export type TaskValues = Readonly<Record<string, string>>;

export interface WorkspaceTasks {
  readonly tasks: readonly WorkspaceTask[];
  readonly problem: string | undefined;
}

const word = z.union([z.string(), z.object({ value: z.union([z.string(), z.array(z.string())]) }).loose()]);
const options = z.object({ cwd: z.string().optional(), env: z.record(z.string(), z.string()).optional() }).loose();
const platform = z
  .object({ command: word.optional(), args: z.array(word).optional(), options: options.optional() })
  .loose();
const task = platform.extend({
  label: z.string().optional(),
  taskName: z.string().optional(),
  type: z.string().optional(),
  script: z.string().optional(),
  path: z.string().optional(),
  dependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  linux: platform.optional(),
  osx: platform.optional(),
});
type Task = z.infer<typeof task>;
const input = z.object({
  id: z.string(),
  description: z.string().optional(),
  default: z.string().optional(),
  options: z.array(z.union([z.string(), z.object({ value: z.string() }).loose()])).optional(),
});
const tasksFile = z
  .object({
    tasks: z.array(z.unknown()).optional(),
    inputs: z.array(z.unknown()).optional(),
    options: options.optional(),
  })
  .loose();
const manifest = z.object({ scripts: z.record(z.string(), z.string()).optional() }).loose();

export async function readTasks(root: string): Promise<WorkspaceTasks> {
  const problems: string[] = [];
  const tasks: WorkspaceTask[] = [];
  const fileName = '.vscode/tasks.json';
  const text = await readFile(path.join(root, fileName), 'utf8').catch(() => undefined);
  if (text !== undefined) {
    const errors: ParseError[] = [];
    const file = tasksFile.safeParse(parse(text, errors, { allowTrailingComma: true }));
    const [error] = errors;
    if (error !== undefined)
      problems.push(`${fileName}: ${printParseErrorCode(error.error)} at character ${error.offset}.`);
    const known = new Map<string, Task>();
    for (const entry of file.data?.tasks ?? []) {
      const one = task.safeParse(entry);
      const name =
        one.data?.label ??
        one.data?.taskName ??
        (one.data?.script === undefined ? undefined : `npm: ${one.data.script}`);
      if (one.data === undefined || name === undefined)
        problems.push(`${fileName}: a task has no label or a wrong form.`);
      else known.set(name, one.data);
    }
    const inputs = (file.data?.inputs ?? []).flatMap((each) => input.safeParse(each).data ?? []);
    for (const [name, one] of known) {
      tasks.push({
        ...{ name, from: fileName, inputs: inputsOf(one, known, inputs) },
        line: (given = {}) => taskLine(name, known, file.data?.options, { root, given }, []),
      });
    }
  }
  const scripts = manifest.safeParse(
    await readFile(path.join(root, 'package.json'), 'utf8')
      .then((json) => JSON.parse(json) as unknown)
      .catch(() => ({})),
  );
  for (const name of Object.keys(scripts.data?.scripts ?? {})) {
    const title = `npm: ${name}`;
    if (!tasks.some((each) => each.name === title)) {
      tasks.push({ name: title, from: 'package.json', inputs: [], line: () => `npm run --silent ${quoted(name)}` });
    }
  }
  return { tasks, problem: problems.length === 0 ? undefined : problems.join(' ') };
}

function taskLine(
  name: string,
  known: ReadonlyMap<string, Task>,
  shared: z.infer<typeof options> | undefined,
  place: Place,
  above: readonly string[],
): string {
  const given = known.get(name);
  if (given === undefined) throw new ToolError(`There is no task “${name}”, which “${above.at(-1) ?? ''}” depends on.`);
  if (above.includes(name)) throw new ToolError(`The tasks ${[...above, name].join(' → ')} depend on each other.`);
  const own = process.platform === 'darwin' ? given.osx : given.linux;
  const needs = given.dependsOn === undefined ? [] : [given.dependsOn].flat();
  const lines = needs.map((each) => taskLine(each, known, shared, place, [...above, name]));
  const command = own?.command ?? given.command;
  const set = { ...shared, ...given.options, ...own?.options };
  const folder = set.cwd === undefined ? '' : `cd ${quoted(resolved(set.cwd, place))} && `;
  const env = Object.entries(set.env ?? {}).map(
    ([key, value]) => `${variable(key)}=${quoted(resolved(value, place))} `,
  );
  if (given.type === 'npm') {
    const below = given.path === undefined ? '' : `--prefix ${quoted(given.path)} `;
    lines.push(`(${folder}${env.join('')}npm run --silent ${below}${quoted(given.script ?? '')})`);
  } else if (command !== undefined) {
    const args = (own?.args ?? given.args ?? []).map((each) => quoted(resolved(wordText(each), place)));
    // A shell's command is a line of its own; a process is one program.
    const first = resolved(wordText(command), place);
    const start = given.type === 'process' ? quoted(first) : first;
    lines.push(`(${folder}${env.join('')}${[start, ...args].join(' ')})`);
  } else if (lines.length === 0) {
    throw new ToolError(`The task “${name}” (type ${given.type ?? 'none'}) is run by an extension, not by a command.`);
  }
  return lines.join(' && ');
}

function wordText(given: z.infer<typeof word>): string {
  const value = typeof given === 'string' ? given : given.value;
  return typeof value === 'string' ? value : value.join(' ');
}

function variable(name: string): string {
  if (!/^\w+$/.test(name)) throw new ToolError(`“${name}” is no name of an environment variable.`);
  return name;
}

interface Place {
  readonly root: string;
  readonly given: TaskValues;
}

/** Those that the task or one that it depends on names. */
function inputsOf(
  task: Task,
  known: ReadonlyMap<string, Task>,
  inputs: readonly z.infer<typeof input>[],
  seen: readonly Task[] = [],
): readonly TaskInput[] {
  if (seen.includes(task)) return [];
  const text = JSON.stringify(task);
  const own = inputs.filter(({ id }) => text.includes(`\${input:${id}}`));
  const needs = task.dependsOn === undefined ? [] : [task.dependsOn].flat();
  const below = needs.flatMap((name) => {
    const other = known.get(name);
    return other === undefined ? [] : inputsOf(other, known, inputs, [...seen, task]);
  });
  const all = [
    ...own.map(({ id, description, default: value, options: given }) => ({
      ...{ id, description, default: value },
      options: given?.map((each) => (typeof each === 'string' ? each : each.value)),
    })),
    ...below,
  ];
  return all.filter(({ id }, at) => all.findIndex((each) => each.id === id) === at);
}

function resolved(text: string, { root, given }: Place): string {
  return text.replace(/\$\{([^}]*)\}/g, (whole, name: string) => {
    const value = name.startsWith('input:') ? given[name.slice('input:'.length)] : undefined;
    if (value !== undefined) return value;
    if (name === 'workspaceFolder' || name === 'workspaceRoot' || name === 'cwd') return root;
    if (name === 'workspaceFolderBasename') return path.basename(root);
    if (name === 'pathSeparator' || name === '/') return path.sep;
    throw new ToolError(
      `The task needs ${whole}, which only the editor knows. Run its command with run_command instead.`,
    );
  });
}

export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
