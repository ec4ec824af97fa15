/**
 * The command lines that contain a program: new network, process, mount and IPC namespaces, a root folder made of
 * read-only binds of what the interpreter needs (never the home folder), and a scratch folder in memory at /work.
 *
 * Three ways, in order of preference:
 *  - `unshare` as root: the program runs as a user id of its own without capabilities. A user id of its own because
 *    the kernel exempts uid 0 of the host from the limit on processes.
 *  - `unshare` with a user namespace, for everyone else.
 *  - bubblewrap, for systems where only its security profile may create user namespaces (Ubuntu 24.04).
 */
import type { SandboxLimits } from './limits';
import { prlimitArguments } from './limits';

export type ContainmentKind = 'unshare-root' | 'unshare-user' | 'bubblewrap';

export interface ContainmentRequest {
  /** Absolute path of the interpreter, found inside one of `readable`. */
  readonly interpreter: string;
  /** Arguments before the program's path. */
  readonly interpreterArguments: readonly string[];
  /** Absolute paths visible read-only, at the same place; symbolic links are recreated. */
  readonly readable: readonly string[];
  /** An empty folder of ours that becomes the root inside (only visible to the contained program). */
  readonly mountPoint: string;
  readonly limits: SandboxLimits;
}

/** Where the program sees its own text. */
const PROGRAM = '/work/main.py';

/** Written to file descriptor 3 when everything is in place and the program is about to start. */
export const READY = 'ready';

/** @returns file and arguments; the program's text is expected on standard input. */
export function containedCommand(kind: ContainmentKind, request: ContainmentRequest): [string, string[]] {
  const inner = kind === 'bubblewrap' ? bubblewrapCommand(request) : unshareCommand(request, kind === 'unshare-root');
  // `timeout` outlives this process: a killed caller leaves nothing running behind.
  const seconds = request.limits.wallMs / 1000 + 2;
  return ['timeout', ['--signal=KILL', seconds.toFixed(3), ...inner]];
}

const DEVICES = ['null', 'zero', 'random', 'urandom'];

/**
 * Runs as process 1 of the new namespaces. Arguments: root folder, scratch bytes, the paths to bind, '--', the command.
 * It stays alive beside the program, so that its death (kill-child) takes the whole process namespace with it.
 */
const UNSHARE_SCRIPT = `set -eu
root=$1 scratch=$2; shift 2
mount -t tmpfs -o mode=755,size=1m none "$root"
mkdir "$root/work" "$root/dev"
while [ "$1" != -- ]; do
  path=$1; shift
  mkdir -p "$root$(dirname "$path")"
  if [ -L "$path" ]; then
    ln -s "$(readlink "$path")" "$root$path"
  else
    if [ -d "$path" ]; then mkdir -p "$root$path"; else : > "$root$path"; fi
    mount --bind "$path" "$root$path"
    mount -o remount,bind,ro "$root$path"
  fi
done
shift
for device in ${DEVICES.join(' ')}; do
  : > "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mount -t tmpfs -o "mode=1777,nosuid,nodev,size=$scratch" none "$root/work"
cat > "$root${PROGRAM}"
chmod 444 "$root${PROGRAM}"
mount -o remount,bind,ro "$root"
cd "$root/work"
printf ${READY} >&3
"$@" < /dev/null 3>&-
`;

function unshareCommand(request: ContainmentRequest, asRoot: boolean): string[] {
  const namespaces = ['--net', '--pid', '--mount', '--ipc', '--uts', '--fork', '--kill-child'];
  if (!asRoot) {
    namespaces.unshift('--user', '--map-root-user');
  }
  const uid = String(2_000_000 + Math.floor(Math.random() * 1_000_000));
  const dropUser = asRoot ? [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'] : [];
  return [
    'unshare',
    ...namespaces,
    '--',
    'sh',
    '-c',
    UNSHARE_SCRIPT,
    'sandbox',
    request.mountPoint,
    String(request.limits.scratchBytes),
    ...request.readable,
    '--',
    'chroot',
    request.mountPoint,
    'setpriv',
    ...dropUser,
    '--no-new-privs',
    '--bounding-set=-all',
    '--inh-caps=-all',
    'prlimit',
    ...prlimitArguments(request.limits),
    'sh',
    '-c',
    'cd /work && exec "$@"',
    'sandbox',
    request.interpreter,
    ...request.interpreterArguments,
    PROGRAM,
  ];
}

function bubblewrapCommand(request: ContainmentRequest): string[] {
  return [
    'bwrap',
    '--unshare-all',
    '--unshare-user',
    '--die-with-parent',
    '--new-session',
    '--cap-drop',
    'ALL',
    ...request.readable.flatMap((path) => ['--ro-bind', path, path]),
    ...DEVICES.flatMap((device) => ['--dev-bind', `/dev/${device}`, `/dev/${device}`]),
    '--size',
    String(request.limits.scratchBytes),
    '--tmpfs',
    '/work',
    '--file',
    '0',
    PROGRAM,
    '--remount-ro',
    '/',
    '--chdir',
    '/work',
    '--',
    'sh',
    '-c',
    `printf ${READY} >&3; exec "$@" < /dev/null 3>&-`,
    'sandbox',
    'prlimit',
    ...prlimitArguments(request.limits),
    request.interpreter,
    ...request.interpreterArguments,
    PROGRAM,
  ];
}
