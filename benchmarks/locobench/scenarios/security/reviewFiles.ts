import type { CodeLanguage, RepositoryFile, RepositoryIndex } from '../../../../runtime/repository';
import { familyOf, scanWeaknesses, type WeaknessFinding } from '../../grading/weaknesses';
import { shuffle } from '../context/buildContext';

const MOST_BYTES = 40_000;
const OTHERS = 3;
/** Files that are looked at for one scenario. */
const MOST_LOOKS = 12;

/** Files that a review can be about, and what is in them already. */
export class ReviewFiles {
  readonly candidates: readonly RepositoryFile[];
  private readonly scans = new Map<string, Promise<readonly WeaknessFinding[]>>();

  constructor(private readonly index: RepositoryIndex) {
    this.candidates = index.files().filter((file) => {
      const { language, kind, bytes, broken, skipped } = file;
      const written = kind === 'source' && !broken && skipped === undefined;
      return (
        written &&
        language !== undefined &&
        familyOf(language) !== undefined &&
        bytes > 200 &&
        bytes <= MOST_BYTES &&
        !/\.d\.[mc]?ts$|\.pyi$/.test(file.path)
      );
    });
  }

  findings(path: string): Promise<readonly WeaknessFinding[]> {
    const known = this.scans.get(path) ?? scanWeaknesses(path, this.index.text(path)).then((found) => found ?? []);
    this.scans.set(path, known);
    return known;
  }

  /** Further files of the language in which nothing is found: of the same folder first, then any. */
  async beside(path: string, language: CodeLanguage, random: (below: number) => number): Promise<readonly string[]> {
    const family = familyOf(language);
    const folder = folderOf(path);
    const alike = this.candidates.filter(
      (file) => file.path !== path && file.language !== undefined && familyOf(file.language) === family,
    );
    const near = alike.filter((file) => folderOf(file.path) === folder);
    const far = alike.filter((file) => folderOf(file.path) !== folder);
    const found: string[] = [];
    for (const file of [...shuffle(near, random), ...shuffle(far, random)].slice(0, MOST_LOOKS)) {
      if ((await this.findings(file.path)).length === 0) found.push(file.path);
      if (found.length === OTHERS) break;
    }
    return found;
  }
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}
