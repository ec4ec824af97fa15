import { languageOfFile } from '../../syntax';
import {
  applyReplacements,
  CollectionFiles,
  joinDeletions,
  statementLines,
  stringMentions,
  tidyFiles,
  type TextReplacement,
} from '../merging';
import type { Adapter } from './adapters/adapter';
import { findAdapters } from './adapters/findAdapters';
import { findUses } from './names/findUses';
import { WorkspaceNames } from './names/workspaceNames';
import type { InlineOptions, Inlining, NamedAdapter } from './types';

/** Removes adapters that nothing uses: those that their files keep to themselves, and the others where that is asked for. */
export async function removeAdapters({
  root,
  texts,
  adapters: wanted,
  others = new Map<string, string>(),
  removeUnused = false,
}: InlineOptions): Promise<Pick<Inlining, 'texts' | 'removed' | 'kept'>> {
  const files = await CollectionFiles.of(root, texts);
  try {
    const names = new WorkspaceNames(files);
    const adapters = findAdapters(names, wanted);
    const users = usersOf(names, adapters, others);
    const removed: NamedAdapter[] = [];
    const kept: Inlining['kept'][number][] = [];
    const edits = new Map<string, TextReplacement[]>();
    for (const adapter of adapters) {
      const { path, name } = adapter;
      const edit = removal(names, adapter);
      const reason =
        users.get(adapter) ??
        (isPublic(names, adapter) && !removeUnused ? 'others may use it: its file gives it to them' : undefined) ??
        ('reason' in edit ? edit.reason : undefined);
      if (reason !== undefined || 'reason' in edit) kept.push({ path, name, reason: reason ?? '' });
      else {
        removed.push({ path, name });
        edits.set(path, [...(edits.get(path) ?? []), edit]);
      }
    }
    const after = new Map(
      [...edits].map(([path, list]) => [path, applyReplacements(files.get(path)?.text ?? '', joinDeletions(list))]),
    );
    return { texts: await tidyFiles(files, after), removed, kept };
  } finally {
    files.dispose();
  }
}

/** Who uses an adapter, for people. Tests count like everybody. */
function usersOf(
  names: WorkspaceNames,
  adapters: readonly Adapter[],
  others: ReadonlyMap<string, string>,
): ReadonlyMap<Adapter, string> {
  const users = new Map<Adapter, string>();
  const byName = new Map(adapters.map((each) => [`${each.path}#${each.name}`, each]));
  const tell = (adapter: Adapter | undefined, reason: string): void => {
    if (adapter !== undefined && !users.has(adapter)) users.set(adapter, reason);
  };
  for (const path of names.files.paths) {
    const file = names.files.get(path);
    if (file === undefined) continue;
    for (const { adapter } of findUses(names, path, byName)) tell(adapter, `${path} uses it`);
    for (const raw of file.facts.imports) {
      for (const { imported, local } of raw.bindings) {
        if (imported === '*') continue;
        for (const to of names.files.resolve(path, { ...raw, bindings: [{ imported, local }] })) {
          for (const meaning of names.exported(to, imported)) {
            if (meaning.kind === 'name') tell(byName.get(`${meaning.path}#${meaning.name}`), `${path} imports it`);
          }
        }
      }
    }
    const told = stringMentions(file.tree).names;
    for (const adapter of adapters) if (told.has(adapter.name)) tell(adapter, `a text in ${path} names it`);
  }
  for (const [path, text] of others) {
    const words = new Set(text.match(/[A-Za-z_$][\w$]*/g));
    for (const adapter of adapters) if (words.has(adapter.name)) tell(adapter, `${path} names it`);
  }
  return users;
}

function isPublic(names: WorkspaceNames, { path, name }: Adapter): boolean {
  return languageOfFile(path) === 'python' ? !name.startsWith('_') : names.exportedAs(path, name) !== undefined;
}

function removal(
  names: WorkspaceNames,
  { path, name, declaration }: Adapter,
): TextReplacement | { readonly reason: string } {
  const file = names.files.get(path);
  const node = file?.tree.rootNode.namedChildren.find(
    (each) => each !== null && each.startIndex <= declaration.start && declaration.end <= each.endIndex,
  );
  if (file === undefined || node === null || node === undefined) return { reason: 'its file is not there' };
  if (languageOfFile(path) !== 'python' && names.exportsOf(file).local.get('default') === name) {
    return { reason: 'it is what its file exports without a name' };
  }
  const isListed = languageOfFile(path) !== 'python' && names.of(path)?.references.some((each) => each.name === name);
  if (isListed === true) return { reason: 'its file names it in a list of exports' };
  return statementLines(file.text, node) ?? { reason: 'other code stands on its lines' };
}
