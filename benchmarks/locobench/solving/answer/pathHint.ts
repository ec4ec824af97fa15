import type { RepositoryState } from '../../grading/state/repositoryState';
import type { FencedBlock } from './fencedBlocks';

export interface PathHint {
  /** As it was written. */
  readonly path: string;
  /** What of the block is the file: without the line that named it. */
  readonly content: string;
}

/** Where a block belongs: its info string, the line before it, or a comment in its first line; undefined: nothing says. */
export function pathHint(block: FencedBlock, state: RepositoryState): PathHint | undefined {
  const named = infoPath(block.info, state) ?? linePath(block.before[0] ?? '', state);
  if (named !== undefined) return { path: named, content: withoutOwnName(block.content, named) };
  const [first = ''] = block.content.split('\n', 1);
  const inside = commentPath(first, state);
  return inside === undefined ? undefined : { path: inside, content: block.content.slice(first.length + 1) };
}

/** `path=src/a.ts`, `ts title="src/a.ts"`, `ts:src/a.ts`, `src/a.ts`, `ts src/a.ts`. */
function infoPath(info: string, state: RepositoryState): string | undefined {
  const named = /(?:^|[\s{])(?:path|file|filename|title|name)\s*[=:]\s*(?:"([^"]+)"|'([^']+)'|([^\s}]+))/i.exec(info);
  const value = named?.[1] ?? named?.[2] ?? named?.[3];
  if (value !== undefined) return value;
  const words = info.split(/\s+/).filter((word) => word !== '');
  for (const word of words) {
    const [, after] = /^\w[\w+#-]*:(?!\/\/)(.+)$/.exec(word) ?? [];
    const path = after !== undefined && !/^[A-Za-z]:[\\/]/.test(word) ? after : word;
    if (looksLikePath(path, state)) return path;
  }
  return undefined;
}

/** **`src/a.ts`**, ### src/a.ts, File: src/a.ts, `src/a.ts`:, 1. `src/a.ts` (new). */
function linePath(line: string, state: RepositoryState): string | undefined {
  const quoted = /`([^`\s]+)`/g;
  const candidates = [...line.matchAll(quoted)]
    .map(([, path = '']) => path)
    .filter((path) => looksLikePath(path, state));
  if (candidates.length === 1) return candidates[0];
  if (candidates.length > 1) return undefined;
  const plain = line
    .replace(/^\s*(?:#{1,6}\s+|[-*>]\s+|\d+[.)]\s+)?/, '')
    .replace(/^(?:file(?:name)?|path)\s*:\s*/i, '')
    .replace(/\s*\((?:new|new file|created|updated|modified|changed)[^)]*\)\s*/i, '')
    .replace(/^[*_"']+|[*_"':]+$/g, '')
    .trim();
  return looksLikePath(plain, state) ? plain : undefined;
}

/** A path in a comment is believed where the file is there, or lies in a folder: examples have names too. */
function commentPath(line: string, state: RepositoryState): string | undefined {
  const [, path] =
    /^\s*(?:\/\/|#|--|;|\/\*+|<!--)\s*(?:file(?:name)?\s*:\s*|path\s*:\s*)?([^\s*]+)\s*(?:\*\/|-->)?\s*$/i.exec(line) ??
    [];
  return path !== undefined && looksLikePath(path, state) && (path.includes('/') || state.has(path)) ? path : undefined;
}

/** Where the name stands twice, above the block and in its first line, the second is not of the file. */
function withoutOwnName(content: string, path: string): string {
  const [first = ''] = content.split('\n', 1);
  const inside = /^\s*(?:\/\/|#)\s*(?:file(?:name)?\s*:\s*|path\s*:\s*)(\S+)\s*$/i.exec(first)?.[1];
  return inside === path ? content.slice(first.length + 1) : content;
}

const LANGUAGES: ReadonlySet<string> = new Set([
  'c++',
  'c#',
  'f#',
  '.net',
  'objective-c',
  'node.js',
  'next.js',
  'vue.js',
]);

function looksLikePath(text: string, state: RepositoryState): boolean {
  if (text === '' || text.length > 300 || /[\s`<>"|*?(){}=,]/.test(text) || text.includes('://')) return false;
  if (LANGUAGES.has(text.toLowerCase())) return false;
  if (state.has(text.replace(/^\.\//, ''))) return true;
  return (
    /^(?:[\w@.~\-[\]]*[\\/])*[\w@.\-[\]]*\w\.\w{1,12}$|^[A-Za-z]:[\\/]\S+$/.test(text) ||
    /^(?:[\w@.~-]*[\\/])+[\w.-]+$/.test(text)
  );
}
