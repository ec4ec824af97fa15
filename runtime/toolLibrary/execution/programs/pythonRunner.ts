/** The Python program that runs functions in the sandbox: JSON lines in, JSON lines out, one case after another. */
import { PYTHON_ARGUMENTS } from './pythonArguments';
import { PYTHON_CANONICAL } from './pythonCanonical';
import { PYTHON_MODULES } from './pythonModules';
import { PYTHON_WORLD } from './pythonWorld';

const START = String.raw`
import os, sys
requests, answers = os.fdopen(os.dup(0), 'rb'), os.dup(1)
# What the code prints and reads is not ours; what it prints around Python is lost.
nothing = os.open(os.devnull, os.O_RDWR)
for each in (0, 1, 2):
    os.dup2(nothing, each)
sys.dont_write_bytecode = True
`;

const LOOP = String.raw`
spent = time.process_time

def answer(value):
    line = json.dumps(value, separators=(',', ':')).encode() + b'\n'
    while line:
        line = line[os.write(answers, line):]

def timed(seconds, act):
    # Processor time, not the clock's: on a busy machine a call may wait long without doing anything.
    try:
        try:
            signal.setitimer(signal.ITIMER_PROF, seconds, 0.05)
            return act()
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except Late:
        signal.setitimer(signal.ITIMER_PROF, 0)
        raise

def resolved(value):
    if not inspect.isawaitable(value):
        if inspect.isasyncgen(value):
            async def collect():
                return [each async for each in value]
            return resolved(collect())
        return value
    import asyncio
    async def wait():
        return await value
    async def quick(seconds, result=None, sleep=asyncio.sleep):
        return await sleep(0, result)
    asyncio.sleep = quick
    return asyncio.run(wait())

def outcome(function, makers, job, values):
    global calling
    try:
        held = {name: makers[name](each) if name in makers and makers[name] else each for name, each in values.items()}
    except BaseException as error:
        return '!argument'
    mutable = {job['report'].get(name, name): each for name, each in held.items() if not isinstance(each, (str, int, float, type(None)))}
    before = canonical(mutable) if mutable else None
    positional, named = arrange(job['passing'] or by_signature(function), held)
    begin(world['seed'])
    printed.take()
    def act():
        global calling
        calling = True
        try:
            value = function(*positional, **named)
            awaited = inspect.isawaitable(value) or inspect.isasyncgen(value)
            return ('async ' if awaited else '') + canonical(resolved(value))
        finally:
            calling = False
    try:
        text = timed(job['soft'], act)
    except Late:
        text = '!timeout'
    except Flood:
        text = '!output'
    except BaseException as error:
        text = '!' + type(error).__name__
    calling = False
    if mutable and text not in ('!timeout', '!output'):
        after = canonical(mutable)
        if after != before:
            text += ' ~changed' + after
    shown = printed.take()
    return text + ' ~printed#' + digest(shown) if shown and text not in ('!timeout', '!output') else text

FLOAT = re.compile(r'(-?\d+(?:\.\d+(?:e[-+]?\d+)?|e[-+]?\d+))')

def other(known, text):
    if known is None or known == text:
        return False
    before, after = FLOAT.split(known), FLOAT.split(text)
    if before[::2] != after[::2]:
        return True
    pairs = [(float(x), float(y)) for x, y in zip(before[1::2], after[1::2])]
    return any(abs(x - y) > 1e-6 * max(abs(x), abs(y)) for x, y in pairs)

def run(job):
    number = job['job']
    try:
        one = timed(job['load'], lambda: load(job['root'], job['path'], job.get('files')))
        with one:
            function, described = find(one.module, job['access'])
    except CannotLoad as problem:
        return answer({'job': number, 'problem': str(problem)})
    except Late:
        return answer({'job': number, 'problem': 'its file does not end when it is loaded'})
    tried.clear()
    late_ones, begun = 0, spent()
    with one:
        makers = converters(described)
        expected = job.get('expected')
        for index, values in enumerate(job['cases']):
            text = outcome(function, makers, job, values)
            late_ones += text in ('!timeout', '!output')
            answer([number, index, text])
            if late_ones >= job['patience'] or expected and other(expected[index], text):
                break
    answer({'job': number, 'done': True, 'tried': sorted(tried), 'seconds': spent() - begun})

world = json.loads(requests.readline())
for name in world['warm']:
    try:
        importlib.import_module(name)
    except BaseException:
        pass
enter(world)
answer({'ready': 'Python ' + sys.version.split()[0]})
for line in requests:
    request = json.loads(line)
    if 'stand' in request:
        standing[request['stand']] = {**standing.get(request['over'], {}), **request['texts']}
    elif 'forget' in request:
        standing.pop(request['forget'], None)
        for key in [key for key in loaded if key[2] == request['forget']]:
            del loaded[key]
    else:
        run(request)
`;

export const PYTHON_RUNNER = [START, PYTHON_CANONICAL, PYTHON_WORLD, PYTHON_MODULES, PYTHON_ARGUMENTS, LOOP].join('');
