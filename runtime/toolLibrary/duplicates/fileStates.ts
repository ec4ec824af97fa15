import { hashOf } from '../execution';
import type { FollowedFile } from '../extraction';
import type { ToolRecord } from '../types';

interface FileState {
  /** Hash of its text. */
  readonly whole: string;
  /** Hash of what stands outside of its tools. */
  readonly rest: string;
  readonly imports: readonly string[];
  readonly tools: ReadonlyMap<string, ToolRecord>;
}

/**
 * What a tool's results depend on besides its own text: helpers of its file, and files that it imports. Results that were seen hold as long as that is the
 * same.
 */
export class FileStates {
  private readonly files = new Map<string, FileState>();

  set({ path, text, tools, imports }: FollowedFile): void {
    if (text === undefined) {
      this.files.delete(path);
      return;
    }
    this.files.set(path, {
      ...{ whole: hashOf(text), rest: hashOf(outside(text, tools)), imports },
      tools: new Map(tools.map((tool) => [tool.id, tool])),
    });
  }

  /** The hash of a file's text; undefined: it is not there. */
  hashOf(path: string): string | undefined {
    return this.files.get(path)?.whole;
  }

  /** Equal as long as a tool needs the same. '' for a tool that needs nothing else. */
  contextOf(tool: ToolRecord): string {
    const files = this.neededBy(tool);
    const [own, ...others] = files;
    if (own === undefined) return '';
    const state = this.files.get(own);
    const helpers = new Set(tool.dependencies.helpers);
    const used = [...(state?.tools.values() ?? [])]
      .filter(({ source }) => helpers.has(source?.access?.split('.')[0] ?? ''))
      .map(({ id }) => id);
    const parts = [state?.rest ?? '', ...used.sort(), ...others.map((file) => `${file} ${this.hashOf(file) ?? ''}`)];
    return hashOf(parts.join('\n'));
  }

  /** Files that a tool may need, its own first; none where it needs nothing but its own text and packages. */
  neededBy({ source, dependencies }: ToolRecord): readonly string[] {
    const own = source?.path;
    if (own === undefined) return [];
    const importsFiles = dependencies.imports.length > 0 && (this.files.get(own)?.imports.length ?? 0) > 0;
    if (dependencies.helpers.length === 0 && !importsFiles) return [];
    const needed = new Set([own]);
    // A set that grows is walked to its end. More than what one tool needs: some claims end early, none too late.
    for (const file of needed) for (const next of this.files.get(file)?.imports ?? []) needed.add(next);
    const [, ...others] = needed;
    return [own, ...others.sort()];
  }
}

function outside(text: string, tools: readonly ToolRecord[]): string {
  const spans = tools.flatMap(({ source }) => (source === undefined ? [] : [source]));
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start > at) parts.push(text.slice(at, start));
    at = Math.max(at, end);
  }
  // A function that is added or taken away leaves empty lines.
  return [...parts, text.slice(at)]
    .map((part) => part.replaceAll(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .join('\n');
}
