import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { defineTool, textResult } from '../../defineTool';
import { ToolError } from '../../toolError';
import type { SourceTool, ToolContext } from '../../types';
import { isWithin } from '../files/workspacePaths';
import type { WorkspaceEnvironment } from '../workspaceEnvironment';
import { runGit, type GitAnswer } from './runGit';

const plainDiff = ['--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty', '--submodule=short'];
const anyPath = z.string().optional().describe('File or folder, relative to the workspace. Default: all.');

/** What git knows of the first folder of the workspace. Only what lies in that folder is shown. */
export function gitTools(environment: WorkspaceEnvironment): readonly SourceTool[] {
  return [
    defineTool({
      name: 'git_status',
      title: 'Git Status',
      description: 'The branch, and files that are changed, staged or new.',
      risk: 'read',
      input: z.object({}),
      run: async (_, context) => {
        const args = ['status', '--porcelain=v1', '--branch', '--untracked-files=normal', '--ignore-submodules=dirty'];
        const answer = await git(environment, [...args, '--', ...(await specs(environment, undefined))], context);
        const [branch = '', ...files] = answer.text.trimEnd().split('\n');
        const text = files.length === 0 ? 'Nothing is changed.' : files.map(inWords).join('\n');
        return result({ ...answer, text: `On ${branch.replace(/^## /, '')}\n${text}` });
      },
    }),
    defineTool({
      name: 'git_diff',
      title: 'Git Diff',
      description: 'What is changed since the last commit, or between revisions, as a unified diff.',
      risk: 'read',
      input: z.object({
        path: anyPath,
        staged: z.boolean().optional().describe('Only what is staged for the next commit.'),
        from: z.string().optional().describe('Revision to compare with, like main or HEAD~2. Default: HEAD.'),
        to: z.string().optional().describe('Revision to compare. Default: the files as they are.'),
        summary: z.boolean().optional().describe('Only which files, and how many lines.'),
      }),
      run: async ({ path: only, staged = false, from, to, summary = false }, context) => {
        const revisions = staged
          ? [commit(from ?? 'HEAD')]
          : [commit(from ?? 'HEAD'), ...(to === undefined ? [] : [commit(to)])];
        const form = summary ? ['--stat=120', '--no-color'] : ['--unified=3'];
        const options = ['diff', ...plainDiff, ...form, ...(staged ? ['--cached'] : [])];
        const answer = await git(
          environment,
          [...options, ...revisions, '--', ...(await specs(environment, only))],
          context,
        );
        return result(answer.text.trim() === '' ? { text: 'There is no difference.', cut: false } : answer);
      },
    }),
    defineTool({
      name: 'git_log',
      title: 'Git Log',
      description: 'The latest commits: hash, date, author, subject.',
      risk: 'read',
      input: z.object({
        path: anyPath,
        limit: z.int().min(1).max(200).optional().describe('Commits at most. Default 20.'),
        revision: z.string().optional().describe('Branch, tag or range, like main or v1..HEAD. Default: HEAD.'),
        text: z.string().max(200).optional().describe('Only commits whose message has this text.'),
      }),
      run: async ({ path: only, limit = 20, revision: at = 'HEAD', text }, context) => {
        const options = [
          'log',
          '--no-show-signature',
          `--max-count=${limit}`,
          '--date=short',
          '--pretty=format:%h %ad %an: %s',
        ];
        const search = text === undefined ? [] : ['--fixed-strings', '--regexp-ignore-case', `--grep=${text}`];
        // Without a path merges are listed too, and messages about other folders do no harm.
        const where = only === undefined ? [] : await specs(environment, only);
        const answer = await git(environment, [...options, ...search, revision(at), '--', ...where], context);
        return result(answer.text.trim() === '' ? { text: 'No commit fits.', cut: false } : answer);
      },
    }),
    defineTool({
      name: 'git_show',
      title: 'Git Show',
      description: 'One commit: its message and what it changed.',
      risk: 'read',
      input: z.object({
        revision: z.string().min(1).describe('Hash, branch or tag.'),
        path: anyPath,
        summary: z.boolean().optional().describe('Only which files, and how many lines.'),
      }),
      run: async ({ revision: at, path: only, summary = false }, context) => {
        const form = summary ? ['--stat=120', '--no-color'] : ['--unified=3'];
        const options = ['show', '--no-show-signature', '--no-notes', '--date=iso', ...plainDiff, ...form];
        return result(
          await git(environment, [...options, commit(at), '--', ...(await specs(environment, only))], context),
        );
      },
    }),
  ];
}

/** A revision, and nothing that could be an option, a file or a range of reflog times. */
function revision(written: string): string {
  const text = written.trim();
  if (!/^[\p{L}\p{N}_@^~/.{}+=-]+$/u.test(text) || text.startsWith('-')) {
    throw new ToolError(`${written} is no revision. Give a hash, branch or tag; a file goes into path.`);
  }
  return text;
}

/** A commit, and no file of the repository's store by its hash. */
function commit(written: string): string {
  return `${revision(written)}^{commit}`;
}

/** What is looked at: one path or the whole folder, without what is excluded. */
async function specs(environment: WorkspaceEnvironment, only: string | undefined): Promise<readonly string[]> {
  const [root = ''] = environment.host.roots;
  const place = only === undefined ? undefined : await environment.paths.readable(only);
  if (place !== undefined && !isWithin(root, place.opened)) {
    throw new ToolError(`${only} lies in another folder than the repository. Only the first folder is looked at.`);
  }
  const wanted = place === undefined ? '.' : path.relative(root, place.opened).replaceAll('\\', '/') || '.';
  return [`:(literal)${wanted}`, ...environment.excluded.flatMap(excludeSpecs)];
}

/** git's globs know no braces. */
function excludeSpecs(glob: string): readonly string[] {
  const braces = /\{([^{}]*)\}/.exec(glob);
  if (braces !== null) {
    return braces[1]!.split(',').flatMap((each) => excludeSpecs(glob.replace(braces[0], () => each)));
  }
  const anywhere = glob.includes('/') ? glob : `**/${glob}`;
  return [`:(exclude,glob,icase)${anywhere}`, `:(exclude,glob,icase)${anywhere}/**`];
}

async function git(
  environment: WorkspaceEnvironment,
  args: readonly string[],
  { signal }: ToolContext,
): Promise<GitAnswer> {
  const { roots, trusted } = environment.host;
  const [root] = roots;
  if (root === undefined) throw new ToolError('No folder is open.');
  if (!trusted)
    throw new ToolError('The workspace is not trusted, so git is not run in it. Go on without, or ask the user.');
  const top = await runGit(root, ['rev-parse', '--show-toplevel'], roots, signal);
  const [real, repository] = await Promise.all([realpath(root), realpath(top.text.trim()).catch(() => '')]);
  // `core.worktree` can point anywhere; what is not around the workspace is none of its repository.
  if (repository === '' || !isWithin(repository, real)) {
    throw new ToolError('The git repository of the workspace says that its files are elsewhere, so it is left alone.');
  }
  return runGit(root, args, roots, signal);
}

function result({ text, cut }: GitAnswer) {
  const note = cut ? 'git had more to say. Name a path, ask for a summary, or for fewer commits.' : undefined;
  return textResult(text.trimEnd(), { cut: note });
}

const states: Readonly<Record<string, string>> = {
  M: 'changed',
  T: 'other kind',
  A: 'added',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  U: 'in conflict',
};

/** `XY path`: state in the index and in the folder. */
function inWords(line: string): string {
  const [staged = ' ', unstaged = ' '] = line;
  const file = line.slice(3);
  if (line.startsWith('??')) return `new, not tracked: ${file}`;
  const parts = [
    staged === ' ' ? undefined : `${states[staged] ?? staged}, staged`,
    unstaged === ' ' ? undefined : (states[unstaged] ?? unstaged),
  ].filter((part) => part !== undefined);
  return `${parts.join('; ')}: ${file}`;
}
