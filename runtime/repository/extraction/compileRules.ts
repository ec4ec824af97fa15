import type { Language } from '@vscode/tree-sitter-wasm';
import type { Edge, LanguageRules } from './rules';

/** Bits of what a node type is. */
export const flag = {
  name: 1,
  comment: 2,
  closed: 4,
  definition: 8,
  scope: 16,
  import: 32,
  test: 64,
  exports: 128,
  globals: 256,
  namespace: 512,
  wrapper: 1024,
  attribute: 2048,
  /** Places of its children say something. */
  edges: 4096,
} as const;

/** Rules by the numbers that a grammar gives to its node types and fields: looking them up costs no call into WebAssembly. */
export interface CompiledRules {
  readonly rules: LanguageRules;
  readonly flags: Uint16Array;
  readonly typeNames: readonly string[];
  /** Keys: parent * 1024 + field (0: any other), and -(parent * 4096 + child) - 1 for children of a type. */
  readonly edges: ReadonlyMap<number, Edge>;
  /** Parents with edges for children of a type. */
  readonly childEdges: ReadonlySet<number>;
}

export const fieldKey = (parent: number, field: number): number => parent * 1024 + field;
export const childKey = (parent: number, child: number): number => -(parent * 4096 + child) - 1;

/** @throws Error for a node type or a field that the grammar does not have */
export function compileRules(rules: LanguageRules, grammar: Language): CompiledRules {
  const typeNames = grammar.types;
  const flags = new Uint16Array(typeNames.length + 1);
  // A grammar may have several numbers for one name.
  const byName = new Map<string, number[]>();
  for (let id = 0; id < typeNames.length; id++) {
    const name = typeNames[id];
    if (name === undefined || !grammar.nodeTypeIsNamed(id)) continue;
    byName.set(name, [...(byName.get(name) ?? []), id]);
  }
  const idsOf = (name: string): readonly number[] => {
    const ids = byName.get(name);
    if (ids === undefined) throw new Error(`The grammar ${grammar.name ?? ''} has no node type ${name}.`);
    return ids;
  };
  const mark = (names: readonly string[], bit: number) => {
    for (const name of names) for (const id of idsOf(name)) flags[id] = (flags[id] ?? 0) | bit;
  };
  mark(Object.keys(rules.names), flag.name);
  mark(rules.comments, flag.comment);
  mark(rules.closed, flag.closed);
  mark(Object.keys(rules.definitions), flag.definition);
  mark(Object.keys(rules.scopes), flag.scope);
  mark(Object.keys(rules.imports), flag.import);
  mark(Object.keys(rules.testCalls ?? {}), flag.test);
  mark(Object.keys(rules.exports ?? {}), flag.exports);
  mark(Object.keys(rules.globals ?? {}), flag.globals);
  mark(Object.keys(rules.namespaces ?? {}), flag.namespace);
  mark(Object.keys(rules.wrappers), flag.wrapper);
  mark(rules.attributes ?? [], flag.attribute);

  const edges = new Map<number, Edge>();
  const childEdges = new Set<number>();
  for (const [key, edge] of Object.entries(rules.edges)) {
    const [parents = '', place = '', child] = key.split(/([.>].*)$/s).flatMap((part) => part.split(/(?<=^[.>])/s));
    if (child === undefined) throw new Error(`An edge is written parent.field or parent>child, not ${key}.`);
    for (const name of parents.split('|')) {
      mark([name], flag.edges);
      for (const parent of idsOf(name)) {
        if (place === '>') {
          childEdges.add(parent);
          for (const id of idsOf(child)) edges.set(childKey(parent, id), edge);
        } else edges.set(fieldKey(parent, child === '*' ? 0 : fieldId(grammar, child)), edge);
      }
    }
  }
  return { rules, flags, typeNames, edges, childEdges };
}

function fieldId(grammar: Language, name: string): number {
  const id = grammar.fieldIdForName(name);
  if (id === null) throw new Error(`The grammar ${grammar.name ?? ''} has no field ${name}.`);
  return id;
}
