/** Gathers the tasks of a run: files and folders of JSON lines, grouped by language and kind of gap. */
import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { BadInputError } from '../../core/badInputError';
import { packageRoot } from '../../core/packageRoot';
import type { InfillExtent } from '../../../runtime/protocol';
import { readInfillingDataset, type InfillingTask } from '../dataset';
import { formOfSet, type TaskForm } from '../infillingTask';

/** Kinds of gaps that an editor asks for one line at; all others are asked for as blocks, unless the data says `line`. */
const EXTENTS: Readonly<Record<string, InfillExtent>> = {
  'rest-of-line': 'line',
  'cross-file': 'line',
  line: 'line',
  'mid-word': 'line',
  inner: 'line',
  block: 'block',
};

export interface SuiteTask {
  readonly task: InfillingTask;
  /** VS Code language id. */
  readonly language: string;
  readonly kind: string;
  readonly form: TaskForm;
  /** Hash of all that the task says: equal tasks have equal keys, in whatever files they are. Hexadecimal. */
  readonly key: string;
}

export interface SuiteFile {
  readonly name: string;
  readonly sha256: string;
  readonly tasks: number;
}

export interface SuiteTasks {
  readonly files: readonly SuiteFile[];
  /** Languages in alphabetical order, of each its kinds; of each group the first `limit` tasks of its file. */
  readonly tasks: readonly SuiteTask[];
}

/** The tasks that are in the repository; not part of the packaged extension. */
export function sliceFile(): string {
  return path.join(packageRoot(), 'benchmarks', 'infilling', 'slice', 'heldout.jsonl.gz');
}

/**
 * @param names files, or folders whose `.jsonl` and `.jsonl.gz` files are meant
 * @param limit most tasks of a group (a language and kind); undefined: all
 * @throws BadInputError for what cannot be read, and for a task that is there twice
 */
export async function readSuiteTasks(names: readonly string[], limit?: number): Promise<SuiteTasks> {
  const files: SuiteFile[] = [];
  const groups = new Map<string, SuiteTask[]>();
  const seen = new Map<string, string>();
  for (const file of (await Promise.all(names.map(filesOf))).flat()) {
    const { name, sha256, tasks } = await readInfillingDataset(file);
    files.push({ name, sha256, tasks: tasks.length });
    for (const group of groupsOf(name, tasks)) {
      const id = `${group.language} ${group.kind}`;
      const found = group.tasks.map((task) => suiteTask(task, group));
      for (const { key, task } of found) {
        const earlier = seen.get(key);
        if (earlier !== undefined) {
          throw new BadInputError(`${file}: task ${task.task_id} is also in ${earlier}. Give each task once.`);
        }
        seen.set(key, file);
      }
      groups.set(id, [...(groups.get(id) ?? []), ...found]);
    }
  }
  const ordered = [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  return { files, tasks: ordered.flatMap(([, group]) => group.slice(0, limit)) };
}

async function filesOf(name: string): Promise<string[]> {
  if (!(await stat(name).catch(() => undefined))?.isDirectory()) {
    return [name];
  }
  const files = (await readdir(name)).filter((entry) => /\.jsonl(\.gz)?$/.test(entry)).sort();
  if (files.length === 0) {
    throw new BadInputError(`${name} holds no .jsonl or .jsonl.gz file. Name a folder of tasks, or a file.`);
  }
  return files.map((file) => path.join(name, file));
}

interface Group {
  readonly language: string;
  readonly kind: string;
  readonly tasks: readonly InfillingTask[];
  readonly form: TaskForm;
}

/** Tasks without fields of their own are what the file's name says (LANGUAGE-KIND.jsonl), or else Python. */
function groupsOf(name: string, tasks: readonly InfillingTask[]): Group[] {
  const stem = name.replace(/\.jsonl(\.gz)?$/, '');
  const named = /^([a-z]+)-(.+)$/.exec(stem);
  const [language, kind] =
    named?.[1] !== undefined && named[2] !== undefined && Object.hasOwn(EXTENTS, named[2])
      ? [named[1], named[2]]
      : ['python', stem];
  const groups = new Map<string, InfillingTask[]>();
  for (const task of tasks) {
    const id = `${task.language ?? language} ${task.kind ?? kind}`;
    groups.set(id, [...(groups.get(id) ?? []), task]);
  }
  return [...groups.values()].map((members) => {
    const found = formOfSet(members);
    const group = { language: members[0]?.language ?? language, kind: members[0]?.kind ?? kind };
    return { ...group, tasks: members, form: { ...found, extent: EXTENTS[group.kind] ?? found.extent } };
  });
}

function suiteTask(task: InfillingTask, { language, kind, form }: Group): SuiteTask {
  const { task_id, prompt, suffix, canonical_solution, test, entry_point, repository, path: file } = task;
  const place = repository === undefined ? [] : [repository, file];
  const content = [language, kind, form, task_id, prompt, suffix, canonical_solution, test, entry_point, ...place];
  const key = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
  return { task, language, kind, form, key };
}
