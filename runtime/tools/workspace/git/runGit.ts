/**
 * Reads a repository with the git binary and runs nothing else. A repository's own configuration can name programs that git starts:
 * file monitors, hooks, pagers, external diffs, text converters, clean filters, signature checks, helpers for protocols. All of them
 * are overridden, whoever set them; the network is closed; nothing is written, not even git's own index.
 */
import { spawn } from 'node:child_process';
import { ToolError } from '../../toolError';
import { abortReason } from '../../registry';
import { findProgram } from './findProgram';

export interface GitAnswer {
  readonly text: string;
  /** Whether there was more. */
  readonly cut: boolean;
}

/** Of its output, in bytes; and the time it may take, in milliseconds. */
const mostBytes = 400_000;
const patience = 20_000;

const nothing = process.platform === 'win32' ? 'NUL' : '/dev/null';

/** For every command. */
const safe: Readonly<Record<string, string>> = {
  'core.fsmonitor': 'false',
  'core.hooksPath': nothing,
  'core.pager': 'cat',
  'core.editor': 'false',
  'core.askPass': 'false',
  'core.sshCommand': 'false',
  'core.gitProxy': 'false',
  'core.alternateRefsCommand': 'false',
  'credential.helper': '',
  'diff.external': '',
  'diff.ignoreSubmodules': 'dirty',
  'diff.submodule': 'short',
  'gpg.program': 'false',
  'log.showSignature': 'false',
  'log.showRoot': 'true',
  'protocol.allow': 'never',
  'status.submoduleSummary': 'false',
  'submodule.recurse': 'false',
  'color.ui': 'false',
  'core.quotePath': 'false',
};

/** What a driver of a name may start: nothing instead. */
const drivers: readonly (readonly [RegExp, string])[] = [
  [/^filter\..+\.(clean|smudge|process)$/is, ''],
  [/^filter\..+\.required$/is, 'false'],
  [/^diff\..+\.(textconv|command)$/is, ''],
  [/^gpg\..+\.(program|defaultkeycommand)$/is, 'false'],
  [/^credential\..+\.helper$/is, ''],
  [/^merge\..+\.driver$/is, 'false'],
  [/^(pager|alias)\..+$/is, 'false'],
  [/^remote\..+\.promisor$/is, 'false'],
  [/^remote\..+\.(vcs|uploadpack|receivepack|proxy)$/is, ''],
];

/**
 * @param folder absolute, where git looks from
 * @throws ToolError when there is no git, no repository, or git says no; AbortError
 */
export async function runGit(
  folder: string,
  args: readonly string[],
  roots: readonly string[],
  signal: AbortSignal,
): Promise<GitAnswer> {
  const git = await findProgram('git', roots);
  if (git === undefined) throw new ToolError('The program git is not installed here. Go on without its history.');
  // Reading the configuration starts nothing; it says which drivers there are to be switched off.
  const names = await run(git, folder, ['config', '--list', '--name-only', '-z', '--includes'], {}, signal);
  if (!names.text.split('\0').includes('protocol.allow')) {
    throw new ToolError(
      'The installed git is older than 2.31 and cannot be used safely. Ask the user to install a newer one.',
    );
  }
  const found = names.text.split('\0').flatMap((name): [string, string][] => {
    const value = drivers.find(([pattern]) => pattern.test(name))?.[1];
    return value === undefined ? [] : [[name, value]];
  });
  return run(git, folder, ['--no-pager', '--no-optional-locks', ...args], Object.fromEntries(found), signal);
}

function run(
  git: string,
  folder: string,
  args: readonly string[],
  overrides: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<GitAnswer> {
  const environment = environmentOf({ ...overrides, ...safe });
  return new Promise((resolve, reject) => {
    const child = spawn(git, args, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const pieces: Buffer[] = [];
    let [bytes, cut, complaint] = [0, false, ''];
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(
        new ToolError(`git did not answer within ${patience / 1000} s. Ask for less: fewer commits, or one path.`),
      );
    }, patience);
    const onAbort = () => {
      child.kill('SIGKILL');
      reject(abortReason(signal));
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (piece: Buffer) => {
      if (cut) return;
      pieces.push(piece);
      bytes += piece.length;
      if (bytes <= mostBytes) return;
      cut = true;
      child.kill('SIGKILL');
    });
    child.stderr.on('data', (piece: Buffer) => {
      if (complaint.length < 4000) complaint += piece.toString();
    });
    child.once('error', (error) => reject(new ToolError(`git could not be started: ${error.message}`)));
    child.once('close', (code) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      const text = Buffer.concat(pieces).subarray(0, mostBytes).toString();
      if (code === 0 || cut) resolve({ text, cut });
      else reject(new ToolError(inWords(complaint.trim(), folder)));
    });
  });
}

/** Settings in the environment are stronger than those of any file, and may have any name. */
function environmentOf(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const pairs = Object.entries(settings).flatMap(([name, value], index): [string, string][] => [
    [`GIT_CONFIG_KEY_${index}`, name],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  const kept = ['PATH', 'HOME', 'USERPROFILE', 'XDG_CONFIG_HOME', 'SystemRoot', 'TMPDIR', 'TEMP', 'TMP'];
  const own = kept.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries([...own, ...pairs]),
    GIT_CONFIG_COUNT: String(pairs.length / 2),
    // On Windows the system's file says how lines end, without which every file would seem changed.
    ...(process.platform === 'win32' ? {} : { GIT_CONFIG_NOSYSTEM: '1' }),
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_PAGER: 'cat',
    LC_ALL: 'C',
  };
}

function inWords(complaint: string, folder: string): string {
  if (complaint.includes('dubious ownership')) {
    return (
      `git does not trust the repository, as its folder belongs to another user. Ask the user; who trusts it can run: ` +
      `git config --global --add safe.directory ${folder}`
    );
  }
  if (/not a git repository/i.test(complaint))
    return 'The workspace is not a git repository. Go on without its history.';
  if (complaint.includes('does not have any commits yet')) return 'The repository has no commits yet.';
  if (/unknown revision|bad revision|bad object|ambiguous argument/i.test(complaint)) {
    return `git does not know that revision. git_log shows those that there are. (${complaint.split('\n')[0] ?? ''})`;
  }
  return `git says: ${complaint.slice(0, 500) || 'nothing'}`;
}
