import type { Node } from '@vscode/tree-sitter-wasm';
import { languageOfFile } from '../../../syntax';
import type { TextReplacement } from '../adapters/adapterText';
import { childrenOf } from '../declarations/nodes';
import type { CollectionFile, CollectionFiles } from '../imports/collectionFiles';
import { scriptExports } from '../scopes/scriptExports';
import { usesOf, type Binding, type FileNames } from '../scopes/scope';
import { isPureValue } from './pureValue';
import { isQuietImport } from './quietModule';
import { removeImport } from './removeImport';
import { statementLines } from './removeStatement';
import { stringMentions } from './stringMentions';

interface NamedFile {
  readonly file: CollectionFile;
  readonly names: FileNames;
}

/**
 * Edits that remove what a change has left without use: imports, and helpers that a file keeps to itself. What nobody used before stays, and so does what does
 * something when it is loaded or made.
 *
 * @param now files as they are after the change
 */
export function unusedSince(before: NamedFile, after: NamedFile, now: CollectionFiles): readonly TextReplacement[] {
  const { file, names } = after;
  const python = languageOfFile(file.path) === 'python';
  // What a package's first file imports is there for others.
  const isDoor = /(^|\/)__init__\.pyi?$/.test(file.path);
  const exported = new Set(python ? [] : scriptExports(file.tree).local.values());
  // Examples in documentation are code too, and use what their file imports.
  const told = python ? stringMentions(file.tree).names : new Set<string>();
  const edits: TextReplacement[] = [];
  for (const [name, bindings] of names.module.bindings) {
    const [binding] = bindings;
    if (binding === undefined || bindings.length > 1 || told.has(name) || exported.has(name)) continue;
    if (isUsed(names, name, binding) || !isUsed(before.names, name, before.names.module.bindings.get(name)?.[0]))
      continue;
    const raw = file.facts.imports.find(
      ({ bindings: own, deferred }) => !deferred && own.some(({ local }) => local === name),
    );
    const isImport =
      binding.kind === 'import' || (!python && raw !== undefined && /\brequire\(/.test(binding.node.text));
    if (isNamedElsewhere(now, file.path, name)) continue;
    if (isImport) {
      if (raw === undefined || isDoor || !isAtTop(binding.node)) continue;
      const edit = removeImport(file.text, binding.node, name, !isQuietImport(now, file.path, raw));
      if (edit !== undefined) edits.push(edit);
    } else if (python ? /^_(?!_)/.test(name) : isModule(file)) {
      const statement = removable(python ? 'python' : 'script', binding);
      const edit = statement === undefined ? undefined : statementLines(file.text, statement);
      if (edit !== undefined) edits.push(edit);
    }
  }
  return withoutOverlaps(edits);
}

function isUsed(names: FileNames, name: string, own: Binding | undefined): boolean {
  return usesOf(names, name).some(
    ({ node }) =>
      own === undefined ||
      own.kind === 'import' ||
      node.startIndex < own.node.startIndex ||
      node.endIndex > own.node.endIndex,
  );
}

/** Whether another file takes a name from this one, by an import or behind the name of the module. */
function isNamedElsewhere(files: CollectionFiles, path: string, name: string): boolean {
  return files.paths.some((other) => {
    const file = files.get(other);
    if (other === path || file === undefined) return false;
    return file.facts.imports.some((raw) => {
      const named = raw.bindings.some(({ imported }) => imported === name);
      const whole =
        raw.bindings.some(({ imported }) => imported === '*') &&
        new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`).test(file.text);
      return (named || whole) && files.resolve(other, raw).includes(path);
    });
  });
}

function removable(language: 'python' | 'script', { kind, node }: Binding): Node | undefined {
  const { parent } = node;
  switch (kind) {
    case 'function': {
      const isOnly = node.type !== 'variable_declarator' || parent?.namedChildCount === 1;
      const whole = node.type === 'variable_declarator' ? parent : node;
      if (!isOnly || whole === null || !isAtTop(whole)) return undefined;
      const defaults = childrenOf(node.childForFieldName('parameters') ?? node).flatMap((each) =>
        language === 'python' ? (each.childForFieldName('value') ?? []) : [],
      );
      return defaults.every((each) => isPureValue(language, each)) ? whole : undefined;
    }
    case 'class':
      return ['interface_declaration', 'type_alias_declaration'].includes(node.type) && isAtTop(node)
        ? node
        : undefined;
    case 'value': {
      const value = node.childForFieldName(language === 'python' ? 'right' : 'value');
      if (value === null || parent?.namedChildCount !== 1 || !isAtTop(parent)) return undefined;
      return isPureValue(language, value) ? parent : undefined;
    }
    default:
      return undefined;
  }
}

function isAtTop(node: Node): boolean {
  const top = node.type === 'variable_declarator' ? node.parent : node;
  return top?.parent?.parent === null;
}

/** A script that is no module shares its names with others. */
function isModule({ tree, text }: CollectionFile): boolean {
  return (
    childrenOf(tree.rootNode).some(({ type }) => type === 'import_statement' || type === 'export_statement') ||
    /\b(?:module\.exports|exports\.|require\()/.test(text)
  );
}

/** Two names of one import are taken out one after the other. */
function withoutOverlaps(edits: readonly TextReplacement[]): readonly TextReplacement[] {
  const kept: TextReplacement[] = [];
  for (const each of [...edits].sort((a, b) => a.start - b.start)) {
    if (kept.length === 0 || each.start > (kept.at(-1)?.end ?? 0)) kept.push(each);
  }
  return kept;
}
