import type { Refactoring } from '../merging';
import type { EditedFile } from '../protocol';

type WrittenFile = EditedFile & { readonly after: string };

/** Files of a refactoring, each with the group that changes it. @param texts as they were */
export function changedFiles(
  { merges, texts: after }: Refactoring,
  texts: ReadonlyMap<string, string>,
): readonly WrittenFile[] {
  const groupOf = new Map(
    merges.flatMap(({ group, members, target }) => [
      [target.path, group] as const,
      ...members.map(({ tool }) => [tool.source?.path ?? '', group] as const),
    ]),
  );
  const [first] = merges;
  return [...after].map(([file, text]) => ({
    ...{ path: file, before: texts.get(file), after: text },
    group: groupOf.get(file) ?? first?.group ?? '',
  }));
}
