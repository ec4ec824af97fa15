/** One text for one result: the same form as `canonicalValue.ts` and `javascriptCanonical.ts` write. A part of the Python runner. */
export const PYTHON_CANONICAL = String.raw`
import collections, dataclasses, datetime, decimal, enum, fractions, hashlib, itertools, json, math, re, types, uuid, pathlib
quote = json.encoder.encode_basestring_ascii
LONGEST, SHOWN, NODES, DEEPEST, TAKEN = 2000, 160, 100000, 60, 1000
real_date, real_datetime = datetime.date, datetime.datetime

class TooLarge(Exception):
    pass

def digest(text):
    return hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:16]

def float_text(x):
    if x != x:
        return 'nan'
    if x in (math.inf, -math.inf):
        return 'inf' if x > 0 else '-inf'
    if x == 0:
        return '0.0'
    mantissa, exponent = ('%.8e' % min(sys.float_info.max, abs(x) * (1 + 1e-11))).split('e')
    e, digits = int(exponent), mantissa.replace('.', '').rstrip('0')
    sign = '-' if x < 0 else ''
    if e < -5 or e >= 16:
        return sign + digits[0] + ('.' + digits[1:] if len(digits) > 1 else '') + 'e' + str(e)
    if e < 0:
        return sign + '0.' + '0' * (-e - 1) + digits
    if len(digits) <= e + 1:
        return sign + digits.ljust(e + 1, '0') + '.0'
    return sign + digits[:e + 1] + '.' + digits[e + 1:]

def int_text(x):
    return str(x) if x.bit_length() < 4096 else 'int#' + digest(hex(x))

class Writer:
    def __init__(self):
        self.nodes, self.open = 0, set()

    def items(self, values, depth):
        return ','.join([self.text(each, depth) for each in values])

    def pairs(self, pairs, depth):
        return ','.join(sorted(self.text(key, depth) + ':' + self.text(value, depth) for key, value in pairs))

    def text(self, v, depth=0):
        t = type(v)
        if v is None:
            return 'null'
        if t is bool:
            return 'true' if v else 'false'
        if t is int:
            return int_text(v)
        if t is float:
            return float_text(v)
        if t is str:
            return quote(v)
        self.nodes += 1
        if self.nodes > NODES:
            raise TooLarge()
        if id(v) in self.open:
            return '<cycle>'
        if depth > DEEPEST:
            return '<deep>'
        self.open.add(id(v))
        try:
            return self.compound(v, t, depth + 1)
        finally:
            self.open.discard(id(v))

    def compound(self, v, t, depth):
        name = t.__name__
        if t is list:
            return '[' + self.items(v, depth) + ']'
        if t is tuple:
            return '(' + self.items(v, depth) + ')'
        if isinstance(v, dict):
            return '{' + self.pairs(v.items(), depth) + '}'
        if isinstance(v, (set, frozenset)):
            return 'set{' + ','.join(sorted(self.text(each, depth) for each in v)) + '}'
        if isinstance(v, enum.Enum):
            return name + '.' + v.name
        if isinstance(v, tuple):
            return name + '(' + self.items(v, depth) + ')'
        if isinstance(v, (bytes, bytearray, memoryview)):
            held = bytes(v)
            return 'bytes:' + (held.hex() if len(held) < 500 else '#' + hashlib.sha256(held).hexdigest()[:16])
        if isinstance(v, (real_date, datetime.time)):
            return 'date:' + v.isoformat()
        if isinstance(v, datetime.timedelta):
            return 'duration:' + float_text(v.total_seconds())
        if isinstance(v, decimal.Decimal):
            return 'decimal:' + str(v)
        if isinstance(v, fractions.Fraction):
            return 'fraction:' + str(v)
        if isinstance(v, complex):
            return 'complex(' + float_text(v.real) + ',' + float_text(v.imag) + ')'
        if isinstance(v, (uuid.UUID, pathlib.PurePath)):
            return name + ':' + quote(str(v))
        if isinstance(v, BaseException):
            return 'error:' + name
        if isinstance(v, (int, float, str)):
            # A subclass of its own is the value that it stands for.
            return self.text(next(base for base in (int, float, str) if isinstance(v, base))(v), depth)
        if isinstance(v, (list, collections.deque)):
            return name + '[' + self.items(v, depth) + ']'
        if isinstance(v, range):
            return 'iter[' + self.items(itertools.islice(v, TAKEN), depth) + ']'
        if isinstance(v, collections.abc.Iterator) or isinstance(v, (collections.abc.KeysView, collections.abc.ValuesView, collections.abc.ItemsView)):
            return 'iter[' + self.items(itertools.islice(v, TAKEN), depth) + ']'
        module = t.__module__.split('.')[0]
        if module == 'numpy' and hasattr(v, 'tolist'):
            held = v.tolist()
            return 'array' + self.text(held, depth) if isinstance(held, list) else self.text(held, depth)
        if isinstance(v, type) or callable(v) and module not in ('sympy',):
            return '<function>'
        if dataclasses.is_dataclass(v):
            return name + '{' + self.pairs([(f.name, getattr(v, f.name)) for f in dataclasses.fields(v)], depth) + '}'
        for dump in ('model_dump', 'to_dict'):
            if hasattr(t, dump):
                return name + self.text(getattr(v, dump)(), depth)
        if t.__str__ is not object.__str__ or t.__repr__ is not object.__repr__:
            shown = str(v)
            return '<' + name + '>' if re.search(r'0x[0-9a-f]{6,}', shown) else name + ':' + quote(shown)
        held = getattr(v, '__dict__', None)
        return '<' + name + '>' if held is None else name + '{' + self.pairs(held.items(), depth) + '}'

def bounded(text):
    return text if len(text) <= LONGEST else text[:SHOWN] + '...#' + digest(text)

def canonical(v):
    try:
        return bounded(Writer().text(v))
    except TooLarge:
        try:
            return '<large ' + type(v).__name__ + ' ' + str(len(v)) + '>'
        except TypeError:
            return '<large ' + type(v).__name__ + '>'
`;
