/**
 * Loads files of JavaScript and TypeScript by Node's own loader with two hooks: './x', './x.js' and './x.ts' all find x.ts, and types are
 * taken away by Node, or by the compiler of the project where this Node cannot. A part of the JavaScript runner.
 */
export const JAVASCRIPT_MODULES = String.raw`
const TYPESCRIPT = /\.[mc]?tsx?$/;
// Texts that stand for files, by the number of their set, by absolute path.
const standing = new Map();
let compiler;
function withoutTypes(text, file) {
  if (compiler === undefined && typeof Module.stripTypeScriptTypes === 'function' && !/x$/.test(file)) {
    return Module.stripTypeScriptTypes(text, { mode: 'transform' });
  }
  compiler ??= projectCompiler(file);
  const options = { module: compiler.ModuleKind.ESNext, target: compiler.ScriptTarget.ES2022, jsx: compiler.JsxEmit?.React, experimentalDecorators: true };
  return compiler.transpileModule(text, { fileName: file, compilerOptions: options }).outputText;
}
function projectCompiler(file) {
  try { return Module.createRequire(file)('typescript'); } catch {
    throw new CannotLoad('this Node (' + process.version + ') runs no such TypeScript, and there is no package “typescript” in the project');
  }
}
class CannotLoad extends Error {}
const moduleForm = (text) => /^\s*(?:import|export)\b(?!\s*\()/m.test(text);
const ENDINGS = ['', '.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '/index.ts', '/index.js'];
const setOf = (address) => /\?files=(\d+)/.exec(address ?? '')?.[1];
const textOf = (address) => standing.get(setOf(address))?.get(url.fileURLToPath(address.split('?')[0]));
function isFile(file, set) { return standing.get(set)?.has(file) || isOnDisk(file); }
function isOnDisk(file) { try { return fs.statSync(file).isFile(); } catch { return false; } }
function besides(specifier, parent) {
  const file = path.resolve(path.dirname(url.fileURLToPath(parent.split('?')[0])), specifier);
  const plain = file.replace(/\.([mc]?)jsx?$/, '');
  return [...ENDINGS.map((each) => file + each), ...(plain === file ? [] : ENDINGS.slice(1).map((each) => plain + each))].find((each) => isFile(each, setOf(parent)));
}
Module.registerHooks?.({
  resolve(specifier, context, next) {
    if (/^\.\.?(\/|$)/.test(specifier) && context.parentURL?.startsWith('file:')) {
      const found = besides(specifier, context.parentURL);
      if (found !== undefined) {
        const set = setOf(context.parentURL);
        // All files of a set are its own: the same file may be loaded with another set beside it.
        const address = url.pathToFileURL(found).href + (set === undefined ? '' : '?files=' + set);
        return { url: address, shortCircuit: true };
      }
    }
    // What stands for a file need not be on the disk.
    if (specifier.startsWith('file:') && setOf(specifier) !== undefined) return { url: specifier, shortCircuit: true };
    return next(specifier, context);
  },
  load(address, context, next) {
    if (!address.startsWith('file:')) return next(address, context);
    const file = url.fileURLToPath(address.split('?')[0]);
    const own = textOf(address);
    if (own === undefined && !TYPESCRIPT.test(file)) return next(address, context);
    const text = own ?? fs.readFileSync(file, 'utf8');
    const source = TYPESCRIPT.test(file) ? withoutTypes(text, file) : text;
    const commonjs = /\.c[jt]s$/.test(file) || (!/\.m[jt]s$/.test(file) && !moduleForm(text));
    return { format: commonjs ? 'commonjs' : 'module', source, shortCircuit: true };
  },
});
const loaded = new Map();
async function load({ root, path: name, files }) {
  const file = path.join(root, name);
  if (TYPESCRIPT.test(file) && Module.registerHooks === undefined) throw new CannotLoad('TypeScript needs Node 22.15 or later; this is ' + process.version);
  const address = url.pathToFileURL(file).href + (files === undefined ? '' : '?files=' + files);
  if (!loaded.has(address)) loaded.set(address, import(address));
  return loaded.get(address);
}
function told(error, name) {
  if (error instanceof CannotLoad) return error.message;
  const missing = /Cannot find (?:package|module) '([^']+)'/.exec(error?.message ?? '')?.[1];
  if (missing !== undefined) return /^[./]/.test(missing) ? 'its file imports ' + path.basename(missing) + ', which is not there' : 'it needs the package “' + missing + '”, which is not installed in the project';
  if (error instanceof SyntaxError || error?.code === 'ERR_INVALID_TYPESCRIPT_SYNTAX') return name + ' does not parse: ' + String(error.message).split('\n')[0].slice(0, 200);
  return 'its file raised ' + (error?.constructor?.name ?? typeof error) + ' when it was loaded: ' + String(error?.message ?? error).slice(0, 200);
}
function find(module, access) {
  for (const place of [module, module.default]) {
    let found = place, self, made;
    for (const part of access.split('.')) {
      if (typeof found === 'function' && !(part in found) && typeof found.prototype?.[part] === 'function') { made = found; found = found.prototype[part]; continue; }
      self = found;
      found = found?.[part];
    }
    if (typeof found !== 'function') continue;
    if (made === undefined) return Object.assign((given) => found.apply(self, given), { described: found });
    // A method works on an object of its own in each call.
    try { new made(); } catch { throw new CannotLoad('an object of ' + made.name + ' cannot be made without arguments'); }
    return Object.assign((given) => found.apply(new made(), given), { described: found });
  }
  throw new CannotLoad('its file exports no function ' + access);
}
`;
