import { languageOfFile } from '../../../syntax';
import { tidyFiles } from '../cleanUp/tidyFiles';
import { adapterEdits, type TextReplacement } from '../adapters/adapterText';
import { isUnwritable, type Declaration } from '../declarations/declaration';
import { readDeclaration } from '../declarations/readDeclaration';
import { CollectionFiles, type CollectionFile } from '../imports/collectionFiles';
import { reachFunction, type ReachedFunction } from '../imports/reachFunction';
import { applyReplacements } from './applyReplacements';
import type { Merge, MergedTool } from './merge';

export interface RenderedMerges {
  /** Text by path of every file that is new or changes. */
  readonly texts: ReadonlyMap<string, string>;
  /** Tools that no adapter could be written for, and why. */
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * The files of a collection with adapters in place of the merged tools, without the helpers and imports that only the old code used.
 *
 * @param root absolute, for the resolution of imports
 * @param texts of all source files of the collection
 * @param created text by path of files that the merges bring
 */
export async function renderMerges(
  root: string,
  texts: ReadonlyMap<string, string>,
  merges: readonly Merge[],
  created: ReadonlyMap<string, string> = new Map(),
): Promise<RenderedMerges> {
  const files = await CollectionFiles.of(root, new Map([...texts, ...created]));
  try {
    const { texts: written, refused } = render(files, merges, created);
    return { texts: await tidyFiles(files, written), refused };
  } finally {
    files.dispose();
  }
}

function render(
  files: CollectionFiles,
  merges: readonly Merge[],
  created: ReadonlyMap<string, string>,
): RenderedMerges {
  const refused = new Map<string, string>();
  const edits = new Map<string, TextReplacement[]>();
  const names = new Map<string, Set<string>>();
  const known = new Map<string, ReachedFunction>();
  files.willLoad(
    merges.flatMap(({ target, members }) =>
      members.map(({ tool }) => [tool.source?.path ?? target.path, target.path] as const),
    ),
  );
  for (const { target, members } of merges) {
    const targetFile = files.get(target.path);
    const declaration = targetFile === undefined ? undefined : readDeclaration(targetFile, target.access);
    for (const member of members) {
      const file = files.get(member.tool.source?.path ?? '');
      const reason =
        declaration === undefined || isUnwritable(declaration)
          ? `${target.path} has no function ${target.access} that can be called`
          : file === undefined
            ? 'its file is not there'
            : write(file, member, declaration, target);
      if (reason !== undefined) refused.set(member.tool.id, reason);
    }
  }

  function write(
    file: CollectionFile,
    { tool, arguments: values }: MergedTool,
    target: Declaration,
    { path, access }: Merge['target'],
  ): string | undefined {
    const own = readDeclaration(file, tool.source?.access ?? tool.name);
    if (isUnwritable(own)) return own.reason;
    const kept = own.decorators.filter(({ name }) => !isRegistration(name));
    if (kept.length > 0) return `what its decorator ${kept[0]?.name ?? ''} does is not known`;
    const python = languageOfFile(file.path) === 'python';
    if (python !== (languageOfFile(path) === 'python')) return 'the function that would answer is in another language';
    if (python && target.asynchronous && !own.asynchronous) {
      return 'the function that would answer has to be awaited, and who calls this one does not wait';
    }
    const name = access === 'default' ? target.name : access;
    if (path === file.path && name === '') return 'the function that would answer has no name in its file';
    const taken = names.get(file.path) ?? new Set();
    names.set(file.path, taken);
    const key = `${file.path} ${path}#${access}`;
    const reached = known.get(key) ?? reachFunction(files, file, path, access, taken);
    known.set(key, reached);
    const head = reached.callee.split('.')[0];
    if (own.parameters.some((each) => (each.local ?? each.name) === head)) {
      return `its parameter ${head ?? ''} has the name of the function that would answer`;
    }
    // Python gives such names another form inside of classes.
    if (python && tool.source?.access?.includes('.') === true && /^__(?!.*__$)/.test(reached.callee)) {
      return `${reached.callee} is not reached from inside a class`;
    }
    const written = adapterEdits(python ? 'python' : 'script', file.text, own, tool.summary, {
      ...{ declaration: target, callee: reached.callee, values },
      ...(reached.localImport === undefined ? {} : { localImport: reached.localImport }),
      place: path === file.path ? name : `${name === '' ? 'the default export' : name} of ${path}`,
    });
    if (written === undefined) return 'its parameters cannot be passed on';
    const all = edits.get(file.path) ?? [];
    edits.set(file.path, all);
    // An import at the place where a function's documentation begins goes above it.
    all.push(...(reached.edit === undefined ? [] : [reached.edit]), ...written);
    return undefined;
  }

  const texts = new Map(created);
  for (const [path, list] of edits) texts.set(path, applyReplacements(files.get(path)?.text ?? '', list));
  return { texts, refused };
}

/** Decorators that only enter a function into a list of tools and hand it back. */
function isRegistration(name: string): boolean {
  return /(^|\.)(tool|function_tool|register_tool|kernel_function|register|deprecated)$/.test(name);
}
