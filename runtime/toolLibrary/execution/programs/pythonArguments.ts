/** JSON arguments as a function's annotations want them: tuples, sets, dates, dataclasses, enums. A part of the Python runner. */
export const PYTHON_ARGUMENTS = String.raw`
import typing
TEXTS = {decimal.Decimal: lambda v: decimal.Decimal(str(v)), fractions.Fraction: lambda v: fractions.Fraction(str(v)), complex: complex, uuid.UUID: uuid.UUID,
    bytes: lambda v: v.encode(), bytearray: lambda v: bytearray(v.encode()), datetime.time: datetime.time.fromisoformat,
    real_date: real_date.fromisoformat, real_datetime: real_datetime.fromisoformat}

def converter(hint, depth=0):
    """A function from JSON's value to the annotation's; None: JSON's value will do."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if depth > 8 or hint in (typing.Any, None, object, inspect.Parameter.empty):
        return None
    if hasattr(hint, '__metadata__'):
        return converter(args[0], depth + 1)
    below = lambda at: converter(args[at], depth + 1) if len(args) > at else None
    if origin is typing.Union or origin is getattr(types, 'UnionType', None):
        return union([converter(each, depth + 1) for each in args if each is not type(None)])
    base = origin or hint
    if not isinstance(base, type):
        return None
    for known, make in TEXTS.items():
        if base is known or getattr(base, '__mro__', (None, None))[1] is known and base.__name__ == known.__name__:
            return make
    if issubclass(base, datetime.timedelta):
        return lambda v: datetime.timedelta(seconds=v)
    if issubclass(base, enum.Enum):
        return lambda v: member(base, v)
    if hasattr(base, '_fields') and issubclass(base, tuple):
        return lambda v: base(**v) if isinstance(v, dict) else base(*v)
    if issubclass(base, tuple):
        if len(args) == 2 and args[1] is Ellipsis or len(args) < 2:
            return lambda v, of=below(0): tuple(each_of(of, v))
        parts = [converter(each, depth + 1) for each in args]
        return lambda v: tuple(make(each) if make else each for make, each in itertools.zip_longest(parts[:len(v)], v))
    if base in (set, frozenset, collections.abc.Set, collections.abc.MutableSet, collections.deque):
        kind = base if base in (set, frozenset, collections.deque) else set
        return lambda v, of=below(0): kind(each_of(of, v))
    if dataclasses.is_dataclass(base):
        try:
            hints = typing.get_type_hints(base)
        except Exception:
            hints = {}
        parts = {name: converter(each, depth + 1) for name, each in hints.items()}
        return lambda v: base(**{k: parts[k](each) if parts.get(k) else each for k, each in v.items()})
    if hasattr(base, 'model_validate'):
        return base.model_validate
    if issubclass(base, pathlib.PurePath):
        return pathlib.Path
    if base.__module__.split('.')[0] == 'numpy' and base.__name__ == 'ndarray':
        return sys.modules['numpy'].array
    if issubclass(base, collections.abc.Mapping) and not hasattr(base, '__required_keys__'):
        keys, values = (args + (None, None))[:2]
        number = keys if keys in (int, float) else None
        make = below(1)
        if number is None and make is None:
            return None
        return lambda v: {(number(k) if number else k): (make(each) if make else each) for k, each in v.items()}
    if issubclass(base, collections.abc.Iterable) and base not in (str, bytes) and below(0):
        return lambda v, of=below(0): [of(each) for each in v]
    return None

def each_of(make, values):
    return [make(each) for each in values] if make else values

def union(makers):
    def made(v):
        if v is None:
            return None
        for make in makers:
            try:
                return make(v) if make else v
            except Exception:
                continue
        return v
    return made if any(makers) else None

def member(kind, value):
    try:
        return kind(value)
    except ValueError:
        return kind[value]

def converters(function):
    try:
        hints = typing.get_type_hints(function)
    except Exception:
        hints = {name: each for name, each in getattr(function, '__annotations__', {}).items() if not isinstance(each, str)}
    return {name: make for name, make in ((name, converter(each)) for name, each in hints.items()) if make}

KINDS = {inspect.Parameter.POSITIONAL_ONLY: 'positional', inspect.Parameter.KEYWORD_ONLY: 'keyword', inspect.Parameter.VAR_POSITIONAL: 'rest',
    inspect.Parameter.VAR_KEYWORD: 'keywordRest', inspect.Parameter.POSITIONAL_OR_KEYWORD: 'plain'}

def by_signature(function):
    return [(name, KINDS[each.kind]) for name, each in inspect.signature(function).parameters.items()]

def arrange(passing, values):
    """Positional and named arguments; what is left out leaves those after it to be named."""
    positional, named, gap = [], {}, False
    for name, kind in passing:
        if kind == 'keywordRest':
            named.update(values.get(name) or {})
        elif name not in values:
            gap = gap or kind != 'keyword'
        elif kind == 'rest':
            positional += [] if gap else list(values[name])
        elif kind == 'keyword' or gap and kind != 'positional':
            named[name] = values[name]
        elif not gap:
            positional.append(values[name])
    return positional, named
`;
