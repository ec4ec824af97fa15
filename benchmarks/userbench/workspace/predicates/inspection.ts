/** A changed tree as predicates look at it: parsed once, however many ask. */
import { diffLines } from 'diff';
import picomatch from 'picomatch';
import { isTestPath } from '../../../../runtime/repository';
import { readCode, type SourceLanguage, sourceLanguage } from '../code/readCode';
import type { CodeFacts, Definition } from '../code/types';
import { wordsOf } from '../code/words';
import type { ChangedTree, Subject } from '../types';

/** Longer texts are compared as a whole: finding the shortest difference takes too long. */
const LONGEST_DIFF = 400_000;

export interface ChangedSource {
  readonly path: string;
  readonly language: SourceLanguage;
  readonly facts: CodeFacts;
  readonly before: CodeFacts | undefined;
  readonly isTest: boolean;
}

export interface FoundSubject {
  readonly definition: Definition;
  readonly source: ChangedSource;
}

export class Inspection {
  private readonly differences = new Map<string, { readonly added: string; readonly lines: number }>();

  private constructor(
    readonly tree: ChangedTree,
    readonly sources: readonly ChangedSource[],
    /** Sources that could not be read: too long, or broken. */
    readonly unread: readonly string[],
  ) {}

  /** @throws GrammarsMissingError */
  static async of(tree: ChangedTree): Promise<Inspection> {
    const sources: ChangedSource[] = [];
    const unread: string[] = [];
    for (const [path, content] of tree.changes) {
      const language = sourceLanguage(path)?.language;
      if (content === null || language === undefined) continue;
      const facts = await readCode(path, content);
      if (facts === undefined || facts.broken) unread.push(path);
      if (facts === undefined) continue;
      const text = tree.base(path);
      const before = text === undefined ? undefined : await readCode(path, text);
      sources.push({
        path,
        language,
        facts,
        before,
        isTest: isTestPath(path) || facts.tests.length > 0 || path.endsWith('_spec.py'),
      });
    }
    return new Inspection(tree, sources, unread);
  }

  /** Paths after the change, sorted. */
  paths(): readonly string[] {
    const all = new Set(this.tree.paths);
    for (const [path, content] of this.tree.changes) {
      if (content === null) all.delete(path);
      else all.add(path);
    }
    return [...all].sort();
  }

  text(path: string): string | undefined {
    const changed = this.tree.changes.get(path);
    return changed === undefined ? this.tree.base(path) : (changed ?? undefined);
  }

  isNew(path: string): boolean {
    return typeof this.tree.changes.get(path) === 'string' && this.tree.base(path) === undefined;
  }

  /** Paths of changes that match, without deleted files. */
  changedPaths(globs: readonly string[]): readonly string[] {
    const matches = matcher(globs);
    return [...this.tree.changes].flatMap(([path, content]) => (content !== null && matches(path) ? path : []));
  }

  /** Lines that a change adds to a file, with line ends. */
  addedTo(path: string): string {
    return this.difference(path).added;
  }

  /** Added and removed lines. */
  linesOf(path: string): number {
    return this.difference(path).lines;
  }

  /** The definition a predicate is about: of several, the one that leaves its file, then the one of the fewest words. */
  subject(subject: Subject): FoundSubject | undefined {
    return this.subjects(subject)[0];
  }

  subjects(subject: Subject): readonly FoundSubject[] {
    const found: FoundSubject[] = [];
    for (const source of this.sources) {
      if (source.isTest || (subject.added === true && source.before !== undefined)) continue;
      for (const definition of source.facts.definitions) {
        if (!isOfKind(definition, subject.kind) || !hasWords(definition.name, subject.words)) continue;
        if (subject.changed !== false && source.before !== undefined && isUnchanged(definition, source.before))
          continue;
        found.push({ definition, source });
      }
    }
    const rank = ({ definition }: FoundSubject) =>
      (definition.exported === undefined ? 100 : 0) + wordsOf(definition.name).length;
    return found.sort((a, b) => rank(a) - rank(b));
  }

  /** New and changed tests in whose code a name has the subject's words. */
  testsAbout({ words }: Subject): readonly ChangedSource[] {
    return this.sources.filter(
      ({ isTest, facts }) => isTest && (facts.code.match(/[\w$]+/g) ?? []).some((name) => hasWords(name, words)),
    );
  }

  private difference(path: string): { readonly added: string; readonly lines: number } {
    const known = this.differences.get(path);
    if (known !== undefined) return known;
    const [before, after] = [this.tree.base(path) ?? '', this.tree.changes.get(path) ?? ''];
    let [added, lines] = ['', 0];
    if (before === '' || after === '' || before.length + after.length > LONGEST_DIFF) {
      [added, lines] = [after, lineCount(before) + lineCount(after)];
    } else {
      for (const part of diffLines(before, after)) {
        if (part.added) added += part.value;
        if (part.added || part.removed) lines += part.count;
      }
    }
    const difference = { added, lines };
    this.differences.set(path, difference);
    return difference;
  }
}

export function matcher(globs: readonly string[]): (path: string) => boolean {
  return picomatch([...globs], { dot: true });
}

/** Whether a name has all of the words; a word may have forms with `|` between. */
export function hasWords(name: string, words: readonly string[]): boolean {
  const own = wordsOf(name);
  return words.every((word) => word.split('|').some((form) => own.includes(form)));
}

function isOfKind({ kind }: Definition, wanted: Subject['kind']): boolean {
  return wanted === 'any' ? kind !== 'type' : kind === wanted;
}

function isUnchanged(definition: Definition, before: CodeFacts): boolean {
  return before.definitions.some(
    (each) => each.name === definition.name && each.container === definition.container && each.text === definition.text,
  );
}

function lineCount(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
