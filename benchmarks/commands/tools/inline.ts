/** `whetstone tools inline`: calls of adapters become calls of the functions that they call. */
import { randomInt, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { scanFolder } from '../../../runtime/repository';
import { INLINING } from '../../../runtime/toolLibrary/applying';
import { RunnerStartError } from '../../../runtime/toolLibrary/execution';
import { extractTools } from '../../../runtime/toolLibrary/extraction';
import { inlineVerified, type VerifiedInlining } from '../../../runtime/toolLibrary/inlining';
import type { DescriptionLength } from '../../../runtime/toolLibrary/descriptionLength';
import { lengthOfTools } from '../../../runtime/toolLibrary/lengthOfTools';
import { openTokenCounter } from '../../../runtime/toolLibrary/tokenCounter';
import { toolsOfTexts } from '../../../runtime/toolLibrary/toolsOfTexts';
import { readTexts } from '../../../runtime/toolLibrary/session';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import { modelsFolder } from '../../core/packageRoot';
import { integer } from '../optionValues';
import { openChanges, told, workspaceFolder } from './changedWorkspace';
import { withPython, workspacePython, type PythonOptions } from './pythonOption';
import { openLibrary } from './verifiedLibrary';

interface InlineOptions extends PythonOptions {
  readonly path: string;
  readonly library?: string;
  readonly removeUnused?: true;
  readonly types?: true;
  readonly seed?: number;
  readonly dryRun?: true;
  readonly json?: true;
}

export function addInlineCommand(tools: Command, output: CommandOutput, signal: AbortSignal): void {
  withPython(tools.command('inline'))
    .description('let callers of adapters call the library itself, where that is certain to do the same')
    .requiredOption('--path <dir>', 'folder of the workspace')
    .option(
      '--library <dir>',
      'only the adapters of this library; default: every deprecated function that only calls another one',
    )
    .option('--remove-unused', 'also remove adapters that nothing here uses but that others could use')
    .option('--types', 'also run the type checker of the workspace, in the sandbox')
    .option(
      '--seed <n>',
      'of the calls that changed tools are compared on; default: drawn by chance',
      integer(0, 2 ** 31),
    )
    .option('--dry-run', 'say what would change, and change nothing')
    .option(
      '--json',
      'print one JSON document: {id, root, inlined, left, removed, kept, files, verified, descriptionLength, dryRun}',
    )
    .action(async (options: InlineOptions) => {
      const root = await workspaceFolder(options.path);
      const adapters = options.library === undefined ? undefined : await adaptersOf(options.library, signal);
      const changes = await openChanges(root, output);
      const seed = options.seed ?? randomInt(2 ** 31);
      const collection = await extractTools({ root, signal });
      const texts = await readTexts(root, signal);
      const python = await workspacePython(options, root, (text) => output.log(text));
      const done = await verified({
        ...{ collection, texts, seed, python, signal, others: await otherTexts(root, texts, signal) },
        ...{ removeUnused: options.removeUnused === true, consent: { types: options.types === true } },
        ...(adapters !== undefined && { adapters }),
        progress: (text) => output.log(text),
      });
      const files = [...done.texts].map(([file, after]) => ({
        ...{ path: file, before: texts.get(file), after, group: INLINING },
      }));
      const id = randomUUID();
      const isWritten = options.dryRun !== true && files.length > 0;
      await told(() => (isWritten ? changes.apply({ id, files, tools: done.removed.length }) : changes.check(files)));
      const { inlined, left, removed, kept, verifications, notRun } = done;
      const tokens = await openTokenCounter(path.join(modelsFolder(), 'embedded'));
      const now = new Map([...texts, ...done.texts]);
      const lengths = {
        before: lengthOfTools(collection.tools, texts, tokens),
        after: lengthOfTools(await toolsOfTexts(now, { signal }), now, tokens),
      };
      const answer = {
        ...{ ...(isWritten && { id }), root, inlined, left, removed, kept },
        files: files.map((each) => each.path),
        verified: {
          ...{ tools: verifications.filter(({ cases }) => cases > 0).length, seed, notRun },
          cases: verifications.reduce((sum, { cases }) => sum + cases, 0),
        },
        descriptionLength: lengths,
        dryRun: options.dryRun === true,
      };
      output.answer(options.json === true, answer, () => textOf(answer));
    });
}

interface Answer extends Pick<VerifiedInlining, 'inlined' | 'left' | 'removed' | 'kept'> {
  readonly id?: string;
  readonly root: string;
  readonly files: readonly string[];
  readonly verified: { readonly tools: number; readonly cases: number };
  readonly descriptionLength: { readonly before: DescriptionLength; readonly after: DescriptionLength };
}

function textOf({
  id,
  root,
  inlined,
  left,
  removed,
  files,
  verified: compared,
  descriptionLength: length,
}: Answer): string {
  return [
    ...inlined.map(({ path: file, line, from, to }) => `${file}:${line}: ${from} -> ${to}`),
    ...removed.map(({ path: file, name }) => `${file}: ${name} is removed`),
    ...left.map(({ path: file, line, name, reason }) => `! ${file}:${line}: ${name} stays: ${reason}`),
    `${inlined.length} of ${inlined.length + left.length} uses rewritten in ${files.length} files, ${removed.length} adapters removed; ` +
      `${compared.tools} changed tools compared on ${compared.cases} calls, all alike; ${length.before.total} and ${length.after.total} tokens.`,
    ...(id === undefined ? [] : [`whetstone tools revert --path ${root} --id ${id} takes it back.`]),
  ].join('\n');
}

/** @throws BadInputError, FailedCheckError where nothing can be run */
async function verified(options: Parameters<typeof inlineVerified>[0]): Promise<VerifiedInlining> {
  try {
    return await inlineVerified(options);
  } catch (error) {
    if (error instanceof RunnerStartError) throw new FailedCheckError(error.message);
    throw error;
  }
}

/** `path#name` of the adapters that a library left. */
async function adaptersOf(folder: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const { before, description, coverage } = await openLibrary(folder);
  const { tools } = await extractTools({
    root: before,
    include: description.include,
    exclude: description.exclude,
    signal,
  });
  const places = new Map(tools.map(({ id, name, source }) => [id, `${source?.path ?? ''}#${source?.access ?? name}`]));
  const merged = coverage.entries.filter(({ outcome }) => outcome === 'merged');
  const names = merged.flatMap(({ tool }) => places.get(tool) ?? []);
  if (names.length > 0) return new Set(names);
  throw new BadInputError(`${folder} merged nothing: it left no adapters.`);
}

/** Settings, notebooks and pages may name tools too. */
async function otherTexts(
  root: string,
  sources: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const { path: file, bytes, skipped } of await scanFolder(root, { signal })) {
    if (sources.has(file) || skipped !== undefined || bytes > 1_000_000) continue;
    if (
      !/\.(?:json|jsonc|ya?ml|toml|cfg|ini|ipynb|html|vue|svelte|sh)$|(?:^|\/)(?:Makefile|Dockerfile|Procfile)$/.test(
        file,
      )
    )
      continue;
    texts.set(file, await readFile(path.join(root, file), 'utf8'));
  }
  return texts;
}
