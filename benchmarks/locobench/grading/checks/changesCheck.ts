/** Whether an answer can be laid over the base state, and whether it changes only what it may. Nothing is run. */
import picomatch from 'picomatch';
import type { FileChange } from '../../scenarios/types';
import type { RepositoryState } from '../state/repositoryState';
import { repositoryPath } from '../state/repositoryPath';
import type { ReadAnswer } from '../types';

export interface AppliedAnswer {
  /** What really differs from the base; empty where the answer could not be applied. */
  readonly changes: readonly FileChange[];
  /** Why the answer counts as not applied. */
  readonly problem: string | undefined;
  /** Paths that must not be changed; one of them makes the whole score 0. */
  readonly forbidden: readonly string[];
}

/** Beyond these an answer is no change of a repository. */
const MOST_FILES = 500;
const MOST_CHARACTERS = 8 * 1024 * 1024;

export function applyAnswer(base: RepositoryState, answer: ReadAnswer, allowed: readonly string[]): AppliedAnswer {
  const outside = answer.problems.flatMap(({ kind, path }) =>
    kind === 'path-outside' ? [path ?? 'a path outside'] : [],
  );
  const may = picomatch([...allowed], { dot: true });
  const forbidden = new Set(outside);
  const changes: FileChange[] = [];
  let characters = 0;
  let conflict: string | undefined;
  for (const { path, content } of answer.files) {
    if (repositoryPath(path) !== path) {
      forbidden.add(path);
      continue;
    }
    if (content === (base.text(path) ?? null)) continue;
    if (!may(path)) forbidden.add(path);
    conflict ??= placeConflict(base, path, content);
    characters += content?.length ?? 0;
    changes.push({ path, content });
  }
  const [problem] = answer.problems;
  const reason =
    problem?.message ??
    conflict ??
    (changes.length > MOST_FILES || characters > MOST_CHARACTERS
      ? 'It changes more than a task can ask for.'
      : undefined) ??
    (changes.length === 0 ? 'It changes nothing.' : undefined);
  return { changes: reason === undefined ? changes : [], problem: reason, forbidden: [...forbidden] };
}

/** A file cannot lie where a folder is, nor below another file. */
function placeConflict(base: RepositoryState, path: string, content: string | null): string | undefined {
  if (content === null) return undefined;
  const parts = path.split('/');
  for (let at = 1; at < parts.length; at++) {
    const above = parts.slice(0, at).join('/');
    if (base.has(above)) return `${path} cannot be a file, because ${above} is one.`;
  }
  return !base.has(path) && base.paths().some((each) => each.startsWith(`${path}/`))
    ? `${path} cannot be a file, because it is a folder.`
    : undefined;
}

/** What steers tools; an answer changes it for nobody but its own check. */
const STEERING = picomatch(
  [
    ...[
      'package.json',
      'package-lock.json',
      'tsconfig*.json',
      '.npmrc',
      '.mocharc*',
      'vitest.config.*',
      'vite.config.*',
    ],
    ...['vitest.workspace.*', 'jest.config.*', 'babel.config.*', '.babelrc*', '.swcrc', '.c8rc*', '.nycrc*', '.taprc'],
    ...['pytest.ini', '.pytest.ini', 'tox.ini', 'setup.cfg', 'pyproject.toml', 'conftest.py', 'sitecustomize.py'],
    ...['usercustomize.py', '*.pth', 'mypy.ini', '.mypy.ini', 'Cargo.toml', 'build.rs', 'go.mod', '.eslintrc*'],
    ...['eslint.config.*', 'ruff.toml', '.flake8'],
  ].map((name) => `**/${name}`),
  { dot: true },
);

/**
 * The changes as they are checked: tests as they have to be, and what steers tools as it was, unless the reference solution
 * changes it too.
 */
export function checkedState(
  base: RepositoryState,
  changes: readonly FileChange[],
  check: { readonly reference: readonly FileChange[]; readonly hidden: readonly FileChange[] },
): { readonly state: RepositoryState; readonly putBack: readonly string[] } {
  const referred = new Set(check.reference.map(({ path }) => path));
  const putBack = changes.flatMap(({ path }) => (STEERING(path) && !referred.has(path) ? path : []));
  const kept = changes.filter(({ path }) => !putBack.includes(path));
  return { state: base.with(kept).with(check.hidden), putBack };
}
