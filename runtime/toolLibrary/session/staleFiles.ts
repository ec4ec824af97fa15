import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** Files that are named; all are counted. */
const mostNamed = 20;
const atOnce = 16;

/** Which files of a collection are no longer as they were read: a file is read again only where its size or time has changed. */
export class StaleFiles {
  private readonly same = new Map<string, string>();

  /** @param root absolute @param texts as they were read, by path from the root */
  constructor(
    private readonly root: string,
    private readonly texts: ReadonlyMap<string, string>,
  ) {}

  async find(): Promise<{ readonly files: readonly string[]; readonly count: number }> {
    const all = [...this.texts];
    const changed: string[] = [];
    for (let start = 0; start < all.length; start += atOnce) {
      const some = all.slice(start, start + atOnce);
      const found = await Promise.all(
        some.map(async ([file, text]) => ((await this.isSame(file, text)) ? [] : [file])),
      );
      changed.push(...found.flat());
    }
    return { files: changed.slice(0, mostNamed), count: changed.length };
  }

  private async isSame(file: string, text: string): Promise<boolean> {
    const place = path.join(this.root, file);
    const facts = await stat(place, { bigint: true }).catch(() => undefined);
    if (facts === undefined) return false;
    const mark = `${facts.mtimeNs} ${facts.size}`;
    if (this.same.get(file) === mark) return true;
    const now = await readFile(place, 'utf8').catch(() => undefined);
    if (now !== text) return false;
    this.same.set(file, mark);
    return true;
  }
}
