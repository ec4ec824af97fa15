/** Where a definition moves to: a file beside the one that it is in. */
import path from 'node:path/posix';
import type { RepositoryNames } from '../repositoryNames';
import { importsEnd } from './movedTexts';
import { declaresOnly } from './statementAt';
import { stem } from './stem';
import { wordsOf } from '../newName';

export interface MovePlace {
  readonly path: string;
  readonly exists: boolean;
}

/** @param taken names that must not stand in a file that is there already */
export async function placesFor(
  repository: RepositoryNames,
  from: string,
  name: string,
  taken: readonly string[],
): Promise<readonly MovePlace[]> {
  const { index } = repository;
  const folder = path.dirname(from);
  const ending = path.extname(from);
  const beside = index.files().filter((file) => path.dirname(file.path) === folder);
  const fresh = path.join(
    folder,
    fileName(
      name,
      ending,
      beside.map((file) => path.basename(file.path)),
    ),
  );
  const isFree = index
    .files()
    .every((file) => file.path.toLowerCase() !== fresh.toLowerCase() && stem(file.path) !== stem(fresh));
  const places: MovePlace[] = isFree ? [{ path: fresh, exists: false }] : [];
  for (const file of beside) {
    if (file.path === from || file.kind !== 'source' || path.extname(file.path) !== ending || isEntry(file.path))
      continue;
    const names = await repository.names(file.path);
    if (names === undefined || names.links.some(({ form }) => form === 'require')) continue;
    // Python: a docstring has to stay in front of what is put in.
    if (ending === '.py' && importsEnd(repository.text(file.path), names) === 0) continue;
    if (file.language === undefined || !(await declaresOnly(file.language, repository.text(file.path)))) continue;
    if (taken.every((each) => !names.named.has(each))) places.push({ path: file.path, exists: true });
  }
  return places;
}

/** Imported by its folder's name. */
export function isEntry(file: string): boolean {
  return /^(?:index|__init__|__main__|main|mod)$/.test(path.basename(stem(file)));
}

function fileName(name: string, ending: string, beside: readonly string[]): string {
  const words = wordsOf(name);
  if (ending === '.py') return `${words.join('_')}.py`;
  const like = (sign: string) => beside.filter((each) => stem(each).includes(sign)).length > beside.length / 3;
  if (like('-')) return words.join('-') + ending;
  if (like('_')) return words.join('_') + ending;
  const [first = name, ...others] = words;
  return first + others.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('') + ending;
}
