import type { Draft } from '../maker';
import type { FileChange, Question, Verification } from '../types';
import type { RepositoryTexts } from '../context/repositoryTexts';
import { CodeTokens, jaccard, shingles } from './codeTokens';

const SHARE = 0.8;
const SHINGLE = 3;

/** Remembers what scenarios are about, and finds those that are about the same. */
export class DuplicateFinder {
  private readonly words = new CodeTokens();
  private readonly subjects = new Set<string>();
  private readonly kept = new Map<string, { readonly subject: string; readonly shingles: ReadonlySet<number> }[]>();

  constructor(private readonly texts: RepositoryTexts) {}

  /** @returns what it is a duplicate of, for people; undefined: nothing */
  duplicateOf(draft: Draft): string | undefined {
    if (this.subjects.has(`${draft.category}\n${draft.subject}`)) return draft.subject;
    const own = this.shinglesOf(draft);
    return this.kept.get(groupOf(draft))?.find((other) => jaccard(own, other.shingles) >= SHARE)?.subject;
  }

  add(draft: Draft): void {
    this.subjects.add(`${draft.category}\n${draft.subject}`);
    const group = this.kept.get(groupOf(draft)) ?? [];
    group.push({ subject: draft.subject, shingles: this.shinglesOf(draft) });
    this.kept.set(groupOf(draft), group);
  }

  private shinglesOf(draft: Draft): ReadonlySet<number> {
    return shingles(this.words.of(essence(draft, this.texts)), SHINGLE);
  }
}

function groupOf({ category, kind }: Draft): string {
  return `${category}\n${kind}`;
}

/**
 * What an answer has to find out, without the words around it, which all scenarios of a kind share. Subjects are part of it: two
 * questions whose answer is "3" are not the same.
 */
function essence({ subject, groundTruth, verification, base }: Draft, texts: RepositoryTexts): string {
  return [
    // Facts that have the same answer in one place are the same question; their subjects differ by a name.
    verification.kind === 'answers' ? subject : '',
    ...[...groundTruth.files].sort(),
    ...[...groundTruth.symbols].sort(),
    ...linesChanged(base, texts),
    ...sought(verification, base, texts),
  ].join('\n');
}

function sought(verification: Verification, base: readonly FileChange[], texts: RepositoryTexts): readonly string[] {
  switch (verification.kind) {
    case 'answers':
      return expected(verification.questions);
    case 'change':
      return linesChanged(verification.reference, texts, base);
    case 'change-and-answers':
      return [...linesChanged(verification.change.reference, texts, base), ...expected(verification.questions)];
    case 'tests':
      return [verification.target, ...verification.mutants.map(({ id }) => id)];
    case 'sessions':
      return verification.sessions.flatMap(({ prompt, check, recall }) => [
        prompt,
        ...linesChanged(check.reference, texts, base),
        ...expected(recall),
      ]);
  }
}

function expected(questions: readonly Question[]): readonly string[] {
  return questions.map(({ answer }) =>
    answer.form === 'place' ? `${answer.path} ${answer.lines.join(' ')}` : JSON.stringify(answer.expected),
  );
}

/** Lines of new contents that the old ones do not have. */
function linesChanged(
  changes: readonly FileChange[],
  texts: RepositoryTexts,
  base: readonly FileChange[] = [],
): readonly string[] {
  return changes.flatMap(({ path, content }) => {
    const before = new Set((texts.text(path, base) ?? '').split('\n'));
    return [path, ...(content ?? '').split('\n').filter((line) => !before.has(line))];
  });
}
