/** Walks the syntax tree of a file once and collects what it says. */
import type { Node, Tree, TreeCursor } from '@vscode/tree-sitter-wasm';
import type { CodeSymbol, Reference, SymbolKind } from '../types';
import { CommentRun, isNextLine } from './commentRun';
import { childKey, fieldKey, flag, type CompiledRules } from './compileRules';
import { LineTable } from './lineTable';
import { nameEnd, qualifierBefore } from './names';
import type { Definition, Edge, Place } from './rules';
import { signatureOf } from './signature';
import type { FileFacts, RawImport, RawReference, RawTestCase } from './types';

/** Deeper nesting is not gone into: nobody wrote that by hand. Nodes. */
const deepest = 2000;

/** Nothing to do at such a node. */
const passive = flag.edges | flag.wrapper | flag.closed;
/** Nodes that a rule's function looks at. */
const special = flag.definition | flag.import | flag.test | flag.exports | flag.globals | flag.namespace;

interface Container {
  /** undefined: it gives a name, but nothing is `within` it. */
  readonly symbol: number | undefined;
  readonly name: string;
  readonly kind: SymbolKind;
  readonly exported: boolean;
}

interface Scope {
  readonly isFunction: boolean;
  readonly firstReference: number;
  bound: Set<string> | undefined;
  globals: Set<string> | undefined;
  self: string | undefined;
}

interface Frame {
  type: number;
  edge: Edge;
  /** Whether it is the last name of a chain. */
  member: boolean;
  start: number;
  /** What to leave when the node is left. */
  container: boolean;
  scope: boolean;
  test: boolean;
}

type MutableReference = { -readonly [Key in keyof RawReference]: RawReference[Key] };
type MutableSymbol = { -readonly [Key in keyof CodeSymbol]: CodeSymbol[Key] };

export class FactsWalk {
  readonly lines: LineTable;
  private readonly symbols: MutableSymbol[] = [];
  private readonly references: MutableReference[] = [];
  private readonly imports: RawImport[] = [];
  private readonly testCases: RawTestCase[] = [];
  private readonly namespaces: string[] = [];
  private readonly exported = new Set<string>();
  private readonly counts = new Map<string, number>();
  /** Where definitions have their names: no references stand there. */
  private readonly defined = new Set<number>();
  private readonly containers: Container[] = [];
  private readonly scopes: Scope[] = [];
  private readonly titles: string[] = [];
  private readonly comments: CommentRun;
  private functions = 0;
  /** How the function whose scope opens next calls its own object. */
  private pendingSelf: string | undefined;
  private attributes = { start: -1, end: -1 };

  constructor(
    private readonly compiled: CompiledRules,
    private readonly path: string,
    private readonly text: string,
  ) {
    this.lines = new LineTable(text);
    this.comments = new CommentRun(text);
  }

  walk(tree: Tree): FileFacts {
    const cursor = tree.walk();
    const frames: Frame[] = [];
    let depth = 0;
    for (;;) {
      const frame = (frames[depth] ??= newFrame());
      const enters = this.enter(cursor, frame, frames, depth);
      if (enters && depth < deepest && cursor.gotoFirstChild()) {
        depth++;
        continue;
      }
      this.leave(frame);
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) {
          const broken = tree.rootNode.hasError;
          cursor.delete();
          return this.facts(broken);
        }
        depth--;
        this.leave(frames[depth]!);
      }
    }
  }

  private facts(broken: boolean): FileFacts {
    if (this.exported.size > 0) {
      for (const symbol of this.symbols) {
        if (symbol.container.length === 0 && this.exported.has(symbol.name)) symbol.exported = true;
      }
    }
    const { symbols, references, imports, testCases, namespaces } = this;
    return { symbols, references, imports, testCases, namespaces: [...new Set(namespaces)], broken };
  }

  /** @returns whether to go into the node */
  private enter(cursor: TreeCursor, frame: Frame, frames: readonly Frame[], depth: number): boolean {
    const { flags: allFlags, typeNames } = this.compiled;
    frame.type = cursor.nodeTypeId;
    const flags = allFlags[frame.type] ?? 0;
    if (depth > 0) this.place(cursor, frame, frames[depth - 1]!);
    if (frame.edge === 'skip' && (flags & flag.definition) === 0) return false;
    if ((flags & ~passive) === 0) return (flags & flag.closed) === 0;
    const start = (frame.start = cursor.startIndex);
    if ((flags & flag.comment) !== 0) {
      this.comments.add(start, cursor.endIndex);
      return false;
    }
    if ((flags & flag.name) !== 0) {
      this.name(frame, start, typeNames[frame.type] ?? '');
      return false;
    }
    if ((flags & flag.attribute) !== 0) this.attribute(start, cursor.endIndex);
    if ((flags & special) !== 0) this.special(cursor, flags, frame, frames.slice(0, depth));
    if ((flags & flag.scope) !== 0) this.openScope(frame, typeNames[frame.type] ?? '');
    return (flags & flag.closed) === 0;
  }

  /** Sets what the node's place in its parent says. */
  private place(cursor: TreeCursor, frame: Frame, parent: Frame): void {
    const inherited = sticky.has(parent.edge) ? parent.edge : 'read';
    frame.edge = inherited;
    frame.member = false;
    if (((this.compiled.flags[parent.type] ?? 0) & flag.edges) === 0) return;
    const { edges } = this.compiled;
    const edge =
      (this.compiled.childEdges.has(parent.type) ? edges.get(childKey(parent.type, frame.type)) : undefined) ??
      edges.get(fieldKey(parent.type, cursor.currentFieldId)) ??
      edges.get(fieldKey(parent.type, 0));
    if (edge === 'inherit' || edge === 'member') {
      // The members of a pattern's target are no variables: `for (a.b of c)`.
      frame.edge = edge === 'member' && parent.edge === 'bind' ? 'write' : parent.edge;
      frame.member = edge === 'member' || parent.member;
    } else if (edge === 'callMember') {
      frame.edge = 'call';
      frame.member = true;
    } else if (edge !== undefined) {
      // A type stays one all the way down: `Dict[str, A]`.
      frame.edge = edge === 'read' && parent.edge === 'type' ? 'type' : edge;
    }
  }

  private name(frame: Frame, start: number, typeName: string): void {
    if (this.defined.has(start)) return;
    const { rules } = this.compiled;
    const from = this.text.charCodeAt(start) === 36 && rules.sigil === true ? start + 1 : start;
    const name = this.text.slice(from, nameEnd(this.text, from));
    if (name === '') return;
    const { edge, member } = frame;
    const scope = this.scopes.at(-1);
    if (edge === 'bind') {
      bind(scope, name);
      return;
    }
    if (edge === 'write' && !member && rules.assignmentBinds === true && this.functions > 0) {
      if (scope?.globals?.has(name) !== true) {
        bind(scope, name);
        return;
      }
    }
    const line = this.lines.lineAt(from);
    this.references.push({
      name,
      start: { line, column: from - this.lines.lineStart(line) },
      role: roleOf(edge, rules.names[typeName] ?? 'read'),
      within: this.within(),
      qualifier: member ? this.qualifier(start) : undefined,
      local: false,
    });
  }

  private qualifier(start: number): string | undefined {
    const qualifier = qualifierBefore(this.text, start, this.compiled.rules.separators);
    if (qualifier === undefined) return undefined;
    const dot = qualifier.indexOf('.');
    const head = dot === -1 ? qualifier : qualifier.slice(0, dot);
    return this.scopes.some(({ self }) => self === head) ? `this${qualifier.slice(head.length)}` : qualifier;
  }

  private within(): number | undefined {
    for (let at = this.containers.length - 1; at >= 0; at--) {
      const { symbol } = this.containers[at]!;
      if (symbol !== undefined) return symbol;
    }
    return undefined;
  }

  private openScope(frame: Frame, typeName: string): void {
    const isFunction = this.compiled.rules.scopes[typeName] === 'function';
    const { pendingSelf: self } = this;
    this.pendingSelf = undefined;
    this.scopes.push({
      isFunction,
      firstReference: this.references.length,
      bound: undefined,
      globals: undefined,
      self,
    });
    if (isFunction) this.functions++;
    frame.scope = true;
  }

  private leave(frame: Frame): void {
    if (frame.scope) this.closeScope();
    if (frame.container) this.containers.pop();
    if (frame.test) this.titles.pop();
    frame.scope = frame.container = frame.test = false;
  }

  /** What was bound anywhere in a function is local in all of it. */
  private closeScope(): void {
    const scope = this.scopes.pop();
    if (scope === undefined) return;
    if (scope.isFunction) this.functions--;
    const { bound } = scope;
    if (bound === undefined) return;
    const { selfNames } = this.compiled.rules;
    for (let at = scope.firstReference; at < this.references.length; at++) {
      const reference = this.references[at]!;
      if (reference.local) continue;
      const head = headOf(reference);
      if (bound.has(head) && !selfNames.includes(head)) reference.local = true;
    }
  }

  private attribute(start: number, end: number): void {
    const { attributes } = this;
    const first = attributes.end !== -1 && isNextLine(this.text, attributes.end, start) ? attributes.start : start;
    // A comment above the attributes is about what follows them.
    this.attributes = { start: first, end };
  }

  private special(cursor: TreeCursor, flags: number, frame: Frame, parents: readonly Frame[]): void {
    const { rules, typeNames } = this.compiled;
    const typeName = typeNames[frame.type] ?? '';
    const guard = rules.guards?.[typeName];
    if (guard !== undefined) {
      guard.lastIndex = frame.start;
      if (!guard.test(this.text)) return;
    }
    const node = cursor.currentNode;
    if ((flags & flag.globals) !== 0) {
      const scope = this.scopes.at(-1);
      if (scope !== undefined) {
        for (const name of rules.globals?.[typeName]?.(node) ?? []) (scope.globals ??= new Set()).add(name);
      }
    }
    if ((flags & flag.namespace) !== 0) this.namespaces.push(...(rules.namespaces?.[typeName]?.(node) ?? []));
    if ((flags & flag.exports) !== 0) {
      for (const name of rules.exports?.[typeName]?.(node) ?? []) this.exported.add(name);
    }
    if ((flags & flag.import) !== 0) this.import(node, typeName, frame);
    if ((flags & flag.test) !== 0) this.test(node, typeName, frame);
    if ((flags & flag.definition) !== 0) this.definitions(node, typeName, frame, parents);
  }

  private import(node: Node, typeName: string, frame: Frame): void {
    const inFunction = this.functions > 0;
    const found = this.compiled.rules.imports[typeName]?.(node, { text: this.text, inFunction }) ?? [];
    for (const { start, end, deferred = inFunction, ...raw } of found) {
      this.imports.push({ ...raw, range: this.lines.range(start, end), deferred });
    }
    if (found.length > 0 && this.compiled.rules.importedNames.includes(typeName)) frame.edge = 'import';
  }

  private test(node: Node, typeName: string, frame: Frame): void {
    const test = this.compiled.rules.testCalls?.[typeName]?.(node);
    if (test === undefined) return;
    if (!test.group) {
      this.testCases.push({
        title: [...this.titles, test.title],
        range: this.lines.range(node.startIndex, node.endIndex),
      });
    }
    this.titles.push(test.title);
    frame.test = true;
  }

  private definitions(node: Node, typeName: string, frame: Frame, parents: readonly Frame[]): void {
    const around = this.containers.at(-1);
    const { counts } = this;
    const prefix = this.containers.map(({ name }) => `${name}.`).join('');
    const place: Place = {
      text: this.text,
      parentType: this.compiled.typeNames[parents.at(-1)?.type ?? -1] ?? '',
      inFunction: this.functions > 0,
      kind: around?.kind,
      name: around?.name,
      exported: around?.exported ?? true,
      isDefined: (name, outwards = false) => counts.has((outwards ? this.outer() : prefix) + name),
    };
    const found = this.compiled.rules.definitions[typeName]?.(node, place) ?? [];
    for (const definition of found) this.define(node, definition, found.length === 1, frame, parents);
  }

  /** Ids of what belongs to the definition around the one around. */
  private outer(): string {
    return this.containers
      .slice(0, -1)
      .map(({ name }) => `${name}.`)
      .join('');
  }

  private define(node: Node, definition: Definition, single: boolean, frame: Frame, parents: readonly Frame[]): void {
    const { name: nameNode, body, kind } = definition;
    const nameStart = nameNode.startIndex;
    const sigil = this.text.charCodeAt(nameStart) === 36 && this.compiled.rules.sigil === true ? 1 : 0;
    const name = definition.named ?? this.text.slice(nameStart + sigil, nameNode.endIndex);
    this.defined.add(nameStart);
    if (name === '') return;
    const around = definition.outwards === true ? this.containers.slice(0, -1) : this.containers;
    const container = [...around.map((one) => one.name), ...(definition.owner === undefined ? [] : [definition.owner])];
    const qualified = [...container, name].join('.');
    const count = (this.counts.get(qualified) ?? 0) + 1;
    this.counts.set(qualified, count);
    const inner = definition.whole ?? node;
    const outer = single && definition.whole === undefined ? this.wrapped(inner, parents) : inner;
    const start = this.withAttributes(outer.startIndex);
    const end = outer.endIndex;
    const own = this.text.charAt(outer.startIndex) === '@' ? inner.startIndex : outer.startIndex;
    const holds = definition.holds ?? (body !== undefined && body !== null);
    const symbol: MutableSymbol = {
      id: `${this.path}:${qualified}${count === 1 ? '' : `#${count}`}`,
      name,
      kind,
      path: this.path,
      range: this.lines.range(start, end),
      selection: this.lines.range(nameStart + sigil, Math.max(nameStart + sigil, nameNode.endIndex)),
      body: this.bodyOf(body),
      documentation: definition.documentation ?? this.comments.before(start),
      container,
      exported: definition.exported,
      signature: signatureOf(this.text, own, body?.startIndex ?? end),
      parameters: definition.parameters,
    };
    this.symbols.push(symbol);
    if (definition.test !== undefined) {
      const title = [...container, definition.test];
      this.testCases.push({ title: [...this.titles, ...title], range: symbol.range });
    }
    if (single && holds) {
      const entered: Container = {
        symbol: isWithin(kind) ? this.symbols.length - 1 : undefined,
        name: definition.owner === undefined ? name : `${definition.owner}.${name}`,
        kind,
        exported: definition.exported,
      };
      this.containers.push(entered);
      frame.container = true;
      this.pendingSelf = definition.self;
    }
  }

  private bodyOf(body: Node | null | undefined): CodeSymbol['body'] {
    if (body === undefined || body === null) return undefined;
    const { startIndex: start, endIndex: end } = body;
    const braces = this.text[start] === '{';
    return this.lines.range(braces ? start + 1 : start, braces && this.text[end - 1] === '}' ? end - 1 : end);
  }

  /** The statement that is this definition and nothing else: with `export`, decorators, `template <...>`. */
  private wrapped(node: Node, parents: readonly Frame[]): Node {
    let outer = node;
    for (let at = parents.length - 1; at >= 0; at--) {
      const parent = parents[at]!;
      if (((this.compiled.flags[parent.type] ?? 0) & flag.wrapper) === 0) break;
      const next = outer.parent;
      if (next === null) break;
      const rule = this.compiled.rules.wrappers[next.type];
      if (rule === undefined || (rule === 'single' && next.namedChildCount > 1)) break;
      outer = next;
    }
    return outer;
  }

  private withAttributes(start: number): number {
    const { attributes } = this;
    return attributes.end !== -1 && attributes.end <= start && isNextLine(this.text, attributes.end, start)
      ? attributes.start
      : start;
  }
}

/** Places whose meaning holds for all names further in. */
const sticky: ReadonlySet<Edge> = new Set(['type', 'bind', 'import']);

function newFrame(): Frame {
  return { type: 0, edge: 'read', member: false, start: 0, container: false, scope: false, test: false };
}

function bind(scope: Scope | undefined, name: string): void {
  if (scope !== undefined) (scope.bound ??= new Set()).add(name);
}

function headOf({ name, qualifier }: RawReference): string {
  if (qualifier === undefined) return name;
  const dot = qualifier.indexOf('.');
  return dot === -1 ? qualifier : qualifier.slice(0, dot);
}

function roleOf(edge: Edge, own: 'read' | 'type'): Reference['role'] {
  switch (edge) {
    case 'write':
    case 'call':
    case 'new':
    case 'type':
    case 'import':
      return edge;
    default:
      return own;
  }
}

function isWithin(kind: SymbolKind): boolean {
  return !['module', 'constant', 'variable', 'field', 'type'].includes(kind);
}
