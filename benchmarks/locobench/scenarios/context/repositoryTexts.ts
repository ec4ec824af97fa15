import { createHash } from 'node:crypto';
import type { RepositoryFile } from '../../../../runtime/repository';
import { lengthOf } from '../../reference/pythonText';
import type { FileChange, LeftOutFile } from '../types';
import type { TokenCounter } from './tokenCounter';

export interface TextFile {
  readonly path: string;
  readonly text: string;
  readonly file: RepositoryFile;
  readonly hash: string;
  readonly bytes: number;
  readonly executable: boolean;
}

/** The text files of a repository as they were when scenarios were made, with what is counted once for all scenarios. */
export class RepositoryTexts {
  /** Code points of all files. */
  readonly characters: number;
  readonly paths: readonly string[];
  private readonly tokenCounts = new Map<string, number>();
  private readonly lengths = new Map<string, number>();

  constructor(
    private readonly files: ReadonlyMap<string, TextFile>,
    readonly leftOut: readonly LeftOutFile[],
    readonly counter: TokenCounter,
  ) {
    this.paths = [...files.keys()];
    let characters = 0;
    for (const { path, text } of files.values()) {
      const length = lengthOf(text);
      this.lengths.set(path, length);
      characters += length;
    }
    this.characters = characters;
  }

  file(path: string): TextFile | undefined {
    return this.files.get(path);
  }

  /** @param base changes of the disk's state; later ones win */
  text(path: string, base: readonly FileChange[] = []): string | undefined {
    const change = base.findLast((each) => each.path === path);
    return change === undefined ? this.files.get(path)?.text : (change.content ?? undefined);
  }

  tokens(path: string): number {
    const known = this.tokenCounts.get(path);
    if (known !== undefined) return known;
    const count = this.counter.count(this.files.get(path)?.text ?? '');
    this.tokenCounts.set(path, count);
    return count;
  }

  /** Code points. */
  length(path: string): number {
    return this.lengths.get(path) ?? 0;
  }

  /** Tokens of all files that may be in a prompt. */
  totalTokens(): number {
    return this.paths.reduce((sum, path) => sum + (this.isContext(path) ? this.tokens(path) : 0), 0);
  }

  /** Generated and vendored files are part of a checkout, and of no prompt. */
  isContext(path: string): boolean {
    const kind = this.files.get(path)?.file.kind;
    return kind !== undefined && kind !== 'generated' && kind !== 'vendored';
  }
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
