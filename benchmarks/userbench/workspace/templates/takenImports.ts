/** Imports that a function needs, when it moves into another file: repeated there, and left out where nothing needs them any more. */
import path from 'node:path';
import type { Place } from './place';

export interface TakenImports {
  /** Lines for the new file. */
  readonly lines: readonly string[];
  /** What stood before the function in the old module, without names that only it used. */
  readonly before: string;
}

interface ImportStatement {
  readonly start: number;
  readonly text: string;
  readonly specifier: string;
  /** Local names; all of it, or one entry of a list in braces each. */
  readonly parts: readonly { readonly local: string; readonly written: string }[];
  /** With some of its parts, from another place. */
  readonly write: (parts: ImportStatement['parts'], specifier: string) => string;
}

const LIST = /^\s*import\s+(type\s+)?\{([^}]*)\}\s*from\s*(['"])([^'"]+)\3;?[ \t]*$/;
const WHOLE = /^\s*import\s+(?:type\s+)?(?:\*\s+as\s+)?([\w$]+)\s+from\s*(['"])([^'"]+)\2;?[ \t]*$/;
const REQUIRED = /^\s*(?:const|let|var)\s+([\w$]+)\s*=\s*require\((['"])([^'"]+)\2\);?[ \t]*$/;
const REQUIRED_LIST = /^\s*(const|let|var)\s+\{([^}]*)\}\s*=\s*require\((['"])([^'"]+)\3\);?[ \t]*$/;
const STATEMENT =
  /^(?:import\s[^'"`;()]*?from\s*['"][^'"\n]+['"];?|(?:const|let|var)\s+(?:[\w$]+|\{[^}]*\})\s*=\s*require\(['"][^'"\n]+['"]\);?)[ \t]*$/gm;

/**
 * @param start offset at which the function begins, with its comment
 * @param end offset after it
 * @returns undefined where a name is imported in a form that cannot be taken over, or after the function
 */
export function takenImports(
  { source, folder, neededImports }: Pick<Place, 'source' | 'folder' | 'neededImports'>,
  start: number,
  end: number,
  target: string,
): TakenImports | undefined {
  const statements = [...source.matchAll(STATEMENT)].flatMap(({ 0: text, index }) => statementOf(text, index) ?? []);
  const needed = new Set(neededImports);
  const found = statements.flatMap(({ parts }) => parts.map(({ local }) => local)).filter((local) => needed.has(local));
  if (found.length !== needed.size || new Set(found).size !== needed.size) return undefined;
  if (statements.some((each) => each.start > start && each.parts.some(({ local }) => needed.has(local))))
    return undefined;
  const bare = statements.reduceRight(
    (rest, { start: at, text }) => (at < start ? rest.slice(0, at) + rest.slice(at + text.length) : rest),
    source.slice(0, start),
  );
  const others = bare + source.slice(end);
  const isUsed = (name: string) => new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(others);
  const lines: string[] = [];
  let before = source.slice(0, start);
  for (const { start: at, text, parts, specifier, write } of [...statements].reverse()) {
    const taken = parts.filter(({ local }) => needed.has(local));
    if (taken.length === 0) continue;
    lines.unshift(write(taken, placedFrom(specifier, folder, target)));
    const kept = parts.filter(({ local }) => !needed.has(local) || isUsed(local));
    if (kept.length === parts.length) continue;
    const after = before.slice(at + text.length);
    before =
      kept.length === 0
        ? before.slice(0, at) + after.replace(/^\r?\n/, '')
        : before.slice(0, at) + write(kept, specifier) + after;
  }
  return { lines, before };
}

function statementOf(text: string, start: number): ImportStatement | undefined {
  const list = LIST.exec(text);
  if (list !== null) {
    const [, type = '', names = '', quote = "'", specifier = ''] = list;
    const write: ImportStatement['write'] = (parts, from) =>
      `import ${type}{ ${parts.map(({ written }) => written).join(', ')} } from ${quote}${from}${quote};`;
    const parts = partsOf(names, /^(?:type\s+)?(?:[\w$]+\s+as\s+)?([\w$]+)$/);
    return parts && { start, text, specifier, parts, write };
  }
  const required = REQUIRED_LIST.exec(text);
  if (required !== null) {
    const [, word = 'const', names = '', quote = "'", specifier = ''] = required;
    const write: ImportStatement['write'] = (parts, from) =>
      `${word} { ${parts.map(({ written }) => written).join(', ')} } = require(${quote}${from}${quote});`;
    const parts = partsOf(names, /^(?:[\w$]+\s*:\s*)?([\w$]+)$/);
    return parts && { start, text, specifier, parts, write };
  }
  const whole = WHOLE.exec(text) ?? REQUIRED.exec(text);
  if (whole === null) return undefined;
  const [, local = '', , specifier = ''] = whole;
  return {
    start,
    text,
    specifier,
    parts: [{ local, written: text }],
    write: (_, from) => text.replace(specifier, from),
  };
}

/** @returns undefined where an entry is something else than a name, e.g. has a default or a comment */
function partsOf(names: string, form: RegExp): ImportStatement['parts'] | undefined {
  const written = names.split(',').map((each) => each.trim());
  const parts = written.flatMap((each) => {
    const local = form.exec(each)?.[1];
    return local === undefined ? [] : [{ local, written: each }];
  });
  return parts.length === written.filter((each) => each !== '').length ? parts : undefined;
}

/** A specifier of a file in one folder, as one of a file in another. */
function placedFrom(specifier: string, folder: string, target: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const relative = path.posix.relative(path.posix.dirname(target), path.posix.join(folder, specifier));
  const dotted = relative.startsWith('.') ? relative : `./${relative}`;
  return specifier.endsWith('/') ? `${dotted}/` : dotted;
}
