import type { Node } from '@vscode/tree-sitter-wasm';
import { field, named, spanOf, type NameCollector } from './nameCollector';
import type { Link, LinkName } from './types';

/** What an import or an `export … from` links. Declares what it binds. */
export function linksOfStatement(node: Node, names: NameCollector): readonly Link[] {
  const parts = named(node);
  const required = parts.find(({ type }) => type === 'import_require_clause');
  const source = field(node, 'source') ?? (required === undefined ? undefined : field(required, 'source'));
  if (source === undefined) return [];
  const isImport = node.type === 'import_statement';
  return [
    {
      specifier: source.text.slice(1, -1),
      form: isImport ? 'import' : 'reexport',
      statement: spanOf(node),
      source: spanOf(source),
      typeOnly: /^(?:import|export)\s+type\s+(?!from\b|,)/.test(node.text.slice(0, 40)),
      names: isImport
        ? [
            ...importedNames(
              parts.find(({ type }) => type === 'import_clause'),
              names,
            ),
            ...wholes(required === undefined ? [] : named(required).slice(0, 1), names),
          ]
        : handedOn(parts, names),
      escapes: false,
    },
  ];
}

function importedNames(clause: Node | undefined, names: NameCollector): readonly LinkName[] {
  return named(clause).flatMap((part): readonly LinkName[] => {
    if (part.type === 'identifier') {
      names.declare(names.top, part);
      return [
        { imported: 'default', at: undefined, local: part.startIndex, exportedAs: undefined, span: spanOf(part) },
      ];
    }
    if (part.type === 'namespace_import') return wholes(named(part), names);
    return named(part)
      .filter(({ type }) => type === 'import_specifier')
      .flatMap((one) => {
        const [name, alias] = [field(one, 'name'), field(one, 'alias')];
        if (name === undefined) return [];
        names.declare(names.top, alias ?? name);
        if (alias !== undefined) names.form(name, 'imported');
        const local = (alias ?? name).startIndex;
        return [{ imported: plain(name), at: name.startIndex, local, exportedAs: undefined, span: spanOf(one) }];
      });
  });
}

function wholes(locals: readonly Node[], names: NameCollector): readonly LinkName[] {
  return locals.map((local) => {
    names.declare(names.top, local);
    return { imported: '*', at: undefined, local: local.startIndex, exportedAs: undefined, span: spanOf(local) };
  });
}

function handedOn(parts: readonly Node[], names: NameCollector): readonly LinkName[] {
  const clause = parts.find(({ type }) => type === 'export_clause');
  const space = parts.find(({ type }) => type === 'namespace_export');
  if (clause === undefined) {
    const [name] = named(space);
    if (name !== undefined) names.form(name, 'exported');
    const exportedAs = name === undefined ? '*' : plain(name);
    return [{ imported: '*', at: undefined, local: undefined, exportedAs, span: spanOf(space ?? parts[0]!) }];
  }
  return named(clause).flatMap((one) => {
    const [name, alias] = [field(one, 'name'), field(one, 'alias')];
    if (name === undefined) return [];
    names.form(name, 'imported');
    if (alias !== undefined) names.form(alias, 'exported');
    const exportedAs = plain(alias ?? name);
    return [{ imported: plain(name), at: name.startIndex, local: undefined, exportedAs, span: spanOf(one) }];
  });
}

/** `require('./a')`, `import('./a')`, with what they are taken apart into. */
export function linkOfCall(node: Node, names: NameCollector): Link | undefined {
  const called = field(node, 'function');
  if (called === undefined || (called.type !== 'import' && called.text !== 'require')) return undefined;
  const [argument] = named(field(node, 'arguments'));
  if (argument?.type !== 'string') return undefined;
  const value = outermost(node);
  const link = {
    specifier: argument.text.slice(1, -1),
    form: called.type === 'import' ? ('dynamic' as const) : ('require' as const),
    statement: spanOf(node),
    source: spanOf(argument),
    typeOnly: false,
  };
  const { parent } = value;
  if (parent?.type === 'expression_statement') return { ...link, names: [], escapes: false };
  if (parent?.type === 'member_expression') {
    const property = field(parent, 'property');
    if (property === undefined) return { ...link, names: [], escapes: true };
    names.form(property, 'imported');
    return {
      ...link,
      names: [
        {
          imported: property.text,
          at: property.startIndex,
          local: undefined,
          exportedAs: undefined,
          span: spanOf(property),
        },
      ],
      escapes: false,
    };
  }
  // `import()` without `await` is a promise.
  const isModule = called.type !== 'import' || value.id !== node.id;
  const target = parent?.type === 'variable_declarator' && isModule ? field(parent, 'name') : undefined;
  if (target?.type === 'identifier') {
    const whole = {
      imported: '*',
      at: undefined,
      local: target.startIndex,
      exportedAs: undefined,
      span: spanOf(target),
    };
    return { ...link, names: [whole], escapes: false };
  }
  if (target?.type !== 'object_pattern') return { ...link, names: [], escapes: true };
  const taken = named(target).map(takenName);
  const certain = taken.every((each) => each !== undefined);
  return { ...link, names: taken.filter((each) => each !== undefined), escapes: !certain };
}

/** With `await` and parentheses around it. */
function outermost(node: Node): Node {
  let value = node;
  for (let at = node.parent; at !== null && /^(await|parenthesized)_expression$/.test(at.type); at = at.parent)
    value = at;
  return value;
}

function takenName(part: Node): LinkName | undefined {
  const inner = part.type === 'object_assignment_pattern' ? field(part, 'left') : part;
  if (inner?.type === 'shorthand_property_identifier_pattern') {
    const at = inner.startIndex;
    return { imported: inner.text, at, local: at, exportedAs: undefined, span: spanOf(part) };
  }
  const [key, value] = [field(part, 'key'), field(part, 'value')];
  if (part.type !== 'pair_pattern' || key?.type !== 'property_identifier' || value?.type !== 'identifier')
    return undefined;
  return { imported: key.text, at: key.startIndex, local: value.startIndex, exportedAs: undefined, span: spanOf(part) };
}

function plain(name: Node): string {
  return name.type === 'string' ? name.text.slice(1, -1) : name.text;
}
