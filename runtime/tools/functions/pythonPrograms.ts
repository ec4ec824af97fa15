/** Programs in Python that run in the sandbox: one describes functions, one calls a function. Arguments come as JSON on the input. */

const LOAD = `import sys, os, json, importlib.util, inspect
answer = os.fdopen(os.dup(1), 'w', encoding='utf-8')
# What the code prints is not the answer.
os.dup2(2, 1)
sys.dont_write_bytecode = True
request = json.load(sys.stdin)
root = os.getcwd()
def load(file, name):
    sys.path[:0] = [os.path.dirname(os.path.join(root, file)), root]
    module_name = os.path.splitext(os.path.basename(file))[0]
    spec = importlib.util.spec_from_file_location(module_name, os.path.join(root, file))
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    spec.loader.exec_module(module)
    found = module
    for part in name.split('.'):
        if not hasattr(found, part):
            raise LookupError(f'{file} has no function {name}')
        found = getattr(found, part)
    if not callable(found):
        raise TypeError(f'{name} in {file} is not a function')
    return found
`;

export const DESCRIBE_PYTHON = `${LOAD}
import typing, enum, types, dataclasses, collections.abc, re, datetime, pathlib
plain = {str: 'string', int: 'integer', float: 'number', bool: 'boolean', type(None): 'null'}
def schema(t, depth=0):
    if depth > 8 or t in (typing.Any, inspect.Parameter.empty, object):
        return {}
    if t is None:
        return {'type': 'null'}
    if t in plain:
        return {'type': plain[t]}
    origin, args = typing.get_origin(t), typing.get_args(t)
    below = lambda each: schema(each, depth + 1)
    if str(origin) in ('typing.Annotated', "<class 'typing.Annotated'>") or hasattr(t, '__metadata__'):
        result = below(args[0])
        texts = [each for each in getattr(t, '__metadata__', ()) if isinstance(each, str)]
        return {**result, 'description': texts[0]} if texts else result
    if origin is typing.Union or origin is getattr(types, 'UnionType', None):
        parts = [below(each) for each in args]
        if all(set(each) == {'type'} and isinstance(each['type'], str) for each in parts):
            return {'type': [each['type'] for each in parts]}
        return {'anyOf': parts}
    if origin is typing.Literal:
        return {'enum': list(args)}
    if isinstance(t, type) and issubclass(t, enum.Enum):
        return {'enum': [each.value for each in t]}
    if origin is tuple or t is tuple:
        if len(args) == 2 and args[1] is Ellipsis:
            return {'type': 'array', 'items': below(args[0])}
        if args:
            return {'type': 'array', 'prefixItems': [below(each) for each in args], 'minItems': len(args), 'maxItems': len(args)}
        return {'type': 'array'}
    base = origin or t
    if isinstance(base, type):
        if dataclasses.is_dataclass(base):
            hints = typing.get_type_hints(base)
            fields = dataclasses.fields(base)
            needed = [f.name for f in fields if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING]
            return {'type': 'object', 'properties': {f.name: below(hints[f.name]) for f in fields}, 'required': needed}
        if hasattr(base, '__required_keys__'):
            hints = typing.get_type_hints(base)
            return {'type': 'object', 'properties': {k: below(v) for k, v in hints.items()}, 'required': sorted(base.__required_keys__)}
        if issubclass(base, (datetime.date, pathlib.PurePath)):
            return {'type': 'string'}
        if issubclass(base, collections.abc.Mapping):
            return {'type': 'object', **({'additionalProperties': below(args[1])} if len(args) == 2 else {})}
        if issubclass(base, collections.abc.Set):
            return {'type': 'array', 'uniqueItems': True, **({'items': below(args[0])} if args else {})}
        if issubclass(base, collections.abc.Iterable) and not issubclass(base, (str, bytes)):
            return {'type': 'array', **({'items': below(args[0])} if args else {})}
    return {}
def texts(doc):
    found = dict(re.findall(r'^\\s*:param (?:[^:]*?\\s)?(\\w+):[ \\t]*(.+)$', doc, re.M))
    section = re.search(r'^\\s*(?:Args|Arguments|Parameters):\\s*\\n((?:[ \\t]+.*\\n?)+)', doc, re.M)
    if section:
        found.update(re.findall(r'^\\s*\\*{0,2}(\\w+)(?:\\s*\\([^)]*\\))?:[ \\t]*(.+)$', section.group(1), re.M))
    return found
def describe(file, name):
    function = load(file, name)
    signature = inspect.signature(function)
    try:
        hints = typing.get_type_hints(function, include_extras=True)
    except Exception:
        hints = {}
    doc = inspect.getdoc(function) or ''
    about = texts(doc)
    properties, required = {}, []
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            continue
        one = schema(hints.get(parameter.name, parameter.annotation if not isinstance(parameter.annotation, str) else object))
        if parameter.kind is parameter.VAR_POSITIONAL:
            one = {'type': 'array', 'items': one}
        elif parameter.default is parameter.empty:
            required.append(parameter.name)
        else:
            try:
                json.dumps(parameter.default, allow_nan=False)
                one = {**one, 'default': parameter.default}
            except (TypeError, ValueError):
                pass
        if parameter.name in about:
            one['description'] = about[parameter.name].strip()
        properties[parameter.name] = one
    keywords = any(p.kind is p.VAR_KEYWORD for p in signature.parameters.values())
    summary = re.split(r'\\n\\s*\\n|\\n\\s*(?::param|Args:|Arguments:|Parameters:)', doc)[0].strip()
    return {'description': summary, 'schema': {'type': 'object', 'properties': properties, 'required': required, 'additionalProperties': keywords}}
results = []
for each in request['functions']:
    try:
        results.append(describe(each['file'], each['function']))
    except BaseException as error:
        results.append({'problem': f'{type(error).__name__}: {error}'})
json.dump(results, answer, allow_nan=False)
answer.flush()
os._exit(0)
`;

export const CALL_PYTHON = `${LOAD}
import asyncio, dataclasses, enum, traceback
def given(function, values):
    positional, named = [], dict(values)
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.POSITIONAL_ONLY and parameter.name in named:
            positional.append(named.pop(parameter.name))
        elif parameter.kind is parameter.VAR_POSITIONAL:
            more = named.pop(parameter.name, [])
            if more:
                # Those before it go by place then.
                before = [p.name for p in inspect.signature(function).parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD]
                positional += [named.pop(name) for name in before if name in named] + list(more)
        elif isinstance(parameter.annotation, type) and parameter.name in named:
            kind, value = parameter.annotation, named[parameter.name]
            if dataclasses.is_dataclass(kind) and isinstance(value, dict):
                named[parameter.name] = kind(**value)
            elif issubclass(kind, enum.Enum):
                named[parameter.name] = kind(value)
            elif kind in (set, frozenset, tuple) and isinstance(value, list):
                named[parameter.name] = kind(value)
    return positional, named
def told(value):
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (set, frozenset)):
        return list(value)
    if hasattr(value, 'tolist'):
        return value.tolist()
    return str(value)
try:
    function = load(request['file'], request['function'])
    positional, named = given(function, request['arguments'])
    value = function(*positional, **named)
    if inspect.isawaitable(value):
        async def wait():
            return await value
        value = asyncio.run(wait())
    text = json.dumps({'value': value}, default=told, allow_nan=False)
except BaseException as error:
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    text = json.dumps({'error': f'{type(error).__name__}: {error}', 'trace': ''.join(lines[-6:])})
answer.write(text)
answer.flush()
sys.stdout.flush()
sys.stderr.flush()
os._exit(0)
`;
