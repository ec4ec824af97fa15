/** The Python program that makes one call in the sandbox: one JSON line in, one out. Clock and chance are those of the system. */
import { PYTHON_ARGUMENTS, PYTHON_MODULES } from '../../execution';

const START = String.raw`
import collections.abc, base64, dataclasses, datetime, decimal, enum, fractions, io, itertools, json, os, pathlib, sys, types, uuid
answer = os.fdopen(os.dup(1), 'w', encoding='utf-8')
# What the code prints is not the answer.
os.dup2(2, 1)
sys.dont_write_bytecode = True
real_date, real_datetime = datetime.date, datetime.datetime
# Time is kept from outside: what the modules below wait for never comes.
class Late(BaseException):
    pass
class Flood(BaseException):
    pass
`;

const CALL = String.raw`
NODES, ITEMS, DEEPEST = 100_000, 10_000, 60

class CannotSay(Exception):
    pass

class Plain:
    """JSON of a result: what JSON does not have becomes the text or list that says it best."""
    def __init__(self):
        self.nodes, self.open = 0, set()
    def __call__(self, value, depth=0):
        self.nodes += 1
        if self.nodes > NODES:
            raise CannotSay('its result has more than ' + str(NODES) + ' parts; call it with less')
        if value is None or isinstance(value, (bool, str)) and not isinstance(value, enum.Enum):
            return value
        if isinstance(value, enum.Enum):
            return self(value.value, depth)
        if isinstance(value, int):
            return int(value) if abs(value) < 2 ** 53 else str(value)
        if isinstance(value, float):
            return float(value) if value == value and abs(value) != float('inf') else str(float(value))
        if isinstance(value, (bytes, bytearray)):
            return base64.b64encode(bytes(value)).decode()
        if isinstance(value, (datetime.date, datetime.time)):
            return value.isoformat()
        if isinstance(value, datetime.timedelta):
            return value.total_seconds()
        if id(value) in self.open:
            raise CannotSay('its result holds itself, which JSON cannot say')
        if depth > DEEPEST:
            raise CannotSay('its result is nested more than ' + str(DEEPEST) + ' deep')
        self.open.add(id(value))
        try:
            return self.compound(value, depth + 1)
        finally:
            self.open.discard(id(value))
    def compound(self, value, depth):
        if isinstance(value, collections.abc.Mapping):
            return {key if isinstance(key, str) else str(key): self(each, depth) for key, each in value.items()}
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {each.name: self(getattr(value, each.name), depth) for each in dataclasses.fields(value)}
        if hasattr(value, '_asdict'):
            return self(value._asdict(), depth)
        if hasattr(value, 'model_dump'):
            return self(value.model_dump(), depth)
        if hasattr(value, 'tolist'):
            return self(value.tolist(), depth)
        if isinstance(value, (set, frozenset)):
            return [self(each, depth) for each in sorted(value, key=lambda each: (type(each).__name__, repr(each)))]
        if isinstance(value, (list, tuple, collections.abc.Iterator, collections.abc.KeysView, collections.abc.ValuesView, collections.deque, range)):
            items = list(itertools.islice(value, ITEMS + 1))
            if len(items) > ITEMS:
                raise CannotSay('its result has more than ' + str(ITEMS) + ' items; call it with less')
            return [self(each, depth) for each in items]
        return str(value)

def resolved(value):
    import asyncio
    if inspect.isasyncgen(value):
        async def collect():
            items = []
            async for each in value:
                items.append(each)
                if len(items) > ITEMS:
                    break
            return items
        return asyncio.run(collect())
    if inspect.isawaitable(value):
        async def wait():
            return await value
        return asyncio.run(wait())
    return value

def called(request):
    try:
        one = load(request['root'], request['path'], None)
        with one:
            function, described = find(one.module, request['access'])
    except CannotLoad as problem:
        return {'problem': str(problem)}
    with one:
        makers = converters(described)
        held = {}
        for name, each in request['arguments'].items():
            try:
                held[name] = makers[name](each) if name in makers else each
            except BaseException as error:
                return {'problem': 'the argument ' + name + ' does not fit its type: ' + type(error).__name__ + ': ' + str(error)[:300]}
        try:
            positional, named = arrange(request['passing'], held)
            return {'value': Plain()(resolved(function(*positional, **named)))}
        except CannotSay as problem:
            return {'problem': str(problem)}
        except ModuleNotFoundError as error:
            return {'problem': told(error, request['path'])}
        except BaseException as error:
            import traceback
            own = [each for each in traceback.extract_tb(error.__traceback__) if each.filename != '<string>']
            where = ''.join(os.path.relpath(each.filename, request['root']) + ', line ' + str(each.lineno) + '\n' for each in own[-3:])
            return {'raised': type(error).__name__ + ': ' + str(error)[:2000], 'where': where.strip()}

text = json.dumps(called(json.loads(sys.stdin.readline())), allow_nan=False)
sys.stdout.flush()
sys.stderr.flush()
answer.write(text)
answer.flush()
# Threads that the code left behind do not hold the answer up.
os._exit(0)
`;

export const PYTHON_CALL = [START, PYTHON_MODULES, PYTHON_ARGUMENTS, CALL].join('');
