/** Commands that nobody has vouched for, run without network, without the user's files and keys, and without write access. */
import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp, open, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SandboxUnavailableError } from '../sandboxUnavailableError';
import { containedLine, INNER_ID } from './containedLine';
import { makeControlGroup } from './controlGroup';
import { readTold } from './fromContained';
import { gitFolders } from './gitFolders';
import { type MountRequest, writeMountTable } from './mountTable';
import { runContainedLine, type RanLine } from './runContainedLine';
import { openMacosSandbox } from './macos/openMacosSandbox';
import { commandWords, insideFolder, readableRequest, sourceFolder } from './requestChecks';
import { sweepFolders, temporaryPrefix } from './staleFolders';
import { systemCallFilter } from './systemCalls';
import { findToolchains, SYSTEM_PROGRAMS, systemReadable, type Toolchains } from './toolchains';
import { DEFAULT_COMMAND_LIMITS, type CommandContainment, type CommandLimits } from './types';
import type { CommandEnd, CommandOutcome, CommandRequest, CommandSandbox } from './types';

/** Where a command without a folder works. */
export const EMPTY_FOLDER = '/tmp/work';

const PREFIX = 'whetstone-command-';

export class LinuxCommandSandbox implements CommandSandbox {
  constructor(
    readonly containment: CommandContainment,
    private readonly toolchains: Toolchains,
    private readonly limits: Partial<CommandLimits> = {},
    /** Programs of the containment itself, e.g. a bubblewrap that is not in the system's folders. */
    private readonly programs: readonly string[] = SYSTEM_PROGRAMS,
  ) {}

  /**
   * Runs one command: no network, its own processes, an environment of its own; what it writes lies in memory and is gone afterwards,
   * but the outcome tells what it changed in its folder. It dies with this process.
   * @throws SandboxRequestError for a folder or path that cannot be given to a command
   */
  async run(request: CommandRequest, signal?: AbortSignal): Promise<CommandOutcome> {
    const limits = { ...DEFAULT_COMMAND_LIMITS, ...this.limits, ...request.limits };
    const source = request.folder.kind === 'copy' ? await sourceFolder(request.folder.path) : undefined;
    const folder = source ?? EMPTY_FOLDER;
    const base = await mkdtemp(path.join(await realpath(tmpdir()), temporaryPrefix(PREFIX)));
    const uid = this.containment === 'unshare-root' ? randomInt(2_000_000, 3_000_000) : INNER_ID;
    const group = await makeControlGroup(path.basename(base), limits);
    const filterFile = path.join(base, 'filter');
    try {
      await prepare(base, request);
      await writeFile(filterFile, systemCallFilter() ?? '');
      const filter = this.containment === 'bubblewrap' ? await open(filterFile) : undefined;
      try {
        const readable = new Set([
          ...systemReadable(),
          ...this.toolchains.readable,
          ...(source === undefined ? [] : await gitFolders(source)),
          ...(await readableRequest(request.readable ?? [])),
        ]);
        const how: MountRequest['how'] =
          source === undefined ? 'empty' : this.containment === 'unshare-user' ? 'overlay' : 'copy';
        const seen = {
          ...{ base, folder, how, uid, limits },
          readable: [...readable],
          // Links to them are copied as links.
          modules: source === undefined || how !== 'copy' ? [] : await modulesFolders(source),
        };
        await writeMountTable(seen);
        const line = containedLine(this.containment, {
          ...seen,
          current: insideFolder(folder, request.subfolder ?? '.'),
          env: this.environment(request.env ?? {}),
          command: commandWords(request.command),
          join: group?.join ?? [],
        });
        const env = { PATH: this.programs.join(':'), LANG: 'C.UTF-8' };
        const endsSoftly = true;
        const ran = await runContainedLine({
          ...{ line, limits, signal, env, endsSoftly },
          ...{ stdin: request.stdin ?? '', onStdout: request.onStdout },
          filter: filter?.fd,
        });
        return await this.outcome(ran, source, limits, (await group?.outOfMemory().catch(() => false)) ?? false);
      } finally {
        await filter?.close();
      }
    } finally {
      await group?.remove();
      // The mounts were in the command's own namespace; here are only our own empty folders and the files brought in.
      await rm(base, { recursive: true, force: true });
    }
  }

  private environment(added: Readonly<Record<string, string>>): Record<string, string> {
    return {
      PATH: [...this.toolchains.programFolders, ...SYSTEM_PROGRAMS].join(':'),
      HOME: '/tmp/home',
      TMPDIR: '/tmp',
      LANG: 'C.UTF-8',
      CI: '1',
      // The folder belongs to another user than the command's.
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
      ...this.toolchains.env,
      ...added,
    };
  }

  private async outcome(
    ran: RanLine,
    source: string | undefined,
    limits: CommandLimits,
    outOfMemory: boolean,
  ): Promise<CommandOutcome> {
    const told = await readTold(ran.told, source, limits.changesBytes);
    const ended = told.started || ran.ended === 'cancelled' ? whatEnded(ran, told, outOfMemory) : 'set-up';
    const missing = told.complete && ran.toldInFull ? undefined : missingChanges(ended);
    return {
      ended,
      code: ended === 'exit' ? (told.code ?? ran.code) : undefined,
      stdout: ran.stdout,
      stderr: ran.stderr,
      usage: {
        wallMs: ran.wallMs,
        cpuSeconds: Math.max(told.cpuSeconds, ran.cpuSeconds),
        peakMemoryBytes: ran.peakMemoryBytes,
        scratchBytes: told.scratchBytes,
      },
      changes: told.changes,
      changesProblem: ended === 'set-up' ? undefined : missing,
    };
  }
}

const SIGXCPU = 128 + 24;
const SIGXFSZ = 128 + 25;

function whatEnded(
  ran: RanLine,
  told: { readonly code: number | undefined; readonly scratchFull: boolean },
  outOfMemory: boolean,
): CommandEnd {
  if (ran.ended !== undefined) return ran.ended;
  if (outOfMemory) return 'memory';
  if (told.code === SIGXCPU) return 'cpu';
  if (told.code === SIGXFSZ || (told.code !== 0 && told.scratchFull)) return 'scratch';
  return 'exit';
}

function missingChanges(ended: CommandEnd): string {
  return ended === 'exit'
    ? 'More was changed than may be read back; not all of it is listed.'
    : 'The command was ended before its changes could be read.';
}

async function prepare(base: string, request: CommandRequest): Promise<void> {
  for (const name of ['scratch', 'lower']) await mkdir(path.join(base, name));
  for (const file of request.files ?? []) {
    const target = insideFolder(path.join(base, 'files'), file.path);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, file.content);
  }
}

/** Not deeper than packages of a monorepo lie. */
async function modulesFolders(folder: string, depth = 3): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries) {
    const child = path.join(folder, entry.name);
    if (!entry.isDirectory()) continue;
    if (entry.name === 'node_modules') found.push(child);
    else if (depth > 0 && entry.name !== '.git') found.push(...(await modulesFolders(child, depth - 1)));
  }
  return found;
}

/**
 * Finds a containment that works here by running a probe in it that must reach no network and write no file.
 * @param kinds the containments to try, in this order
 * @throws SandboxUnavailableError when there is none; nothing is ever run without containment
 */
export async function openSandbox(
  options: {
    readonly limits?: Partial<CommandLimits> | undefined;
    readonly kinds?: readonly CommandContainment[];
    readonly programs?: readonly string[] | undefined;
  } = {},
): Promise<CommandSandbox> {
  if (process.platform === 'darwin') return openMacosSandbox({ limits: options.limits });
  if (process.platform !== 'linux')
    throw new SandboxUnavailableError(`There is no sandbox for ${process.platform} yet.`, ACTION);
  void sweepFolders(tmpdir(), PREFIX);
  const toolchains = await findToolchains();
  const failures: string[] = [];
  for (const kind of options.kinds ?? commandContainments()) {
    const sandbox = new LinuxCommandSandbox(kind, toolchains, options.limits, options.programs);
    const outcome = await sandbox.run({
      command: { shell: PROBE },
      folder: { kind: 'empty' },
      limits: { wallMs: 20_000 },
    });
    if (outcome.ended === 'exit' && outcome.code === 0 && outcome.stdout === 'contained') return sandbox;
    failures.push(`${kind}: ${outcome.stderr.trim().split('\n').at(-1) ?? outcome.ended}`);
  }
  throw new SandboxUnavailableError(`No sandbox works on this system (${failures.join('; ')}).`, ACTION);
}

const ACTION =
  'Commands are only run in a sandbox. Use Linux with user namespaces permitted, or install bubblewrap (Debian and Ubuntu: ' +
  'apt-get install bubblewrap).';

/** The containments that may work for this user, best first. */
export function commandContainments(): readonly CommandContainment[] {
  // The other two keep the caller's user id on the host, and the kernel exempts uid 0 from the limit on processes.
  return process.getuid?.() === 0 ? ['unshare-root'] : ['unshare-user', 'bubblewrap'];
}

const PROBE = `set -eu
if (: > /usr/probe) 2>/dev/null || (: > /probe) 2>/dev/null; then exit 3; fi
# Only the loopback of its own.
[ ! -e /proc/net/dev ] || [ "$(grep -c : /proc/net/dev)" = 1 ]
: > "$HOME/probe"
printf contained`;
