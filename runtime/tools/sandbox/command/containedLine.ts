/** The command lines that contain a command, one for each containment of Linux. */
import { existsSync } from 'node:fs';
import { SandboxUnavailableError } from '../sandboxUnavailableError';
import type { MountRequest } from './mountTable';
import { BUBBLEWRAP_SCRIPT, UNSHARE_SCRIPT } from './setUpScript';
import { controlNumber, PERL_FILTERED_START, PYTHON_FILTERED_START, systemCallFilter } from './systemCalls';
import type { CommandContainment, CommandLimits } from './types';

export interface ContainedRequest {
  /** A folder of ours with what `mountTable.ts` writes, `scratch`, `lower` and perhaps `files`. */
  readonly base: string;
  /** Absolute path of the command's folder, inside and outside. */
  readonly folder: string;
  /** How the folder is seen: laid over, copied into memory, or empty. */
  readonly how: MountRequest['how'];
  /** Absolute, below `folder`. */
  readonly current: string;
  readonly readable: readonly string[];
  /** node_modules folders in `folder`, bound where nothing can be laid over. */
  readonly modules: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly limits: CommandLimits;
  /** User and group of the command. */
  readonly uid: number;
  /** Files to which the first process writes 0 to join its control group. */
  readonly join: readonly string[];
}

/** User and group inside where they are not those of the host. */
export const INNER_ID = 1000;

/** Where bubblewrap expects the system call filter. */
export const FILTER_DESCRIPTOR = 5;

const ETC = ['passwd', 'group', 'hosts'];

/** @returns file and arguments */
export function containedLine(kind: CommandContainment, request: ContainedRequest): string[] {
  const line = kind === 'bubblewrap' ? bubblewrapLine(request) : unshareLine(request, kind === 'unshare-root');
  const joined =
    request.join.length === 0
      ? line
      : [
          'sh',
          '-c',
          'while [ "$1" != -- ]; do echo 0 > "$1"; shift; done; shift; exec "$@"',
          'sandbox',
          ...request.join,
          '--',
          ...line,
        ];
  // Killed with us, at once; `timeout` is for a process of ours that hangs and keeps no time.
  const withParent = ['setpriv', '--pdeathsig', 'KILL'];
  const seconds = request.limits.wallMs / 1000 + 20;
  return [...withParent, 'timeout', '--signal=KILL', seconds.toFixed(3), ...withParent, ...joined];
}

function unshareLine(request: ContainedRequest, asRoot: boolean): string[] {
  const { base, folder, how, limits, uid } = request;
  const root = `${base}/root`;
  // Inside a user namespace of its own a second time: this process keeps its rights over the mounts, the command has none over it.
  const enter = asRoot
    ? ['chroot', root, 'setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--bounding-set=-all']
    : ['unshare', '--user', `--map-user=${INNER_ID}`, `--map-group=${INNER_ID}`, `--root=${root}`, '--', 'setpriv'];
  return [
    'unshare',
    ...(asRoot ? [] : ['--user', '--map-root-user']),
    '--net',
    '--pid',
    '--mount',
    '--ipc',
    '--uts',
    '--fork',
    '--kill-child',
    '--',
    'sh',
    '-c',
    UNSHARE_SCRIPT,
    'sandbox',
    base,
    String(limits.scratchBytes),
    asRoot ? String(uid) : '',
    how,
    folder,
    String(limits.changesBytes),
    ...enter,
    '--no-new-privs',
    '--inh-caps=-all',
    'prlimit',
    ...prlimitArguments(limits),
    ...filtered(),
    ...innerCommand(request),
  ];
}

function bubblewrapLine(request: ContainedRequest): string[] {
  const { base, folder, how, limits } = request;
  const copied = how !== 'empty';
  return [
    'bwrap',
    '--unshare-all',
    '--unshare-user',
    '--uid',
    String(INNER_ID),
    '--gid',
    String(INNER_ID),
    '--die-with-parent',
    '--new-session',
    '--cap-drop',
    'ALL',
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    '--size',
    String(limits.scratchBytes),
    '--tmpfs',
    '/tmp',
    ...request.readable.flatMap((entry) => ['--ro-bind', entry, entry]),
    ...ETC.flatMap((name) => ['--ro-bind', `${base}/root/etc/${name}`, `/etc/${name}`]),
    ...(copied ? ['--ro-bind', folder, '/.lower', '--ro-bind', `${base}/excluded`, '/.excluded'] : []),
    ...(existsSync(`${base}/files`) ? ['--ro-bind', `${base}/files`, '/.files'] : []),
    '--size',
    String(limits.scratchBytes),
    '--tmpfs',
    folder,
    ...(copied ? request.modules.flatMap((entry) => ['--ro-bind', entry, entry]) : []),
    '--remount-ro',
    '/',
    '--seccomp',
    String(FILTER_DESCRIPTOR),
    '--',
    'sh',
    '-c',
    BUBBLEWRAP_SCRIPT,
    'sandbox',
    copied ? 'copy' : 'empty',
    folder,
    String(limits.changesBytes),
    'prlimit',
    ...prlimitArguments(limits),
    ...innerCommand(request),
  ];
}

function innerCommand({ current, env, command }: ContainedRequest): string[] {
  const values = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return ['/usr/bin/env', `--chdir=${current}`, '-i', ...values, ...command];
}

function prlimitArguments(limits: CommandLimits): string[] {
  return [
    // Not the address space: engines of JavaScript and Java reserve far more than they use.
    `--data=${limits.memoryBytes}`,
    `--nproc=${limits.processes}`,
    `--fsize=${limits.scratchBytes}`,
    `--cpu=${Math.ceil(limits.cpuSeconds)}`,
    '--nofile=4096',
    '--core=0',
    '--memlock=8388608',
  ];
}

/** The start of a command under the system call filter. */
function filtered(): string[] {
  const filter = systemCallFilter();
  const number = controlNumber();
  if (filter === undefined || number === undefined) {
    throw new SandboxUnavailableError(
      `There is no system call filter for ${process.arch}.`,
      'Use an x64 or arm64 machine.',
    );
  }
  const values = [String(number), filter.toString('hex')];
  if (existsSync('/usr/bin/perl')) return ['/usr/bin/perl', '-e', PERL_FILTERED_START, ...values];
  if (existsSync('/usr/bin/python3')) return ['/usr/bin/python3', '-I', '-S', '-c', PYTHON_FILTERED_START, ...values];
  throw new SandboxUnavailableError(
    'Neither Perl nor Python is there to put the system call filter on.',
    'Install bubblewrap or Perl (Debian: apt-get install bubblewrap).',
  );
}
