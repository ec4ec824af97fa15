/**
 * The shell program that is process 1 of a command's namespaces: builds the root folder, runs the command without rights in it, ends
 * all that is left of it, and tells what changed. It is ours and runs programs of the system only.
 *
 * File descriptors: 0 the command's input, 3 what it tells (`fromContained.ts` reads it), 4 ends the command when it is closed, so also
 * when our process is killed.
 */
import { OBJECTS } from './mountTable';

/** Written to descriptor 3 when everything is in place and the command is about to start. */
export const COMMAND_READY = 'ready';

/** Changes below them are the affair of tools, not of people. */
export const UNTOLD_FOLDERS: readonly string[] = [
  '.git',
  'node_modules',
  '__pycache__',
  '.pytest_cache',
  '.mypy_cache',
];

/** Arguments: base (with what `mountTable.ts` writes), bytes of scratch, owner (empty: ours), 'overlay' | 'copy' | 'empty', folder. */
const MOUNTS = `set -eu
exec 5<&0 </dev/null
base=$1 size=$2 owner=$3 how=$4 folder=$5; shift 5
excluded=$base/excluded root=$base/root scratch=$base/scratch tree=$base/scratch/upper merged=$root$folder
# What is copied is not the command's own writing.
if [ "$how" = copy ]; then size=$((size + $(du -sk --exclude=node_modules --exclude=./.git/objects "$folder" | cut -f1) * 1024)); fi
umask 022
mount -t tmpfs -o "mode=755,nosuid,nodev,size=$size,nr_inodes=400000" none "$scratch"
xargs -0 mkdir -p < "$base/folders"
chmod 1777 "$scratch/tmp" "$scratch/shm"
# What is laid over something takes the rights of its upper folder, as they are when it is mounted.
chmod 755 "$scratch/upper"
[ -z "$owner" ] || chown "$owner:$owner" $(ls -d "$scratch"/modules/*/upper 2>/dev/null || :) "$scratch/upper"
mount --bind "$root" "$root"
mount --all --fstab "$base/table"
mount -t proc -o nosuid,nodev,noexec none "$root/proc" 2>/dev/null || :
if [ "$how" = copy ]; then
  (cd "$folder" && tar -cf - --ignore-failed-read --anchored --no-wildcards --exclude-from="$excluded" . 2>/dev/null) | (cd "$tree" && tar -xf - 2>/dev/null) || :
  # Objects of Git are read where they are; new ones are written here.
  if [ -d "$folder/.git/objects" ]; then
    mkdir -p "$tree/.git/objects/info" "$tree/.git/objects/pack"
    echo ${OBJECTS} > "$tree/.git/objects/info/alternates"
  fi
fi
[ ! -d "$base/files" ] || cp -r "$base/files/." "$merged/"
[ -z "$owner" ] || chown -hR "$owner:$owner" "$tree" "$scratch/tmp/home"
mount -o remount,bind,ro "$root"
`;

/** In bubblewrap the mounts are its own, and this process has no more rights than the command. */
const BUBBLEWRAP_MOUNTS = `set -eu
exec 5<&0 </dev/null
how=$1 folder=$2; shift 2
excluded=/.excluded scratch=/tmp/.whetstone tree=$folder merged=$folder
mkdir -p /tmp/home "$scratch"
if [ "$how" = copy ]; then
  (cd /.lower && tar -cf - --ignore-failed-read --anchored --no-wildcards --exclude-from="$excluded" . 2>/dev/null) | (cd "$tree" && tar -xf - 2>/dev/null) || :
  if [ -d /.lower/.git/objects ]; then
    mkdir -p "$tree/.git/objects/info" "$tree/.git/objects/pack"
    echo /.lower/.git/objects > "$tree/.git/objects/info/alternates"
  fi
fi
[ ! -d /.files ] || cp -r /.files/. "$folder/"
`;

const PRUNE = `\\( ${UNTOLD_FOLDERS.map((name) => `-name ${name}`).join(' -o ')} \\) -prune -o`;

/** Arguments: bytes of the largest file that is read back, then the command. */
const RUN_AND_TELL = `largest=$1; shift
: > "$scratch/marker"
# A change has a later time of change than this file, whatever the granularity of the clock.
sleep 0.01
printf '${COMMAND_READY}\\n' >&3
"$@" <&5 3>&- 4<&- 5<&- &
program=$!
exec 5<&-
{ read -r line || :; kill -9 "$program"; } <&4 3>&- >/dev/null 2>&1 &
wait "$program" 2>/dev/null && code=0 || code=$?
exec >/dev/null 2>&1 4<&-
kill -9 -1 || :
wait || :
printf 'exit %s\\n' "$code" >&3
times >&3
stat -f -c '%b %f %S' "$tree" >&3
cd "$tree"
find . -mindepth 1 ${PRUNE} \\( -type d -printf 'd %m 0 %P\\0\\0' -o \\( -type f -o -type l \\) -cnewer "$scratch/marker" -printf '%y %m %s %P\\0%l\\0' \\) >&3
printf '\\0' >&3
find . ${PRUNE} -type d -print0 | (cd "$merged" && xargs -0 -r sh -c 'exec find "$@" -mindepth 1 -maxdepth 1 -printf "%p\\\\0"' -) >&3 || :
printf '\\0' >&3
find . -mindepth 1 ${PRUNE} -type f -cnewer "$scratch/marker" -size "-$((largest + 1))c" -exec cat {} + >&3 || :
printf 'end\\n' >&3
`;

export const UNSHARE_SCRIPT = MOUNTS + RUN_AND_TELL;
export const BUBBLEWRAP_SCRIPT = BUBBLEWRAP_MOUNTS + RUN_AND_TELL;
