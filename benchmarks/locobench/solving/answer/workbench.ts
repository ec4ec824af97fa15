import { repositoryPath } from '../../grading/state/repositoryPath';
import type { RepositoryState } from '../../grading/state/repositoryState';
import type { AnswerProblem, ReadAnswer } from '../../grading/types';
import type { FileChange } from '../../scenarios';
import { isFragment } from './fragment';
import type { LooseJson } from './looseJson';
import { applySearchReplace, type SearchReplace } from './searchReplace';
import { applyDiff, type Applied, type FileDiff } from './unifiedDiff';

/** Changes are put together here, one after the other; each sees what those before it made. */
export class Workbench {
  readonly problems: AnswerProblem[] = [];
  readonly forms: ReadAnswer['forms'][number][] = [];
  private readonly changed = new Map<string, string | null>();

  constructor(private readonly base: RepositoryState) {}

  get files(): readonly FileChange[] {
    return [...this.changed].map(([path, content]) => ({ path, content }));
  }

  wholeFile(written: string, content: string, closed: boolean): void {
    const path = this.path(written);
    if (path === undefined) return;
    this.forms.push('whole-file');
    const before = this.text(path);
    if (!closed) {
      this.problem('does-not-apply', path, `${path} was not written to its end.`);
    } else if (before !== undefined && isFragment(before, content)) {
      this.problem(
        'ambiguous',
        path,
        `${path} was given in part: writing it would delete the rest. Whole files, a diff or search/replace are taken.`,
      );
    } else this.changed.set(path, asBefore(before, content));
  }

  diff(diff: FileDiff, closed: boolean): void {
    this.forms.push('diff');
    const [from, to] = [diff.from, diff.to].map((each) => (each === undefined ? undefined : this.path(each)));
    if ((diff.from !== undefined && from === undefined) || (diff.to !== undefined && to === undefined)) return;
    if (!closed) {
      this.problem('does-not-apply', to ?? from, 'The diff was not written to its end.');
      return;
    }
    if (to === undefined) {
      if (from !== undefined) this.remove(from);
      return;
    }
    const before = from === undefined ? '' : this.text(from);
    if (before === undefined) {
      this.problem('does-not-apply', from, `There is no ${from ?? 'such file'} that the diff could change.`);
      return;
    }
    if (from !== undefined && from !== to) this.changed.set(from, null);
    this.take(to, applyDiff(before, diff), 'The diff');
  }

  searchReplace(written: string | undefined, block: SearchReplace): void {
    this.forms.push('search-replace');
    if (written === undefined) {
      this.problem('ambiguous', undefined, 'A search/replace block does not say which file it is for.');
      return;
    }
    const path = this.path(written);
    if (path === undefined) return;
    if (!block.closed)
      this.problem('does-not-apply', path, `A search/replace block for ${path} was not written to its end.`);
    else this.take(path, applySearchReplace(this.text(path) ?? '', block), 'A search/replace block');
  }

  jsonFiles({ value, broken }: LooseJson): void {
    if (broken) {
      this.problem('broken-json', undefined, 'The JSON with files is broken, so it is not known where a file ends.');
      return;
    }
    const files = value.files ?? value;
    const entries: [unknown, unknown][] = Array.isArray(files)
      ? files.map((each: unknown) =>
          isRecord(each)
            ? [each.path ?? each.file ?? each.filename ?? each.name, each.content ?? each.code]
            : [undefined, undefined],
        )
      : Object.entries(isRecord(files) ? files : {});
    for (const [path, content] of entries) {
      if (typeof path !== 'string') this.problem('ambiguous', undefined, 'The JSON has a file without a path.');
      else if (content === null) this.remove(path);
      else if (typeof content !== 'string') this.problem('broken-json', path, `The content of ${path} is no text.`);
      else this.wholeFile(path, content, true);
    }
  }

  remove(written: string): void {
    const path = this.path(written);
    if (path === undefined) return;
    if (this.text(path) === undefined) this.problem('does-not-apply', path, `There is no ${path} to delete.`);
    else this.changed.set(path, null);
  }

  private take(path: string, applied: Applied, what: string): void {
    if ('text' in applied) this.changed.set(path, applied.text);
    else
      this.problem(applied.ambiguous ? 'ambiguous' : 'does-not-apply', path, `${what} for ${path} ${applied.problem}.`);
  }

  private text(path: string): string | undefined {
    const changed = this.changed.get(path);
    return changed === undefined ? this.base.text(path) : (changed ?? undefined);
  }

  /** A bare name that only one file of the repository has means that one. */
  private path(written: string): string | undefined {
    const path = repositoryPath(written);
    if (path === undefined) {
      this.problem('path-outside', written.slice(0, 200), `${written.slice(0, 200)} is no path inside the repository.`);
      return undefined;
    }
    if (path.includes('/') || this.base.has(path)) return path;
    const same = this.base.paths().filter((each) => each.endsWith(`/${path}`));
    return same.length === 1 ? same[0] : path;
  }

  private problem(kind: AnswerProblem['kind'], path: string | undefined, message: string): void {
    this.problems.push({ kind, path, message });
  }
}

/** Line ends, and whether the last line has one, as in the file before. */
function asBefore(before: string | undefined, content: string): string {
  if (before === undefined || before === '') return content;
  const ended = before.endsWith('\n') ? content.replace(/\n?$/, '\n') : content.replace(/\n$/, '');
  return before.includes('\r\n') && !ended.includes('\r\n') ? ended.replace(/\n/g, '\r\n') : ended;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
