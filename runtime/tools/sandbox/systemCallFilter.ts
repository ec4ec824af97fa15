/**
 * What namespaces do not contain, taken away by the interpreter itself before it runs the program: kernel keyrings come
 * along from the caller, and sockets of families such as AF_VSOCK reach the host of a virtual machine from any network
 * namespace. A seccomp filter (see seccomp(2)) refuses them; it cannot be taken off again, and children inherit it.
 */

/** Python text for `python3 -c`; its argument is the path of the program, which runs as `__main__`. */
export const FILTERED_START = `import ctypes, os, struct, sys
# Audit architecture, then the numbers of socket, add_key, request_key, keyctl, io_uring_setup.
machines = {'x86_64': (0xC000003E, 41, 248, 249, 250, 425), 'aarch64': (0xC00000B7, 198, 217, 218, 219, 425)}
machine = os.uname().machine
if machine not in machines:
    sys.exit(f'there is no system call filter for {machine}')
architecture, socket, *refused = machines[machine]
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, DENY = 0x7FFF0000, 0x00050000 | 1
# (code, skip if true, skip if false, value); data: number at 0, architecture at 4, first argument at 16.
filter = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, DENY), (LOAD, 0, 0, 0)]
# The other numbering (x32) of the same machine.
filter += [(AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, DENY)]
for number in refused:
    filter += [(EQUAL, 0, 1, number), (RETURN, 0, 0, DENY)]
filter += [(EQUAL, 1, 0, socket), (RETURN, 0, 0, ALLOW), (LOAD, 0, 0, 16)]
# AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: they belong to the network namespace.
for family in (1, 2, 10, 16):
    filter += [(EQUAL, 0, 1, family), (RETURN, 0, 0, ALLOW)]
filter += [(RETURN, 0, 0, DENY)]
code = ctypes.create_string_buffer(b''.join(struct.pack('HBBI', *each) for each in filter))
program = ctypes.create_string_buffer(struct.pack('HL', len(filter), ctypes.addressof(code)))
prctl = ctypes.CDLL(None, use_errno=True).prctl
for arguments in ((38, 1, 0), (22, 2, ctypes.addressof(program))):
    if prctl(*map(ctypes.c_ulong, arguments), *map(ctypes.c_ulong, (0, 0))) != 0:
        sys.exit(f'the system call filter was refused: {os.strerror(ctypes.get_errno())}')
del sys.argv[0]
with open(sys.argv[0], 'rb') as file:
    text = file.read()
run = compile(text, sys.argv[0], 'exec')
for name in [name for name in globals() if not name.startswith('__') and name != 'run']:
    del globals()[name]
del name
exec(globals().pop('run'))
`;
