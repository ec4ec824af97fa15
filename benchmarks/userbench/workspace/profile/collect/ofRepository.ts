/** Habits that whole files, manifests and commits show. */
import path from 'node:path';
import type { RepositoryIndex } from '../../../../../runtime/repository';
import { caseOf } from '../../code/words';
import { dependenciesOf } from '../../predicates';
import type { Votes } from '../votes';

const COMMITS = 60;
const LOGGERS = /^(?:winston|pino|bunyan|log4js|debug|loglevel|logging|loguru|structlog)$/;
const VALIDATORS = /^(?:zod|joi|yup|ajv|valibot|io-ts|superstruct|pydantic|marshmallow|cerberus|voluptuous)$/;

export function votesOfRepository(
  index: RepositoryIndex,
  sources: readonly string[],
  text: (path: string) => string | undefined,
  votes: Votes,
): void {
  for (const file of sources) {
    const stem = path.posix.basename(file).split('.')[0]!;
    const scope = file.endsWith('.py') ? 'python' : 'script';
    const form = caseOf(stem);
    if (form !== undefined && form !== 'upper-snake' && stem !== 'index') votes.add(scope, 'file-case', form, file, 1);
    ofImports(index, file, scope, votes);
  }
  for (const { path: file, kind } of index.files()) {
    const name = path.posix.basename(file).toLowerCase();
    if (
      kind === 'documentation' &&
      /\.(?:md|rst|mdx)$/.test(name) &&
      !/^(?:changelog|changes|history|licen[cs]e)/.test(name)
    ) {
      votes.add('repository', 'docs-place', name.startsWith('readme') ? 'readme' : 'docs-folder', file, 1);
      const said = text(file);
      if (said !== undefined) votes.add('repository', 'example', docForm(said), file, 1);
    }
    if (/^(?:package\.json|requirements[\w.-]*\.txt|pyproject\.toml)$/.test(name))
      ofManifest(file, text(file) ?? '', votes);
    if (/^tsconfig[\w.-]*\.json$/.test(name)) ofTypes(file, text(file) ?? '', votes);
  }
  ofBarrels(sources, text, votes);
  ofCommits(index, votes);
}

function ofImports(index: RepositoryIndex, file: string, scope: 'script' | 'python', votes: Votes): void {
  for (const { specifier, resolution, range } of index.importsOf(file)) {
    const line = range.start.line + 1;
    if (resolution.kind === 'file' && scope === 'script') {
      const relative = specifier.startsWith('.');
      const extension = /\.(?:[cm]?[jt]sx?)$/.test(specifier);
      votes.add(
        scope,
        'import-style',
        relative ? (extension ? 'relative-extension' : 'relative') : 'alias',
        file,
        line,
      );
    } else if (resolution.kind === 'package' || resolution.kind === 'builtin') {
      const name = specifier.split(/[/.]/)[0]!;
      if (LOGGERS.test(name)) votes.add(scope, 'logger', name, file, line);
      if (VALIDATORS.test(name)) votes.add(scope, 'validation', name, file, line);
    }
  }
}

function docForm(text: string): string {
  if (/^[ \t]*(```|~~~)/m.test(text)) return 'fence';
  return (text.match(/^[ \t]*(?:[-*+]|\d+\.)[ \t]+\S/gm) ?? []).length >= 2 ? 'list' : 'prose';
}

function ofManifest(file: string, text: string, votes: Votes): void {
  const lines = text.split('\n');
  for (const { name, range } of dependenciesOf(file, text)) {
    const form = range.startsWith('^')
      ? 'caret'
      : range.startsWith('~')
        ? 'tilde'
        : /^(?:==?\s*)?\d/.test(range)
          ? 'exact'
          : undefined;
    if (form === undefined) continue;
    const at = lines.findIndex((line) => line.includes(`"${name}"`) || line.toLowerCase().includes(name));
    votes.add('repository', 'dependency-range', form, file, at + 1);
  }
}

function ofTypes(file: string, text: string, votes: Votes): void {
  const [, strict] = /"strict"\s*:\s*(true|false)/.exec(text) ?? [];
  if (strict !== undefined) votes.add('script', 'strictness', strict === 'true' ? 'strict' : 'loose', file, 1);
}

function ofBarrels(sources: readonly string[], text: (path: string) => string | undefined, votes: Votes): void {
  const folders = new Map<string, string[]>();
  for (const file of sources) {
    const folder = path.posix.dirname(file);
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  for (const files of folders.values()) {
    if (files.length < 3) continue;
    const python = files[0]!.endsWith('.py');
    const barrel = files.find((file) => /(?:^|\/)(?:index\.[cm]?[jt]sx?|__init__\.py)$/.test(file));
    const exports = barrel !== undefined && /\bexport\b[^;]*\bfrom\b|^from \./m.test(text(barrel) ?? '');
    votes.add(python ? 'python' : 'script', 'barrel', exports ? 'barrel' : 'none', barrel ?? files[0]!, 1);
  }
}

function ofCommits(index: RepositoryIndex, votes: Votes): void {
  const changelog = index
    .files()
    .find(({ path: file }) => /^(?:changelog|changes|history)(?:\.\w+)?$/i.test(file))?.path;
  for (const { files } of index.commits(COMMITS)) {
    if (!files.some(({ path: file }) => /\.(?:[cm]?[jt]sx?|py)$/.test(file))) continue;
    const fragment = files.find(
      ({ path: file, change }) =>
        change === 'added' && /^(?:\.changeset|changes|newsfragments|changelog\.d)\//.test(file),
    );
    const entry = files.some(({ path: file }) => file === changelog);
    votes.add(
      'repository',
      'changelog',
      fragment ? 'fragment' : entry ? 'entry' : 'none',
      changelog ?? files[0]!.path,
      1,
    );
  }
}
