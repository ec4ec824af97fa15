import type { DuplicateFinding, DuplicatePlace } from '../../../runtime/toolLibrary/duplicates/protocol';

const key = 'whetstone.toolLibrary.meantToDiffer';

/** What VS Code keeps of a workspace. */
export interface PairMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Two functions, each as `path#name`, in the order of their texts. */
export type Pair = readonly [string, string];

/** Functions of which the user has said that they are meant to differ. Kept by path and name, so that they may be moved and changed. */
export class MeantToDiffer {
  private readonly listeners = new Set<() => void>();

  constructor(private readonly memory: PairMemory) {}

  get pairs(): readonly Pair[] {
    const kept = this.memory.get(key);
    return Array.isArray(kept) ? kept.filter(isPair) : [];
  }

  /** The findings without what nobody wants to be told again. */
  without(findings: readonly DuplicateFinding[]): readonly DuplicateFinding[] {
    const kept = new Set(this.pairs.map((pair) => pair.join('\n')));
    if (kept.size === 0) return findings;
    return findings.flatMap((finding) => {
      const others = finding.others.filter((other) => !kept.has(pairOf(finding.tool, other).join('\n')));
      return others.length === 0 ? [] : [{ ...finding, others }];
    });
  }

  /** Each of some functions is meant to differ from each other one. */
  async add(places: readonly DuplicatePlace[]): Promise<void> {
    const known = new Map(this.pairs.map((pair) => [pair.join('\n'), pair]));
    for (const [at, one] of places.entries()) {
      for (const other of places.slice(at + 1)) {
        const pair = pairOf(one, other);
        known.set(pair.join('\n'), pair);
      }
    }
    await this.keep([...known.values()]);
  }

  /** They are told of again. */
  async takeBack(pairs: readonly Pair[]): Promise<void> {
    const gone = new Set(pairs.map((pair) => pair.join('\n')));
    await this.keep(this.pairs.filter((pair) => !gone.has(pair.join('\n'))));
  }

  /** A file or folder has another path now. */
  async renamed(from: string, to: string): Promise<void> {
    const moved = (name: string): string =>
      name.startsWith(`${from}#`) || name.startsWith(`${from}/`) ? to + name.slice(from.length) : name;
    const before = this.pairs;
    const after = before.map(([one, other]) => inOrder(moved(one), moved(other)));
    if (JSON.stringify(after) !== JSON.stringify(before)) await this.keep(after);
  }

  onChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  private async keep(pairs: readonly Pair[]): Promise<void> {
    await this.memory.update(key, pairs.length === 0 ? undefined : pairs);
    for (const listener of this.listeners) listener();
  }
}

function pairOf(one: DuplicatePlace, other: DuplicatePlace): Pair {
  return inOrder(`${one.path}#${one.access}`, `${other.path}#${other.access}`);
}

function inOrder(one: string, other: string): Pair {
  return one < other ? [one, other] : [other, one];
}

function isPair(value: unknown): value is Pair {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}
