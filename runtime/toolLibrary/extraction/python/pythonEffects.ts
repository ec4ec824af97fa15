/** What Python's library does besides computing, by name. */
import type { ToolEffect } from '../../types';
import { words } from '../words';

/** undefined: not known. None: it only computes. */
export type KnownEffects = readonly ToolEffect[] | undefined;

const none: readonly ToolEffect[] = [];

/** Longest prefix of a dotted name decides. */
const byPrefix: ReadonlyMap<string, readonly ToolEffect[]> = new Map([
  ...prefixes(
    none,
    `math cmath statistics itertools functools collections re json string decimal fractions operator bisect heapq textwrap typing
      typing_extensions dataclasses enum copy datetime calendar hashlib hmac base64 binascii struct unicodedata difflib html
      urllib.parse numbers array zlib colorsys abc contextlib types pprint csv keyword io.StringIO io.BytesIO ast xml.etree os.path
      os.sep os.linesep os.PathLike fnmatch pathlib ipaddress numpy scipy sympy mpmath pydantic attr attrs __future__ reprlib
      uuid.UUID uuid.uuid3 uuid.uuid5 warnings graphlib zoneinfo email.utils.parseaddr shlex sys.maxsize sys.float_info
      sys.version_info sys.getsizeof dateutil traceback logging.getLogger asyncio.gather asyncio.run quopri
      codecs.encode codecs.decode weakref time.strftime time.strptime time.gmtime time.struct_time inspect pytz locale.atof
      sortedcontainers`,
  ),
  ...prefixes(
    ['files'],
    `os shutil tempfile glob io.open io.FileIO codecs.open sqlite3 zipfile tarfile gzip bz2 os.path.exists os.path.isfile
      os.path.isdir os.path.getsize os.path.getmtime os.path.islink os.path.abspath os.path.realpath os.path.samefile
      os.path.expanduser pathlib.Path.cwd pathlib.Path.home fileinput linecache shelve dbm mmap pickle.load pickle.dump json.load
      json.dump lzma numpy.load numpy.save numpy.savez numpy.loadtxt numpy.savetxt numpy.fromfile numpy.genfromtxt logging.FileHandler
      xml.etree.ElementTree.parse configparser pandas.read_csv pandas.read_json lzma.open`,
  ),
  ...prefixes(
    ['network'],
    `requests urllib.request urllib3 httpx aiohttp socket socketserver http smtplib ftplib imaplib poplib telnetlib xmlrpc ssl
      websockets websocket boto3 botocore paramiko openai anthropic redis pymongo psycopg psycopg2 mysql grpc httplib2 dns slack_sdk
      tweepy googleapiclient`,
  ),
  ...prefixes(
    ['process'],
    `subprocess multiprocessing threading signal os.system os.popen os.fork os.kill os._exit os.abort os.nice os.wait os.waitpid
      os.getpid os.getppid concurrent pty sys.exit atexit os.execv os.execve os.execvp os.execl os.spawnv os.spawnl os.posix_spawn
      psutil resource ctypes sys.stdin sys.stdout sys.stderr getpass faulthandler asyncio.create_subprocess_exec _thread
      asyncio.create_subprocess_shell fileinput.input curses readline code`,
  ),
  ...prefixes(
    ['clock'],
    `time datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today datetime.date.today timeit asyncio.sleep sched
      asyncio.wait_for asyncio.timeout time.localtime time.ctime os.times`,
  ),
  ...prefixes(
    ['random'],
    `random secrets uuid numpy.random os.urandom os.getrandom random.SystemRandom scipy.stats.rvs`,
  ),
  ...prefixes(
    ['state'],
    `os.environ os.getenv os.putenv os.chdir os.getcwd os.umask sys locale gc contextvars logging random.seed numpy.random.seed
      decimal.setcontext decimal.getcontext warnings.filterwarnings platform warnings.simplefilter`,
  ),
]);

function prefixes(
  effects: readonly ToolEffect[],
  names: string,
): readonly (readonly [string, readonly ToolEffect[]])[] {
  return words(names).map((name) => [name, effects] as const);
}

/** @param dotted with what its first part was imported as written out */
export function effectsOfName(dotted: string): KnownEffects {
  for (let name = dotted; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    const known = byPrefix.get(name);
    if (known !== undefined) return known;
  }
  return undefined;
}

const builtins: ReadonlyMap<string, readonly ToolEffect[]> = new Map([
  ...prefixes(['files'], `open`),
  ...prefixes(['process'], `input exit quit breakpoint`),
  ...prefixes(['state'], `setattr delattr globals locals vars`),
  // Another number in each process.
  ...prefixes(['random'], `id hash`),
  ...prefixes(['unknown'], `eval exec compile __import__ memoryview`),
  ...prefixes(
    none,
    `abs all any ascii bin bool bytearray bytes callable chr classmethod complex dict dir divmod enumerate filter float format
      frozenset getattr hasattr hex int isinstance issubclass iter len list map max min next object oct ord pow print property range
      repr reversed round set slice sorted staticmethod str sum super tuple type zip aiter anext`,
  ),
]);

/** @returns undefined for what is no function of Python itself */
export function effectsOfBuiltin(name: string): KnownEffects {
  return (
    builtins.get(name) ??
    (/^[A-Z]\w*(Error|Exception|Warning|Iteration|Exit|Interrupt)$|^Exception$/.test(name) ? none : undefined)
  );
}

/** Methods that change the value that they are called on. */
export const changingMethods: ReadonlySet<string> = new Set(
  words(`append extend insert remove pop clear sort reverse update setdefault popitem add discard appendleft extendleft popleft rotate
  difference_update intersection_update fill resize symmetric_difference_update subtract move_to_end __setitem__ __delitem__ writerow
  write put`),
);

/** Methods of paths that look at or change files. */
export const fileMethods: ReadonlySet<string> = new Set(
  words(`read_text write_text read_bytes write_bytes mkdir rmdir unlink touch iterdir rglob exists is_file is_dir stat lstat chmod symlink_to
  hardlink_to resolve absolute open samefile expanduser readlink is_symlink glob`),
);

/** Methods of Python's own values, of dates, matches, numbers, arrays and expressions: they only compute. */
export const computingMethods: ReadonlySet<string> = new Set(
  words(`capitalize casefold center count encode decode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal
  isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix
  removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper
  zfill hex fromhex copy get items keys values fromkeys union intersection difference symmetric_difference issubset issuperset
  isdisjoint most_common elements as_integer_ratio is_integer conjugate bit_length bit_count to_bytes from_bytes limit_denominator
  group groups groupdict start end span match search fullmatch findall finditer sub subn date time timestamp timetuple strftime
  isoformat weekday isoweekday isocalendar toordinal total_seconds astimezone utcoffset quantize normalize to_integral_value sqrt ln
  exp log10 digest hexdigest getvalue sum mean std var min max dot reshape astype tolist flatten ravel item all any cumsum cumprod
  prod argmax argmin argsort transpose round subs evalf diff integrate simplify expand factor coeff as_expr doit model_dump
  model_dump_json dict json joinpath with_suffix with_name as_posix relative_to is_absolute is_relative_to  total
  quotient ratio get_close_matches isleap det inv nonzero trace norm tostring toxml`),
);
