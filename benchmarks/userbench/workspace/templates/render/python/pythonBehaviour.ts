/** The program that tries a wished function of Python, however it wants to be called. */
import { check } from '../../../preferences/topics';
import type { Predicate } from '../../../types';
import type { Feature } from '../../features/feature';
import type { PythonForm } from '../../features/pythonForms';
import { behaviourHolds } from '../behaviour';

export function pythonBehaviour(
  { nouns }: Feature,
  { input, output }: PythonForm,
  tries: readonly Pick<PythonForm['input'], 'good' | 'bad'>[] = [input],
): Predicate {
  const file = 'whetstone_behaviour.py';
  return check('behaviour', {
    words: ['python3', file],
    folder: '.',
    expected: behaviourHolds,
    files: [{ path: file, content: program(nouns, tries, output.good) }],
  });
}

function program(
  nouns: readonly string[],
  tries: readonly Pick<PythonForm['input'], 'good' | 'bad'>[],
  expected: string,
): string {
  return `import asyncio
import importlib
import inspect
import os
import re
import sys

NOUNS = ${JSON.stringify(nouns)}
TRIES = [${tries.map(({ good, bad }) => `(${good}, ${bad})`).join(', ')}]
EXPECTED = ${expected}
SKIPPED = re.compile(r"^(node_modules|\\.git|venv|\\.venv|build|dist|tests?|docs?)$")
sys.path[:0] = [os.path.abspath("."), os.path.abspath("src")]


def words_of(name):
    return re.split(r"[^a-z0-9]+", re.sub(r"([a-z0-9])([A-Z])", r"\\1 \\2", name).lower())


def is_meant(name):
    return all(noun in words_of(name) for noun in NOUNS)


def files(folder):
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        if entry.is_dir(follow_symlinks=False):
            if not SKIPPED.match(entry.name):
                yield from files(entry.path)
        elif entry.name.endswith(".py") and not re.search(r"^test_|_(test|spec)\\.py$|^whetstone_", entry.name):
            yield entry.path


def call(run, given):
    parameters = [each for each in inspect.signature(run).parameters.values()]
    names = [each.name for each in parameters]
    callback = next((name for name in names if re.match(r"^(done|callback|cb|on_done|then)$", name)), None)
    first = given
    if names and re.match(r"^(request|options|opts|args|params|input)$", names[0]):
        key = re.search(re.escape(names[0]) + r"(?:\\[|\\.get\\()\\s*[\\"']([\\w]+)", inspect.getsource(run))
        first = {key.group(1): given} if key else given
    told = []
    more = {callback: lambda *values: told.append(values[-1])} if callback else {}
    value = run(first, **more)
    if inspect.isawaitable(value):
        async def wait():
            return await value
        value = asyncio.run(wait())
    return told[0] if callback and told else value


def parts(value):
    yield value
    if isinstance(value, dict):
        for each in value.values():
            yield from parts(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from parts(each)
    elif hasattr(value, "__dict__"):
        for each in vars(value).values():
            yield from parts(each)


def fails(value):
    if value is None or isinstance(value, Exception):
        return True
    if isinstance(value, dict):
        return value.get("ok") is False or value.get("success") is False or "error" in value
    return getattr(value, "ok", True) is False or getattr(value, "error", None) is not None


told = ""
for path in files("."):
    with open(path, encoding="utf-8", errors="replace") as stream:
        if not re.search("[_ -]?".join(NOUNS), stream.read(), re.I):
            continue
    name = re.sub(r"(/__init__)?\\.py$", "", re.sub(r"^\\./(src/)?", "", path.replace(os.sep, "/"))).replace("/", ".")
    try:
        module = importlib.import_module(name)
    except Exception as error:
        told = f"{name}: {error!r}"
        continue
    for function_name, run in list(vars(module).items()):
        if not inspect.isfunction(run) or not is_meant(function_name):
            continue
        for good, bad in TRIES:
            try:
                value = call(run, good)
                if not any(type(each) is type(EXPECTED) and each == EXPECTED for each in parts(value)):
                    told = f"{function_name} gives {value!r}"
                    continue
            except Exception as error:
                told = f"{function_name}: {error!r}"
                continue
            try:
                refused = fails(call(run, bad))
            except Exception:
                refused = True
            if refused:
                print(${JSON.stringify(behaviourHolds)})
                sys.exit(0)
            told = f"{function_name} takes what it has to refuse"
print(told or "No function is called " + " ".join(NOUNS) + ".")
sys.exit(1)
`;
}
