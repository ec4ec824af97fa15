/**
 * The profile of macOS' sandbox-exec for a command: everything is denied, then what programs need is allowed. Rules that come later
 * win, so the user's files are denied last. The language is the kernel's own (TinyScheme); Apple documents it nowhere, but its own
 * services and browsers are contained by it.
 */

export interface ProfileRequest {
  /** Absolute and real (`/private/tmp/…`, not `/tmp/…`): where the command works and may write. */
  readonly scratch: string;
  /** Absolute and real: what it may read besides the system. */
  readonly readable: readonly string[];
  /** Absolute and real: never read, whatever else is allowed. */
  readonly hidden: readonly string[];
}

const SYSTEM = [
  '/System',
  '/usr',
  '/bin',
  '/sbin',
  '/opt',
  '/Library/Developer',
  '/Library/Apple',
  '/Library/Java',
  '/Library/Frameworks',
  '/Applications/Xcode.app',
  '/private/etc/ssl',
  '/private/var/db/timezone',
  '/private/var/db/dyld',
  '/private/var/select',
];
const SYSTEM_FILES = ['/private/etc/passwd', '/private/etc/group', '/private/etc/hosts', '/private/etc/localtime', '/'];
const DEVICES = ['/dev/null', '/dev/zero', '/dev/random', '/dev/urandom', '/dev/dtracehelper', '/dev/fd'];

export function macosProfile({ scratch, readable, hidden }: ProfileRequest): string {
  const below = (entry: string) => `(subpath ${quoted(entry)})`;
  const exactly = (entry: string) => `(literal ${quoted(entry)})`;
  return [
    '(version 1)',
    '(deny default)',
    '; Processes of its own: it may start, signal and look at them, and nobody else.',
    '(allow process-exec process-fork)',
    '(allow signal process-info* (target same-sandbox))',
    '(allow sysctl-read)',
    '(allow file-read-metadata)',
    `(allow file-read* file-map-executable ${SYSTEM.map(below).join(' ')} ${SYSTEM_FILES.map(exactly).join(' ')})`,
    `(allow file-read* file-write-data file-ioctl ${DEVICES.map(exactly).join(' ')} (subpath "/dev/fd"))`,
    ...readable.map((entry) => `(allow file-read* file-map-executable ${below(entry)})`),
    ...hidden.map((entry) => `(deny file-read* file-write* ${below(entry)})`),
    '; What is copied for it may lie below a folder that is hidden.',
    `(allow file-read* file-write* file-map-executable ${below(scratch)})`,
    '; A second name in the scratch folder would make a file writable that may only be read.',
    '(deny file-link)',
    '; No network, no shared memory or semaphores of others, no services but those that every program needs to start.',
    '(deny network*)',
    '(allow ipc-posix-sem ipc-posix-shm)',
    '(allow mach-lookup (global-name "com.apple.system.notification_center") (global-name "com.apple.system.opendirectoryd.libinfo"))',
    '',
  ].join('\n');
}

/** A string of the profile's language. */
function quoted(text: string): string {
  if (/[\0\n]/.test(text)) throw new TypeError('A path with a line break cannot stand in a profile.');
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
