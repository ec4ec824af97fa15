/**
 * The world of one Python runner: its clock, its chance, what may not be done, and what was tried. Two runners in two worlds show what
 * depends on either. A part of the Python runner.
 */
export const PYTHON_WORLD = String.raw`
import io, random, signal, time
real_monotonic = time.monotonic
PRINTED = 262144

class Late(BaseException):
    pass

class Flood(BaseException):
    pass

class Printed(io.TextIOBase):
    """What a function prints; its bytes are counted, so that a flood ends the call and nothing else."""
    def __init__(self):
        self.parts, self.size = [], 0
        self.buffer = Bytes(self)
    encoding, errors = 'utf-8', 'replace'
    def writable(self):
        return True
    def write(self, text):
        self.size += len(text)
        if self.size > PRINTED:
            raise Flood()
        self.parts.append(text)
        return len(text)
    def take(self):
        text = ''.join(self.parts)
        self.parts, self.size = [], 0
        return text

class Bytes(io.RawIOBase):
    def __init__(self, owner):
        self.owner = owner
    def writable(self):
        return True
    def write(self, data):
        return len(data) if self.owner.write(bytes(data).decode('utf-8', 'replace')) is not None else 0

printed = Printed()
tried = set()
calling = False
WRITES = ('w', 'a', 'x', '+')
EVENTS = {'os.fork': 'process', 'os.forkpty': 'process', 'os.exec': 'process', 'os.posix_spawn': 'process', 'os.spawn': 'process', 'os.system': 'process',
    'subprocess.Popen': 'process', 'pty.spawn': 'process', 'os.kill': 'process', 'os.killpg': 'process', 'signal.pthread_kill': 'process',
    'socket.__new__': 'network', 'socket.connect': 'network', 'socket.bind': 'network', 'socket.getaddrinfo': 'network', 'socket.gethostbyname': 'network',
    'os.remove': 'files', 'os.rename': 'files', 'os.mkdir': 'files', 'os.rmdir': 'files', 'os.link': 'files', 'os.symlink': 'files', 'os.truncate': 'files',
    'os.chmod': 'files', 'os.chown': 'files', 'os.utime': 'files', 'shutil.rmtree': 'files', 'tempfile.mkstemp': 'files', 'tempfile.mkdtemp': 'files', 'sqlite3.connect': 'files'}

def watch(event, details):
    effect = EVENTS.get(event)
    if event == 'socket.__new__' and details[1] not in (2, 10):
        # Event loops wake themselves up by a pair of sockets of the machine's own.
        effect = None
    if event == 'open':
        mode = details[1]
        # Flags without a mode: os.open; the lowest two bits tell whether it writes.
        if isinstance(mode, str) and any(each in mode for each in WRITES) or mode is None and isinstance(details[2], int) and details[2] & 3:
            effect = 'files'
    if effect is None:
        return
    if calling:
        tried.add(effect)
    if effect == 'process' or calling:
        raise PermissionError(1, 'Operation not permitted')

def ends(*_):
    tried.add('process')
    raise SystemExit('a function may not end its process')

def enter(world):
    """world: {'seed', 'clock'}: seconds since 1970 at which its clock stands."""
    clock = world['clock']
    ticks = itertools.count()
    now = lambda: clock + next(ticks) / 1000
    real = {name: getattr(time, name) for name in ('localtime', 'gmtime', 'ctime', 'strftime')}
    time.time = now
    time.time_ns = lambda: int(now() * 1e9)
    time.monotonic = lambda: real_monotonic() + clock
    time.perf_counter = time.process_time = time.monotonic
    time.localtime = lambda seconds=None: real['localtime'](now() if seconds is None else seconds)
    time.gmtime = lambda seconds=None: real['gmtime'](now() if seconds is None else seconds)
    time.ctime = lambda seconds=None: real['ctime'](now() if seconds is None else seconds)
    time.strftime = lambda form, at=None: real['strftime'](form, real['localtime'](now()) if at is None else at)
    time.sleep = lambda seconds: None

    class Instances(type):
        def __instancecheck__(cls, value):
            return isinstance(value, stands_for[cls]) if cls in stands_for else type.__instancecheck__(cls, value)
        def __subclasscheck__(cls, other):
            return issubclass(other, stands_for[cls]) if cls in stands_for else type.__subclasscheck__(cls, other)
    class date(real_date, metaclass=Instances):
        @classmethod
        def today(cls):
            return real_date.fromtimestamp(now())
    class datetime_(real_datetime, metaclass=Instances):
        @classmethod
        def now(cls, tz=None):
            return real_datetime.fromtimestamp(now(), tz)
        today = now
        @classmethod
        def utcnow(cls):
            return real_datetime.utcfromtimestamp(now())
    date.__name__ = date.__qualname__ = 'date'
    datetime_.__name__ = datetime_.__qualname__ = 'datetime'
    stands_for = {date: real_date, datetime_: real_datetime}
    datetime.date, datetime.datetime = date, datetime_

    os._exit = os.abort = ends
    signal.signal(signal.SIGPROF, late)
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = printed
    sys.stdin = sys.__stdin__ = io.StringIO('')
    sys.addaudithook(watch)

def late(*_):
    raise Late()

def begin(seed):
    random.seed(seed)
    numpy = sys.modules.get('numpy')
    if numpy is not None and hasattr(numpy, 'random'):
        numpy.random.seed(seed % 2 ** 32)
`;
