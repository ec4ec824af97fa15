import { FollowedCollection } from '../extraction';
import { DuplicateIndex } from './duplicateIndex';
import type { DuplicatesAnswer, DuplicatesQuery } from './protocol';
import type { LearntResults } from './types';

export interface FollowerOptions {
  /** Absolute. */
  readonly root: string;
  /** Ends all work. */
  readonly closing: AbortSignal;
  /** Of reading the folder, which the first query does: 0 to 1. */
  readonly progress?: ((share: number) => void) | undefined;
}

/** Duplicates of a folder that is being edited. The first query reads it, later ones read what has changed. Nothing is run. */
export class DuplicateFollower {
  private readonly collection: FollowedCollection;
  private readonly index = new DuplicateIndex();
  /** Texts that are not saved, as they were read. */
  private texts: ReadonlyMap<string, string> = new Map();
  private opened = false;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: FollowerOptions) {
    this.collection = new FollowedCollection(options.root);
  }

  /**
   * @param results what was run, asked for when it is this query's turn; undefined: nothing
   * @throws the signal's reason: who waits no longer is not waited for, and reading goes on for the next one
   */
  answer(
    query: DuplicatesQuery,
    results: () => LearntResults | undefined,
    signal: AbortSignal,
  ): Promise<DuplicatesAnswer> {
    const turn = this.last.then(async () => {
      signal.throwIfAborted();
      await this.bringUpToDate(query);
      this.index.learn(results());
      const files: DuplicatesAnswer['files'][number][] = [];
      for (const { path } of query.open) files.push({ path, findings: await this.index.findingsOf(path) });
      return { files, all: query.all ? await this.index.all() : [], tools: this.index.size };
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async bringUpToDate({ open, touched }: DuplicatesQuery): Promise<void> {
    const { closing: signal, progress } = this.options;
    const before = this.texts;
    const texts = new Map(open.flatMap(({ path, text }) => (text === undefined ? [] : [[path, text] as const])));
    if (!this.opened) {
      const files = await this.collection.open({ texts, signal, progress });
      for (const file of files) await this.index.set(file);
      this.index.weighWords();
      this.opened = true;
    } else {
      const changed = [...texts].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
      const saved = [...before.keys()].filter((path) => !texts.has(path));
      const paths = new Set([...touched, ...changed, ...saved]);
      if (paths.size > 0) {
        for (const file of await this.collection.update([...paths], { texts, signal })) await this.index.set(file);
      }
    }
    this.texts = texts;
  }
}
