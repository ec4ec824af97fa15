/** The two files that a moved definition leaves and reaches. */
import path from 'node:path/posix';
import type { Refusal } from '../../changes/testOutcomes';
import type { FileNames, Link, LinkName } from '../names/types';
import { applyEdits, type TextEdit } from '../textEdits';
import { isPlainLink, linkText, withoutNames } from './importText';
import { stem } from './stem';
import type { TopStatement } from './statementAt';

export interface Moved {
  /** Where it is. */
  readonly path: string;
  readonly name: string;
  readonly text: string;
  readonly names: FileNames;
  readonly statement: TopStatement;
  readonly python: boolean;
  /** Whether its file uses it. */
  readonly usedAtHome: boolean;
  readonly isType: boolean;
  /** Python: whether names of its folder are relative. */
  readonly inPackage: boolean;
}

/** What the definition needs of an import of its file. */
export interface Carried {
  readonly link: Link;
  readonly needed: readonly LinkName[];
  /** Those that nothing else in the file needs. */
  readonly only: readonly LinkName[];
  readonly locals: readonly string[];
}

export function carriedLinks({ names, statement, text, python }: Moved): readonly Carried[] | Refusal {
  const [start, end] = statement.span;
  const inside = (at: number) => at >= start && at < end;
  const needed = new Set<number>();
  for (const { start: at, binding, declares } of names.tokens.values()) {
    if (!inside(at) || binding === undefined || declares || !names.bindings[binding]!.topmost) continue;
    if (!names.bindings[binding]!.declarations.some(inside)) needed.add(binding);
  }
  const carried: Carried[] = [];
  for (const link of names.links) {
    const taken = link.names.filter(
      ({ local }) => local !== undefined && needed.has(names.tokens.get(local)?.binding ?? -1),
    );
    if (taken.length === 0) continue;
    const bindings = taken.map(({ local }) => names.tokens.get(local!)!.binding!);
    if (!isPlainLink(text, link, python) || bindings.some((each) => names.bindings[each]!.declarations.length > 1)) {
      return { reason: 'ambiguous', detail: `an import that it needs cannot be written anew (${link.specifier})` };
    }
    bindings.forEach((each) => needed.delete(each));
    const only = taken.filter((_, at) =>
      (names.ofBinding.get(bindings[at]!) ?? []).every((token) => token.declares || inside(token.start)),
    );
    carried.push({ link, needed: taken, only, locals: bindings.map((each) => names.bindings[each]!.name) });
  }
  const [own] = needed;
  return own === undefined
    ? carried
    : { reason: 'ambiguous', detail: `it needs ${names.bindings[own]!.name} of the same file` };
}

/** What stays. */
export function sourceText(moved: Moved, carried: readonly Carried[], place: string): string {
  const { text, statement, names, python } = moved;
  const [start, end] = statement.withComments;
  const isLast = text.slice(end).trim() === '';
  // With the blank lines on one side.
  const before = text.slice(0, start).replace(/\n+$/, '\n').length;
  const after = end + (/^\s*\n/.exec(text.slice(end))?.[0].length ?? 0);
  const edits: TextEdit[] = [{ span: isLast ? [before, text.length] : [start, after], text: '' }];
  for (const { link, only } of carried) if (only.length > 0) edits.push(...withoutNames(text, link, only, python));
  if (moved.usedAtHome) {
    const at = importsEnd(text, names);
    edits.push({ span: [at, at], text: `${importOf(moved, place)}\n${at === 0 ? '\n' : ''}` });
  }
  return applyEdits(text, edits).replace(/^\n+/, '');
}

/** The place that it comes to, with it. */
export function placedText(
  moved: Moved,
  carried: readonly Carried[],
  existing: { readonly text: string; readonly names: FileNames } | undefined,
): string {
  const { text, statement, python } = moved;
  const imports = carried.map(
    ({ link, needed }) => `${linkText(text, link, needed, text.slice(...link.source), python)}\n`,
  );
  const future = python ? (/^from __future__ import .*\n/m.exec(text)?.[0] ?? '') : '';
  const gap = python ? '\n\n' : '\n';
  const code = `${text.slice(...statement.withComments)}\n`;
  if (existing === undefined) {
    const head = [future, ...imports].join('');
    return head === '' ? code : `${head}${gap}${code}`;
  }
  const there = existing.text;
  const at = importsEnd(there, existing.names);
  const edits =
    imports.length === 0 ? [] : [{ span: [at, at] as const, text: imports.join('') + (at === 0 ? '\n' : '') }];
  return `${applyEdits(there, edits).trimEnd()}\n${gap}${code}`;
}

/** Behind the last import at the top level of a file; 0: there is none. */
export function importsEnd(text: string, names: FileNames): number {
  const ends = names.links
    .filter(({ form, statement: [start] }) => form === 'import' && (start === 0 || text[start - 1] === '\n'))
    .map(({ statement }) => statement[1]);
  const last = Math.max(0, ...ends);
  return last === 0 ? 0 : text.indexOf('\n', last - 1) + 1 || text.length;
}

function importOf({ name, text, names, python, isType, inPackage }: Moved, place: string): string {
  const own = path.basename(stem(place));
  if (python) {
    return `from ${inPackage ? '.' : ''}${own} import ${name}`;
  }
  const beside = names.links.find(({ specifier, form }) => form === 'import' && /^\.\.?\//.test(specifier));
  const quote = beside === undefined ? "'" : text[beside.source[0]]!;
  const ending = beside === undefined ? '' : (/\.[cm]?[jt]sx?$/.exec(beside.specifier)?.[0] ?? '');
  const semicolon = beside === undefined || text.slice(...beside.statement).endsWith(';') ? ';' : '';
  return `import ${isType ? 'type ' : ''}{ ${name} } from ${quote}./${own}${ending}${quote}${semicolon}`;
}
