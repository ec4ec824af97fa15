/** What was found, compared, merged and decided, on the disk: it is there again after the process ended, however that came. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { gunzip, gzip } from 'node:zlib';
import type { CutGroups } from '../grouping';
import type { Refactoring } from '../merging';
import type { ModelWork, RefactorSummary, Retrieval } from '../protocol';
import type { Fingerprint, ToolCollection } from '../types';

const form = 'whetstone-tool-library-kept-1';
/** Characters of source texts; a larger collection is found anew. */
const mostText = 64_000_000;
/** Collections of which something is kept; those that nobody looked at for longest go first. */
const mostFolders = 20;
const [packed, unpacked] = [promisify(gzip), promisify(gunzip)];

export interface KeptInventory {
  readonly collection: ToolCollection;
  readonly texts: ReadonlyMap<string, string>;
  /** Milliseconds since 1970. */
  readonly taken: number;
}

/** What was merged. */
export interface Merged {
  readonly refactoring: Refactoring;
  /** Of them the duplicates alone, which a model's merges are put on top of, and whether weak evidence was enough. */
  readonly duplicates: { readonly refactoring: Refactoring; readonly acceptWeak: boolean };
  readonly length: RefactorSummary['descriptionLength'];
  /** undefined: no model took part. */
  readonly work: ModelWork | undefined;
}

export interface KeptResults {
  /** Of the inventory that they are of. */
  readonly taken: number;
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  readonly height: number;
  /** Groups as a model named them, at this height; undefined: by their own words. */
  readonly named: CutGroups | undefined;
  readonly merged: Merged | undefined;
  readonly retrieval: Retrieval | undefined;
}

/** Group by id: whether it is wanted. */
export interface KeptDecisions {
  readonly taken: number;
  readonly decisions: ReadonlyMap<string, boolean>;
}

/** Of one collection. A part that cannot be read is as if it had never been kept. */
export class KeptLibrary {
  private readonly folder: string;
  private writing: Promise<void> = Promise.resolve();

  /** @param state folder of the user's state @param root of the collection @param version of the program: what another one has kept is not read */
  constructor(
    private readonly state: string,
    root: string,
    private readonly version: string,
    private readonly log: (message: string) => void,
  ) {
    const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
    this.folder = path.join(state, 'toolLibrary', 'kept', name);
  }

  inventory(): Promise<KeptInventory | undefined> {
    return this.read('inventory', isInventory);
  }

  results(): Promise<KeptResults | undefined> {
    return this.read('results', isResults);
  }

  decisions(): Promise<KeptDecisions | undefined> {
    return this.read('decisions', isDecisions);
  }

  /** Takes the place of everything that was kept. */
  async keepInventory(inventory: KeptInventory): Promise<void> {
    let size = 0;
    for (const text of inventory.texts.values()) size += text.length;
    await this.inOrder(async () => {
      await rm(this.folder, { recursive: true, force: true });
      if (size > mostText) {
        this.log(`The collection has ${size} characters: its inventory is not kept for the next window.`);
        return;
      }
      await this.write('inventory', inventory);
      await this.tidy();
    });
  }

  keepResults(results: KeptResults): Promise<void> {
    return this.inOrder(() => this.write('results', results));
  }

  keepDecisions(decisions: KeptDecisions): Promise<void> {
    return this.inOrder(() => this.write('decisions', decisions));
  }

  /** One after the other: two writers of one file would mix. A disk that is full costs what is kept, not the work. */
  private inOrder(write: () => Promise<void>): Promise<void> {
    this.writing = this.writing.then(write).catch((error: unknown) => {
      this.log(`Results of the tool library could not be kept: ${String(error)}`);
    });
    return this.writing;
  }

  private async write(part: string, value: object): Promise<void> {
    const body = await packed(serialize(value), { level: 1 });
    const head = Buffer.from(`${form} ${this.version} ${createHash('sha256').update(body).digest('hex')}\n`);
    const file = path.join(this.folder, part);
    const fresh = `${file}.${process.pid}`;
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    try {
      await writeFile(fresh, Buffer.concat([head, body]), { mode: 0o600 });
      await rename(fresh, file);
    } finally {
      await rm(fresh, { force: true });
    }
  }

  /** Written by `write`, which the sum over it shows: a file that was cut off or changed by others is none of ours. */
  private async read<Part>(part: string, is: (value: unknown) => value is Part): Promise<Part | undefined> {
    const file = path.join(this.folder, part);
    const content = await readFile(file).catch(() => undefined);
    if (content === undefined) return undefined;
    try {
      const end = content.indexOf('\n');
      const [found, version, sum] = content.subarray(0, Math.max(0, end)).toString('latin1').split(' ');
      const body = content.subarray(end + 1);
      if (found !== form || version !== this.version) return undefined;
      if (createHash('sha256').update(body).digest('hex') !== sum) throw new Error('it is damaged');
      const value: unknown = deserialize(await unpacked(body));
      if (!is(value)) throw new Error('it holds something else');
      const now = new Date();
      await utimes(this.folder, now, now);
      return value;
    } catch (error) {
      this.log(`${file} is not used, the tools are found anew: ${String(error)}`);
      return undefined;
    }
  }

  private async tidy(): Promise<void> {
    const above = path.join(this.state, 'toolLibrary', 'kept');
    const folders = await Promise.all(
      (await readdir(above)).map(async (name) => {
        const folder = path.join(above, name);
        return { folder, used: (await stat(folder)).mtimeMs };
      }),
    );
    const old = folders.sort((a, b) => b.used - a.used).slice(mostFolders);
    for (const { folder } of old) await rm(folder, { recursive: true, force: true });
  }
}

/** What is inside was made by this version of the program, as the head of the file says. */
function isPart<Key extends string>(value: unknown, maps: readonly Key[]): value is Readonly<Record<Key, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const entries = new Map<string, unknown>(Object.entries(value));
  return typeof entries.get('taken') === 'number' && maps.every((key) => entries.get(key) instanceof Map);
}

const isInventory = (value: unknown): value is KeptInventory => isPart(value, ['texts']) && 'collection' in value;
const isResults = (value: unknown): value is KeptResults => isPart(value, ['fingerprints']) && 'height' in value;
const isDecisions = (value: unknown): value is KeptDecisions => isPart(value, ['decisions']);
