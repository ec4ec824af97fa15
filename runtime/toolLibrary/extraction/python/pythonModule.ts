import type { Known } from '../literal';
import type { SyntaxNode } from '../syntaxNode';
import { type LookUp, pythonLiteral } from './pythonLiteral';

/** What a name at the top of a module stands for. */
export interface PythonDefinition {
  readonly kind: 'function' | 'class' | 'value';
  readonly name: string;
  /** Of a function or class: without decorators. Of a value: the assignment. */
  readonly node: SyntaxNode;
  /** With decorators. */
  readonly whole: SyntaxNode;
  readonly decorators: readonly SyntaxNode[];
}

export interface PythonImport {
  /** As written, with leading dots: `os.path`, `.models`. */
  readonly module: string;
  /** undefined: the module itself. */
  readonly name: string | undefined;
}

/** The names of one module. */
export class PythonModule {
  readonly definitions = new Map<string, PythonDefinition>();
  /** Assigned more than once, so that a name alone says nothing. */
  readonly reassigned = new Set<string>();
  readonly imports = new Map<string, PythonImport>();
  /** Modules whose names are all taken in. */
  readonly starImports: string[] = [];
  /** `__all__`, where it is written out. */
  readonly public: ReadonlySet<string> | undefined;
  readonly lookUp: LookUp;
  private readonly values = new Map<string, Known>();

  constructor(
    readonly path: string,
    readonly text: string,
    readonly root: SyntaxNode,
    /** Parses an expression that stands in a text; undefined where it is none. */
    readonly parseExpression: (text: string) => SyntaxNode | undefined,
  ) {
    this.lookUp = (name) => this.value(name);
    for (const statement of topStatements(root)) this.add(statement);
    const all = this.value('__all__')?.value;
    this.public = Array.isArray(all)
      ? new Set(all.filter((each): each is string => typeof each === 'string'))
      : undefined;
  }

  class(name: string): PythonDefinition | undefined {
    const found = this.definitions.get(name);
    return found?.kind === 'class' ? found : undefined;
  }

  isPublic(name: string): boolean {
    return this.public?.has(name) ?? !name.startsWith('_');
  }

  /** A dotted name with what its first part was imported as written out: `np.sum` → `numpy.sum`. */
  qualified(dotted: string): string {
    const [head = '', ...rest] = dotted.split('.');
    const found = this.imports.get(head);
    if (found === undefined) return dotted;
    return [found.module, ...(found.name === undefined ? [] : [found.name]), ...rest].join('.');
  }

  private add(statement: SyntaxNode): void {
    switch (statement.type) {
      case 'function_definition':
      case 'class_definition':
        this.define(statement, statement, []);
        break;
      case 'decorated_definition': {
        const definition = statement.child('definition');
        if (definition !== undefined) this.define(definition, statement, statement.named.filter(isDecorator));
        break;
      }
      case 'expression_statement':
        for (const part of statement.named) if (part.type === 'assignment') this.assign(part);
        break;
      case 'type_alias_statement': {
        const name = statement.child('left')?.text;
        if (name !== undefined) this.set({ kind: 'value', name, node: statement, whole: statement, decorators: [] });
        break;
      }
      case 'import_statement':
      case 'import_from_statement':
        this.import(statement);
        break;
    }
  }

  private define(node: SyntaxNode, whole: SyntaxNode, decorators: readonly SyntaxNode[]): void {
    const name = node.child('name')?.text;
    if (name === undefined) return;
    const kind = node.type === 'class_definition' ? 'class' : 'function';
    this.set({ kind, name, node, whole, decorators });
  }

  private assign(node: SyntaxNode): void {
    const left = node.child('left');
    const right = node.child('right');
    if (left?.type === 'identifier') this.set({ kind: 'value', name: left.text, node, whole: node, decorators: [] });
    if (right?.type === 'assignment') this.assign(right);
  }

  private set(definition: PythonDefinition): void {
    if (this.definitions.has(definition.name)) this.reassigned.add(definition.name);
    this.definitions.set(definition.name, definition);
  }

  private import(node: SyntaxNode): void {
    for (const { local, module, name } of importsOf(node)) {
      if (local === '*') this.starImports.push(module);
      else this.imports.set(local, { module, name });
    }
  }

  /** Of a name, or of a member of an enumeration: `Colour.RED`, `Colour.RED.value`. */
  private value(name: string): Known {
    if (this.values.has(name)) return this.values.get(name);
    // A name that is made of itself has no value.
    this.values.set(name, undefined);
    const known = this.read(name);
    this.values.set(name, known);
    return known;
  }

  private read(name: string): Known {
    const [head = '', member, ...rest] = name.split('.');
    const definition = this.definitions.get(head);
    if (definition === undefined) return undefined;
    if (member === undefined) {
      if (definition.kind !== 'value' || this.reassigned.has(head)) return undefined;
      return pythonLiteral(definition.node.child('right'), this.lookUp);
    }
    const isValue = rest.length === 0 || (rest.length === 1 && rest[0] === 'value');
    if (definition.kind !== 'class' || !isValue) return undefined;
    for (const { left, right } of assignmentsIn(definition.node)) {
      if (left.text === member) return pythonLiteral(right, this.lookUp);
    }
    return undefined;
  }
}

export interface ClassAssignment {
  readonly left: SyntaxNode;
  readonly type: SyntaxNode | undefined;
  readonly right: SyntaxNode | undefined;
}

/** Assignments and annotated names in the body of a class. */
export function assignmentsIn(definition: SyntaxNode): readonly ClassAssignment[] {
  const found: ClassAssignment[] = [];
  for (const statement of definition.child('body')?.named ?? []) {
    if (statement.type !== 'expression_statement') continue;
    for (const part of statement.named) {
      const left = part.type === 'assignment' ? part.child('left') : undefined;
      if (left !== undefined) found.push({ left, type: part.child('type'), right: part.child('right') });
    }
  }
  return found;
}

export interface Method {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly whole: SyntaxNode;
}

export function methodsOf(definition: SyntaxNode): readonly Method[] {
  const found: Method[] = [];
  for (const whole of definition.child('body')?.named ?? []) {
    const node = whole.type === 'decorated_definition' ? whole.child('definition') : whole;
    const name = node?.type === 'function_definition' ? node.child('name')?.text : undefined;
    if (node !== undefined && name !== undefined) found.push({ name, node, whole });
  }
  return found;
}

/** What an import brings into a scope. */
export function importsOf(node: SyntaxNode): readonly (PythonImport & { readonly local: string })[] {
  const parts = node.children.filter(({ field }) => field === 'name');
  const from = node.child('module_name')?.text;
  if (node.type === 'import_from_statement' && from !== undefined) {
    if (node.has('wildcard_import')) return [{ local: '*', module: from, name: '*' }];
    return parts.map((part) => {
      const name = part.child('name')?.text ?? part.text;
      return { local: part.child('alias')?.text ?? name, module: from, name };
    });
  }
  return parts.map((part) => {
    const module = part.child('name')?.text ?? part.text;
    const alias = part.child('alias')?.text;
    // `import a.b` binds `a`.
    const [first = module] = module.split('.');
    return { local: alias ?? first, module: alias === undefined ? first : module, name: undefined };
  });
}

export const isDecorator = ({ type }: SyntaxNode): boolean => type === 'decorator';

/** Statements that run when the module is imported, those of `if`, `try` and `with` among them; not `if __name__ == "__main__"`. */
function* topStatements(node: SyntaxNode): Generator<SyntaxNode> {
  for (const each of node.named) {
    const isMain = each.type === 'if_statement' && each.child('condition')?.text.includes('__name__') === true;
    if (isMain) continue;
    if (nesting.has(each.type)) yield* topStatements(each);
    else yield each;
  }
}

const nesting: ReadonlySet<string> = new Set([
  ...['if_statement', 'elif_clause', 'else_clause', 'try_statement', 'except_clause', 'finally_clause'],
  ...['with_statement', 'block'],
]);
