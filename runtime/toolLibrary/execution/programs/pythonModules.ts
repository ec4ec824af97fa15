/** Finds a function of a file: packages, relative imports and sibling files work as in its folder. A part of the Python runner. */
export const PYTHON_MODULES = String.raw`
import importlib, importlib.abc, importlib.machinery, importlib.util, inspect
installed_path = [each for each in sys.path if each]
loaded = {}
# Texts that stand for files, by the number of their set: {path below the root: text}.
standing, current = {}, (None, {})

class Standing(importlib.machinery.SourceFileLoader):
    def get_data(self, path):
        return current[1][os.path.relpath(path, current[0]).replace(os.sep, '/')].encode()
    def path_stats(self, path):
        raise OSError('not on the disk')

class StandingFinder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, paths, target=None):
        root, texts = current
        if not texts or paths is None and (name in sys.builtin_module_names or importlib.machinery.PathFinder.find_spec(name, installed_path)):
            return None
        last = name.rpartition('.')[2]
        for entry in sys.path[len(installed_path):] if paths is None else paths:
            if entry != root and not entry.startswith(root + os.sep):
                continue
            below = os.path.normpath(os.path.join(os.path.relpath(entry, root), last)).replace(os.sep, '/')
            for path, package in ((below + '/__init__.py', True), (below + '.py', False)):
                if path in texts:
                    file = os.path.join(root, path)
                    places = [os.path.dirname(file)] if package else None
                    return importlib.util.spec_from_file_location(name, file, loader=Standing(name, file), submodule_search_locations=places)
            folder = os.path.join(root, below)
            if not os.path.exists(folder) and any(path.startswith(below + '/') for path in texts):
                spec = importlib.machinery.ModuleSpec(name, None, is_package=True)
                spec.submodule_search_locations = [folder]
                return spec
        return None

sys.meta_path.insert(0, StandingFinder())

class CannotLoad(Exception):
    pass

class Loaded:
    """A module with the project's modules that it brought along: other files may have modules of the same names."""
    def __init__(self, root, path, texts):
        self.texts = texts
        self.root, self.folder = root, os.path.dirname(os.path.join(root, path))
        self.modules, self.module = {}, None

    def __enter__(self):
        global current
        current = (self.root, self.texts)
        # Installed packages first: a file of the project named like one of them would break what imports it.
        sys.path[:] = [*installed_path, self.folder, self.root]
        sys.modules.update(self.modules)
        importlib.invalidate_caches()

    def __exit__(self, *_):
        for name, module in list(sys.modules.items()):
            file = getattr(module, '__file__', None) or ''
            if name.split('.')[0] == '_tools_' or file.startswith(self.root + os.sep) and os.sep + 'site-packages' + os.sep not in file:
                self.modules[name] = sys.modules.pop(name)

def package(root, parts):
    top = types.ModuleType('_tools_')
    top.__path__ = [root]
    sys.modules['_tools_'] = top
    name = '.'.join(['_tools_', *parts])
    if parts:
        importlib.import_module(name)
    return name

def load(root, path, files):
    key = (root, path, files)
    one = loaded.get(key)
    if isinstance(one, CannotLoad):
        raise one
    if one is None:
        one = Loaded(root, path, standing.get(files, {}))
        try:
            with one:
                one.module = execute(root, path, one.texts.get(path))
        except Late:
            loaded[key] = problem = CannotLoad('its file does not end when it is loaded')
            raise problem from None
        except Flood:
            loaded[key] = problem = CannotLoad('its file prints without end when it is loaded')
            raise problem from None
        except BaseException as error:
            loaded[key] = problem = CannotLoad(told(error, path))
            raise problem from None
        loaded[key] = one
    return one

def execute(root, path, text):
    file = os.path.join(root, path)
    if text is None:
        with io.open_code(file) as stream:
            text = importlib.util.decode_source(stream.read())
    parts = path[:-3].split('/')
    if parts[-1] == '__init__':
        parts.pop()
    try:
        name = '.'.join([package(root, parts[:-1]), *parts[-1:]])
    except (ImportError, ValueError):
        name = '_tools_.' + parts[-1]
    module = types.ModuleType(name)
    module.__file__, module.__package__ = file, name.rpartition('.')[0]
    if path.endswith('__init__.py'):
        module.__path__, module.__package__ = [os.path.dirname(file)], name
    sys.modules[name] = module
    exec(compile(text, file, 'exec', dont_inherit=True), module.__dict__)
    return module

def told(error, path):
    if isinstance(error, ModuleNotFoundError) and error.name:
        return 'it needs the package “' + error.name.split('.')[0] + '”, which Python ' + sys.version.split()[0] + ' does not have here'
    if isinstance(error, SyntaxError):
        return 'line ' + str(error.lineno) + ' of ' + path + ' does not parse: ' + str(error.msg)
    return 'its file raised ' + type(error).__name__ + ' when it was loaded: ' + str(error)[:200]

def find(module, access):
    found, made = module, None
    for part in access.split('.'):
        if not hasattr(found, part):
            raise CannotLoad('its file has no ' + access)
        if isinstance(found, type) and inspect.isfunction(found.__dict__.get(part)):
            made = (found, part)
        found = getattr(found, part)
    if made is not None:
        # A method works on an object of its own in each call.
        try:
            made[0]()
        except Exception as error:
            raise CannotLoad('an object of ' + made[0].__name__ + ' cannot be made without arguments') from None
        return (lambda *p, **n: getattr(made[0](), made[1])(*p, **n)), getattr(made[0], made[1])
    # Tools of frameworks hold the function that they were made of.
    for inner in ('func', 'fn', 'coroutine', '_func', '__wrapped__'):
        if inspect.isfunction(found) or inspect.isbuiltin(found):
            break
        if inspect.isfunction(getattr(found, inner, None)):
            found = getattr(found, inner)
    if not callable(found):
        raise CannotLoad(access + ' is no function')
    return found, found
`;
