/**
 * What namespaces do not contain, refused by a seccomp filter (seccomp(2), classic BPF): kernel keyrings come along from the caller,
 * sockets of families such as AF_VSOCK reach the host of a virtual machine from any network namespace, and new user namespaces, mounts,
 * tracing and the like open more of the kernel than a build or a test needs. The filter cannot be taken off, and children inherit it.
 */

interface Machine {
  /** Audit architecture. */
  readonly architecture: number;
  readonly socket: number;
  readonly socketpair: number;
  readonly clone: number;
  readonly clone3: number;
  readonly prctl: number;
  readonly refused: readonly number[];
}

/**
 * Refused, in this order: ptrace, process_vm_readv, process_vm_writev, add_key, request_key, keyctl, unshare, setns, mount, umount2,
 * pivot_root, chroot, swapon, swapoff, reboot, init_module, finit_module, delete_module, kexec_load, bpf, perf_event_open, userfaultfd,
 * open_by_handle_at, acct, quotactl, syslog, personality; then the same numbers everywhere: io_uring_setup, io_uring_enter,
 * io_uring_register, open_tree, move_mount, fsopen, fsmount, pidfd_getfd, mount_setattr.
 */
const SHARED = [425, 426, 427, 428, 429, 430, 432, 438, 442];
const MACHINES: Readonly<Partial<Record<string, Machine>>> = {
  x64: {
    architecture: 0xc000003e,
    socket: 41,
    socketpair: 53,
    clone: 56,
    clone3: 435,
    prctl: 157,
    refused: [
      101,
      310,
      311,
      248,
      249,
      250,
      272,
      308,
      165,
      166,
      155,
      161,
      167,
      168,
      169,
      175,
      313,
      176,
      246,
      321,
      298,
      323,
      304,
      163,
      179,
      103,
      135,
      ...SHARED,
    ],
  },
  arm64: {
    architecture: 0xc00000b7,
    socket: 198,
    socketpair: 199,
    clone: 220,
    clone3: 435,
    prctl: 167,
    refused: [
      117,
      270,
      271,
      217,
      218,
      219,
      97,
      268,
      40,
      39,
      41,
      51,
      224,
      225,
      142,
      105,
      273,
      106,
      104,
      280,
      241,
      282,
      265,
      89,
      60,
      116,
      92,
      ...SHARED,
    ],
  },
};

const LOAD = 0x20;
const EQUAL = 0x15;
const AT_LEAST = 0x35;
const ANY_BIT = 0x45;
const RETURN = 0x06;
const ALLOW = 0x7fff0000;
const NOT_PERMITTED = 0x00050000 | 1;
const NOT_THERE = 0x00050000 | 38;
const NEW_USER_NAMESPACE = 0x10000000;
/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: they belong to the network namespace, or to files that can be seen. */
const FAMILIES = [1, 2, 10, 16];

/** @returns instructions of 8 bytes each; undefined for a processor that has no list here */
export function systemCallFilter(processor: string = process.arch): Buffer | undefined {
  const machine = MACHINES[processor];
  if (machine === undefined) return undefined;
  const { architecture, socket, socketpair, clone, clone3, refused } = machine;
  // Code, skip if true, skip if false, value. Data: number at 0, architecture at 4, first argument at 16.
  const program: [number, number, number, number][] = [
    [LOAD, 0, 0, 4],
    [EQUAL, 1, 0, architecture],
    [RETURN, 0, 0, NOT_PERMITTED],
    [LOAD, 0, 0, 0],
    // The other numbering (x32) of the same machine.
    [AT_LEAST, 0, 1, 0x40000000],
    [RETURN, 0, 0, NOT_PERMITTED],
  ];
  for (const number of refused) program.push([EQUAL, 0, 1, number], [RETURN, 0, 0, NOT_PERMITTED]);
  // Its flags lie in memory, where a filter cannot look; libraries then take `clone`.
  program.push([EQUAL, 0, 1, clone3], [RETURN, 0, 0, NOT_THERE]);
  program.push([EQUAL, 0, 4, clone], [LOAD, 0, 0, 16], [ANY_BIT, 0, 1, NEW_USER_NAMESPACE]);
  program.push([RETURN, 0, 0, NOT_PERMITTED], [RETURN, 0, 0, ALLOW]);
  program.push([EQUAL, 2, 0, socket], [EQUAL, 1, 0, socketpair], [RETURN, 0, 0, ALLOW], [LOAD, 0, 0, 16]);
  for (const family of FAMILIES) program.push([EQUAL, 0, 1, family], [RETURN, 0, 0, ALLOW]);
  program.push([RETURN, 0, 0, NOT_PERMITTED]);

  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, whenTrue, whenFalse, value], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(whenTrue, index * 8 + 2);
    bytes.writeUInt8(whenFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  });
  return bytes;
}

/** The number of prctl(2), which puts a filter on. */
export function controlNumber(processor: string = process.arch): number | undefined {
  return MACHINES[processor]?.prctl;
}

/** Perl text for `perl -e`; arguments: number of prctl, filter in hexadecimal, then the command. */
export const PERL_FILTERED_START = `my ($prctl, $hex, @command) = @ARGV;
my $filter = pack('H*', $hex);
my $program = pack('S x6 P', length($filter) / 8, $filter);
$prctl += 0;
die "whetstone: the system call filter was refused: $!\\n"
  if syscall($prctl, 38, 1, 0, 0, 0) != 0 or syscall($prctl, 22, 2, $program) != 0;
exec { $command[0] } @command or die "whetstone: $command[0]: $!\\n";`;

/** The same for `python3 -I -S -c`, where there is no Perl. */
export const PYTHON_FILTERED_START = `import ctypes, os, struct, sys
number, hexadecimal, *command = sys.argv[1:]
code = ctypes.create_string_buffer(bytes.fromhex(hexadecimal))
program = ctypes.create_string_buffer(struct.pack('HL', len(hexadecimal) // 16, ctypes.addressof(code)))
prctl = ctypes.CDLL(None, use_errno=True).prctl
for arguments in ((38, 1, 0), (22, 2, ctypes.addressof(program))):
    if prctl(*map(ctypes.c_ulong, arguments), *map(ctypes.c_ulong, (0, 0))) != 0:
        sys.exit('whetstone: the system call filter was refused: ' + os.strerror(ctypes.get_errno()))
os.execv(command[0], command)`;
