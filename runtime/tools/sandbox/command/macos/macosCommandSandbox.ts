/** Commands under sandbox-exec of macOS: a copy of the folder in a scratch folder, and a profile that allows little else. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { stateFolder } from '../../../../store/stateFolder';
import { gitFolders } from '../gitFolders';
import { commandWords, insideFolder, readableRequest, sourceFolder } from '../requestChecks';
import { COMMAND_READY } from '../setUpScript';
import { temporaryPrefix } from '../staleFolders';
import { SYSTEM_PROGRAMS, type Toolchains } from '../toolchains';
import { DEFAULT_COMMAND_LIMITS, type CommandLimits, type CommandOutcome, type CommandRequest } from '../types';
import type { CommandSandbox } from '../types';
import { copyFolder } from './copyFolder';
import { changesSince, readFolderState } from './folderState';
import { macosProfile } from './macosProfile';
import { readProcessTable } from './processTable';
import { runProfiled } from './runProfiled';

export const MACOS_PREFIX = 'whetstone-command-';

/** Never read, even where a toolchain lies above them. */
const SECRETS = ['.ssh', '.aws', '.gnupg', '.config', '.netrc', '.npmrc', '.docker', '.kube', 'Library/Keychains'];

/**
 * Arguments: processor seconds, blocks of 512 bytes a file, processes, folder, then the command. `-u` is of bash, `-p` of dash. It says
 * that it runs only when it does so under the profile.
 */
const START = `ulimit -c 0; ulimit -n 4096 2>/dev/null; ulimit -t "$1"; ulimit -f "$2"; ulimit -u "$3" 2>/dev/null || ulimit -p "$3" 2>/dev/null
cd "$4" || exit 126
shift 4
printf '${COMMAND_READY}\\n' >&3
exec 3>&-
exec "$@"`;

export class MacosCommandSandbox implements CommandSandbox {
  readonly containment = 'sandbox-exec';

  constructor(
    private readonly toolchains: Toolchains,
    private readonly limits: Partial<CommandLimits> = {},
    private readonly program = '/usr/bin/sandbox-exec',
  ) {}

  /**
   * As the interface says, with two differences that macOS makes: the command sees a copy elsewhere (paths of the folder in its words and
   * environment mean the copy, and what it prints names the folder again), and node_modules are read where they are, not written.
   */
  async run(request: CommandRequest, signal?: AbortSignal): Promise<CommandOutcome> {
    const limits = { ...DEFAULT_COMMAND_LIMITS, ...this.limits, ...request.limits };
    const source = request.folder.kind === 'copy' ? await sourceFolder(request.folder.path) : undefined;
    const words = commandWords(request.command);
    const base = await realpath(await mkdtemp(path.join(await realpath(tmpdir()), temporaryPrefix(MACOS_PREFIX))));
    const work = path.join(base, 'work');
    try {
      for (const name of ['work', 'home', 'tmp']) await mkdir(path.join(base, name));
      const linked = source === undefined ? [] : await copyFolder(source, work);
      for (const file of request.files ?? []) {
        const target = insideFolder(work, file.path);
        await mkdir(path.dirname(target), { recursive: true });
        await writeFile(target, file.content);
      }
      const inCopy = (text: string) => (source === undefined ? text : moved(text, source, work));
      const profile = macosProfile({
        scratch: base,
        readable: [
          ...this.toolchains.readable,
          ...linked,
          ...(source === undefined ? [] : await gitFolders(source)),
          ...(await readableRequest(request.readable ?? [])),
        ],
        hidden: [stateFolder(), ...SECRETS.map((name) => path.join(homedir(), name))],
      });
      const before = await readFolderState(work);
      const own = (await readProcessTable()).length;
      const numbers = [
        Math.ceil(limits.cpuSeconds),
        Math.ceil(limits.scratchBytes / 512),
        // Counted for the user, not for the sandbox.
        own + limits.processes,
      ].map(String);
      const current = insideFolder(work, request.subfolder ?? '.');
      const env = Object.entries(this.environment(base, request.env ?? {})).map(
        ([name, value]) => `${name}=${inCopy(value)}`,
      );
      const line = [
        ...[this.program, '-p', profile, '/bin/sh', '-c', START, 'sandbox', ...numbers, current],
        ...['/usr/bin/env', '-i', ...env, ...words.map(inCopy)],
      ];
      const written = async () => (await changesSince(base, new Map(), 0)).bytes;
      const { stdin = '', onStdout } = request;
      const ran = await runProfiled({ line, stdin, onStdout, limits, written, signal });
      const told = await changesSince(work, before, limits.changesBytes);
      const asFolder = (text: string) => (source === undefined ? text : moved(text, work, source));
      const { ended, code, wallMs, cpuSeconds, peakMemoryBytes } = ran;
      return {
        ...{ ended, code },
        stdout: asFolder(ran.stdout),
        stderr: asFolder(ran.stderr),
        usage: { wallMs, cpuSeconds, peakMemoryBytes, scratchBytes: told.bytes },
        changes: ended === 'set-up' ? [] : told.changes,
        changesProblem: undefined,
      };
    } finally {
      await rm(base, { recursive: true, force: true });
    }
  }

  private environment(base: string, added: Readonly<Record<string, string>>): Record<string, string> {
    return {
      PATH: [...this.toolchains.programFolders, '/opt/homebrew/bin', ...SYSTEM_PROGRAMS].join(':'),
      HOME: path.join(base, 'home'),
      TMPDIR: path.join(base, 'tmp'),
      LANG: 'en_US.UTF-8',
      CI: '1',
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
      ...this.toolchains.env,
      ...added,
    };
  }
}

/** Paths of one folder as paths of another, where they stand as such: not `/a/project-2` for `/a/project`. */
function moved(text: string, from: string, to: string): string {
  const parts = text.split(from);
  return parts.reduce((done, part) => done + (/^[\w.-]/.test(part) ? from : to) + part);
}
