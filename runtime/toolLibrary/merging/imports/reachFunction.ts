import type { Tree } from '@vscode/tree-sitter-wasm';
import { languageOfFile } from '../../../syntax';
import type { TextReplacement } from '../adapters/adapterText';
import { isUnwritable } from '../declarations/declaration';
import { childrenOf, nodesOf } from '../declarations/nodes';
import { readDeclaration } from '../declarations/readDeclaration';
import type { CollectionFile, CollectionFiles } from './collectionFiles';
import { pythonModule } from './pythonModule';
import { importStyle, scriptModule } from './scriptModule';

/** How a function of another file is called, and what makes it known. */
export interface ReachedFunction {
  readonly callee: string;
  /** Import at the top of the file. */
  readonly edit?: TextReplacement;
  /** Import inside the caller, where one at the top would load files in a circle. Python's only. */
  readonly localImport?: string;
}

/**
 * Makes a function of one file callable in another.
 * @param names taken in the file besides those that stand in it: of other imports that are being added
 */
export function reachFunction(
  files: CollectionFiles,
  from: CollectionFile,
  to: string,
  name: string,
  names: Set<string>,
): ReachedFunction {
  const plain = name === 'default' ? defaultName(files, to) : name;
  if (from.path === to) return { callee: plain };
  const known = knownAs(files, from, to, name);
  if (known !== undefined) return { callee: known };
  const local = freeName(plain, names, from.tree);
  names.add(local);
  return languageOfFile(from.path) === 'python'
    ? pythonImport(files, from, to, name, local)
    : scriptImport(files, from, to, name, local);
}

/** What a function that its file exports without a name is called elsewhere: as in its file, else after the file. */
function defaultName(files: CollectionFiles, path: string): string {
  const file = files.get(path);
  const declared = file === undefined ? undefined : readDeclaration(file, 'default');
  if (declared !== undefined && !isUnwritable(declared) && declared.name !== '') return declared.name;
  const stem = path.replace(/(?:\/index)?\.[^./]+$/, '').replace(/^.*\//, '');
  const words = stem.split(/[^\w$]+/).filter((each) => each !== '');
  const name = words.map((each, at) => (at === 0 ? each : each.charAt(0).toUpperCase() + each.slice(1))).join('');
  return /^[A-Za-z_$]/.test(name) ? name : `_${name}`;
}

function knownAs(files: CollectionFiles, from: CollectionFile, to: string, name: string): string | undefined {
  for (const raw of from.facts.imports) {
    if (raw.typeOnly || raw.deferred || !files.resolve(from.path, raw).includes(to)) continue;
    const binding = raw.bindings.find(({ imported, local }) => imported === name && local !== undefined);
    if (binding?.local !== undefined) return binding.local;
    const whole = raw.bindings.find(({ imported, local }) => imported === '*' && local !== undefined);
    // `import a.b` is a name for `a`.
    const isWhole = raw.form === 'module' && !(languageOfFile(from.path) === 'python' && /[^.]\./.test(raw.specifier));
    if (whole?.local !== undefined && isWhole) return `${whole.local}.${name}`;
  }
  return undefined;
}

function freeName(name: string, names: ReadonlySet<string>, tree: Tree): string {
  const taken = (each: string): boolean => names.has(each) || mentions(tree, each);
  if (!taken(name)) return name;
  for (let number = 1; ; number += 1) {
    const candidate = `_${name}${number === 1 ? '' : String(number)}`;
    if (!taken(candidate)) return candidate;
  }
}

function mentions(tree: Tree, name: string): boolean {
  return nodesOf(tree.rootNode, ['identifier', 'type_identifier', 'shorthand_property_identifier']).some(
    ({ text }) => text === name,
  );
}

function pythonImport(
  files: CollectionFiles,
  from: CollectionFile,
  to: string,
  name: string,
  local: string,
): ReachedFunction {
  const module = pythonModule(from.path, to, (each) => files.has(each), files.scriptsFromRoot);
  const statement = `from ${module} import ${name === local ? name : `${name} as ${local}`}`;
  if (files.loads(to, from.path)) return { callee: local, localImport: statement };
  files.add(from.path, to);
  return { callee: local, edit: atTop(from, statement, pythonHead) };
}

function scriptImport(
  files: CollectionFiles,
  from: CollectionFile,
  to: string,
  name: string,
  local: string,
): ReachedFunction {
  const specifiers = files.paths.flatMap(
    (path) =>
      (languageOfFile(path) === 'python' ? [] : files.get(path)?.facts.imports.map(({ specifier }) => specifier)) ?? [],
  );
  const module = scriptModule(from.path, to, importStyle(specifiers, /\.[cm]?jsx?$/.test(from.path)));
  const quote = /import[^'"]*"/.test(from.text) ? '"' : "'";
  const required = isCommonJs(from);
  const renamed = name === local ? name : required ? `${name}: ${local}` : `${name} as ${local}`;
  const statement = required
    ? `const { ${renamed} } = require(${quote}${module}${quote});`
    : `import { ${renamed} } from ${quote}${module}${quote};`;
  files.add(from.path, to);
  return { callee: local, edit: atTop(from, statement, scriptHead) };
}

function isCommonJs({ tree, path }: CollectionFile): boolean {
  if (path.endsWith('.cjs')) return true;
  const modular = childrenOf(tree.rootNode).some(
    ({ type }) => type === 'import_statement' || type === 'export_statement',
  );
  return !modular && /\.[cm]?jsx?$/.test(path);
}

/** Types of the statements that an import may stand behind. */
const pythonHead = ['import_statement', 'import_from_statement', 'future_import_statement'];
const scriptHead = ['import_statement'];

function atTop({ tree, text }: CollectionFile, statement: string, head: readonly string[]): TextReplacement {
  const statements = childrenOf(tree.rootNode).filter(({ type }) => type !== 'comment' && type !== 'hash_bang_line');
  let last: number | undefined;
  for (const each of statements) {
    const documentation = each.type === 'expression_statement' && each.namedChild(0)?.type === 'string';
    if (head.includes(each.type) || (documentation && last === undefined)) last = each.endIndex;
    else break;
  }
  if (last !== undefined) {
    const newline = text.indexOf('\n', last);
    const documented = !head.includes(statements[0]?.type ?? '') && last === statements[0]?.endIndex;
    const at = newline < 0 ? text.length : newline + 1;
    return { start: at, end: at, after: `${documented ? '\n' : ''}${newline < 0 ? '\n' : ''}${statement}\n` };
  }
  const first = beginningOf(tree, statements[0]?.startIndex ?? text.length);
  return { start: first, end: first, after: `${statement}\n\n` };
}

/** Comments right above the first statement belong to it. */
function beginningOf(tree: Tree, statement: number): number {
  const comments = childrenOf(tree.rootNode).filter(
    ({ type, endIndex }) => type === 'comment' && endIndex <= statement,
  );
  const documentation = comments.at(-1);
  return documentation?.text.startsWith('/**') === true ? documentation.startIndex : statement;
}
