/** `whetstone tools apply`: writes the changes of a library into the workspace that it was made of. */
import { randomInt, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { RunnerStartError, type PythonInterpreter } from '../../../runtime/toolLibrary/execution';
import { extractTools } from '../../../runtime/toolLibrary/extraction';
import { renderMerges, type LibraryFolder, type Merge } from '../../../runtime/toolLibrary/merging';
import type { ToolCollection } from '../../../runtime/toolLibrary/types';
import { verifyLibrary } from '../../../runtime/toolLibrary/verification';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import { integer } from '../optionValues';
import { openChanges, told, workspaceFolder } from './changedWorkspace';
import { withPython, workspacePython, type PythonOptions } from './pythonOption';
import { openLibrary } from './verifiedLibrary';

interface ApplyOptions extends PythonOptions {
  readonly library: string;
  readonly path?: string;
  readonly groups?: readonly string[];
  readonly verify: boolean;
  readonly seed?: number;
  readonly dryRun?: true;
  readonly json?: true;
}

interface Change {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
  readonly group: string;
}

export function addApplyCommand(tools: Command, output: CommandOutput, signal: AbortSignal): void {
  withPython(tools.command('apply'))
    .description('write what a library changes into its workspace: all of it or nothing; tools revert takes it back')
    .requiredOption('--library <dir>', 'folder that tools refactor wrote')
    .option('--path <dir>', 'folder of the workspace; default: the one that the library was made of')
    .option(
      '--groups <ids>',
      'groups of library.json that are taken, with commas between; default: all',
      (text: string) => text.split(',').map((each) => each.trim()),
    )
    .option('--no-verify', 'leave out the replay with a fresh seed that comes before')
    .option('--seed <n>', 'of that replay; default: drawn by chance', integer(0, 2 ** 31))
    .option('--dry-run', 'say what would change, and change nothing')
    .option('--json', 'print one JSON document: {id, root, tools, files, dryRun}')
    .action(async (options: ApplyOptions) => {
      const library = await openLibrary(options.library);
      const root = await workspaceFolder(options.path ?? library.description.root);
      const changes = await openChanges(root, output);
      const before = await extractTools({
        ...{ root: library.before, signal },
        ...{ include: library.description.include, exclude: library.description.exclude },
      });
      const merges = mergesOf(library, before, options.groups);
      const files = await changedFiles(library, before, merges, options.groups !== undefined);
      await told(() => changes.check(files));
      if (options.verify && options.dryRun !== true) {
        const seed = options.seed ?? randomInt(2 ** 31);
        const python = await workspacePython(options, root, (text) => output.log(text));
        await replay(library, before, merges, files, { seed, python, signal, output });
      }
      const id = randomUUID();
      const tools = merges.reduce((sum, { members }) => sum + members.length, 0);
      if (options.dryRun !== true) await told(() => changes.apply({ id, files, tools }));
      const answer = {
        ...{ ...(options.dryRun === true ? {} : { id }), root, tools },
        files: files.map((each) => ({ path: each.path, created: each.before === undefined })),
        dryRun: options.dryRun === true,
      };
      output.answer(options.json === true, answer, () =>
        [
          ...answer.files.map((each) => `${each.created ? 'new  ' : '     '}${each.path}`),
          `${files.length} files of ${root} ${answer.dryRun ? 'would change' : 'changed'}: ${tools} tools are adapters of others. ` +
            (answer.dryRun ? '' : `whetstone tools revert --path ${root} --id ${id} takes it back.`),
        ].join('\n'),
      );
    });
}

/** @throws BadInputError for a group that the library has not */
function mergesOf(
  { description, coverage }: LibraryFolder,
  { tools }: ToolCollection,
  groups: readonly string[] | undefined,
): readonly Merge[] {
  const known = new Map(tools.map((tool) => [tool.id, tool]));
  const names = new Set(description.merged.flatMap(({ group }) => group ?? []));
  const unknown = groups?.find((each) => !names.has(each));
  if (unknown !== undefined) {
    const there =
      names.size === 0
        ? 'it does not tell its groups: make it again'
        : `it has ${[...names].slice(0, 5).join(', ')}, …`;
    throw new BadInputError(`The library has no group ${unknown}; ${there}.`);
  }
  const entries = new Map(coverage.entries.map((each) => [each.tool, each]));
  const merges = description.merged
    .filter(({ group }) => groups === undefined || (group !== undefined && groups.includes(group)))
    .map(({ group, ids, into }): Merge => {
      const [file = '', access = ''] = into.split('#');
      const members = ids.flatMap((id) => {
        const [tool, entry] = [known.get(id), entries.get(id)];
        return tool === undefined || entry === undefined ? [] : [{ tool, arguments: entry.arguments }];
      });
      if (members.length < ids.length) {
        throw new BadInputError(
          `before/ of the library does not hold all tools of library.json. Make the library again.`,
        );
      }
      return { group: group ?? into, target: { path: file, access }, members };
    });
  if (merges.length === 0) throw new BadInputError('The library merges nothing: there is nothing to apply.');
  return merges;
}

async function changedFiles(
  { description, before, after }: LibraryFolder,
  collection: ToolCollection,
  merges: readonly Merge[],
  isPart: boolean,
): Promise<readonly Change[]> {
  const texts = new Map<string, string>();
  const created = new Map<string, string>();
  for (const each of description.changed) {
    const text = await libraryText(path.join(after, each.path));
    if (each.created) created.set(each.path, text);
    else texts.set(each.path, text);
  }
  const groupOf = new Map(
    merges.flatMap(({ group, target, members }) => [
      [target.path, group] as const,
      ...members.map(({ tool }) => [tool.source?.path ?? '', group] as const),
    ]),
  );
  const all = new Map([...texts, ...created]);
  const wanted = isPart ? await partOf(before, collection, merges, created) : all;
  return Promise.all(
    [...wanted].map(async ([file, text]) => ({
      ...{ path: file, after: text, group: groupOf.get(file) ?? merges[0]?.group ?? '' },
      before: created.has(file) ? undefined : await libraryText(path.join(before, file)),
    })),
  );
}

/** The files with some of the merges only. */
async function partOf(
  before: string,
  { tools }: ToolCollection,
  merges: readonly Merge[],
  created: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const sources = new Map<string, string>();
  for (const file of new Set(tools.flatMap(({ source }) => source?.path ?? []))) {
    sources.set(file, await libraryText(path.join(before, file)));
  }
  const own = new Map([...created].filter(([file]) => merges.some(({ target }) => target.path === file)));
  return (await renderMerges(before, sources, merges, own)).texts;
}

/** @throws BadInputError */
async function libraryText(file: string): Promise<string> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) throw new BadInputError(`${file} is missing. Make the library again.`);
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes))
    throw new BadInputError(`${file} is no text in UTF-8, and is not changed.`);
  return text;
}

interface Replay {
  readonly seed: number;
  readonly python: PythonInterpreter | undefined;
  readonly signal: AbortSignal;
  readonly output: CommandOutput;
}

/** @throws FailedCheckError where a tool would behave otherwise */
async function replay(
  { coverage }: LibraryFolder,
  before: ToolCollection,
  merges: readonly Merge[],
  files: readonly Change[],
  { seed, python, signal, output }: Replay,
): Promise<void> {
  const members = new Set(merges.flatMap((merge) => merge.members.map(({ tool }) => tool.id)));
  const entries = coverage.entries.map((each) =>
    each.outcome === 'merged' && !members.has(each.tool) ? { ...each, outcome: 'kept' as const } : each,
  );
  output.log(`replaying ${members.size} merged tools (seed ${seed})`);
  try {
    const { regressions } = await verifyLibrary({
      ...{ before, seed, python, signal, coverage: { ...coverage, entries } },
      after: { root: before.root, texts: new Map(files.map((each) => [each.path, each.after])) },
    });
    const [first] = regressions;
    if (first !== undefined) {
      throw new FailedCheckError(
        `Nothing was changed: ${regressions.length} merged tools behave otherwise, e.g. ${first.tool}: ${first.reason}`,
      );
    }
  } catch (error) {
    if (error instanceof RunnerStartError) throw new FailedCheckError(error.message);
    throw error;
  }
}
