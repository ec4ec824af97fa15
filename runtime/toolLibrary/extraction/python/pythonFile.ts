/** Everything that one Python file says. */
import type { FileDraft, ToolDraft } from '../draft';
import { lineAt, type SyntaxNode } from '../syntaxNode';
import type { Usage } from '../usage/usage';
import { UsageDraft } from '../usage/usage';
import { toolsOfClass } from './classTools';
import { isExcluded, registered, type RegisteredFunction } from './frameworks';
import { functionTool } from './functionTool';
import { literalCalls } from './pythonCalls';
import { methodsOf, PythonModule } from './pythonModule';
import { type MethodIndex, pythonUsage } from './pythonUsage';
import { nestedTools } from './nestedTools';
import { schemaTools } from './schemaTools';

export interface PythonFile {
  readonly path: string;
  readonly text: string;
  readonly root: SyntaxNode;
  /** Place of the first thing that does not parse. */
  readonly brokenAt: number | undefined;
  /** Tests give examples, and no tools. */
  readonly isTest: boolean;
  /** Parses a text of its own. */
  readonly parse: (text: string) => SyntaxNode;
}

export function pythonFile({ path, text, root, brokenAt, isTest, parse }: PythonFile): FileDraft {
  const module = new PythonModule(path, text, root, (source) => expressionIn(parse(source)));
  const methods = methodIndex(module);
  const definitions = usages(module, methods);
  const tools = isTest ? [] : toolsOf(module, methods, definitions);
  return {
    path,
    tools,
    usage: { path, definitions },
    imports: module.imports,
    notes: [],
    calls: literalCalls(root, isTest, module.lookUp),
    broken: brokenAt === undefined ? undefined : { line: lineAt(text, brokenAt) },
  };
}

function toolsOf(module: PythonModule, methods: MethodIndex, usage: ReadonlyMap<string, Usage>): readonly ToolDraft[] {
  const registry = new Map<string, RegisteredFunction>();
  for (const node of module.root.walk()) {
    if (node.type !== 'call') continue;
    for (const each of registered(node, module)) {
      const known = registry.get(each.function);
      // The call that says most: a list of tools alone tells neither name nor description.
      if (known === undefined || (known.name ?? known.description) === undefined) registry.set(each.function, each);
    }
  }
  const tools: ToolDraft[] = [];
  for (const definition of module.definitions.values()) {
    const { kind, name, decorators } = definition;
    if (kind === 'class') tools.push(...toolsOfClass(definition, module, usage));
    if (kind !== 'function' || isExcluded(decorators)) continue;
    const tool = functionTool({
      module,
      definition,
      owner: undefined,
      registration: registry.get(name),
      usage: usage.get(name),
    });
    if (tool !== undefined) tools.push(tool);
  }
  tools.push(...nestedTools(module, methods));
  tools.push(...schemaTools(module, new Set(tools.map(({ name }) => name))));
  return tools.sort((a, b) => (a.source?.start ?? 0) - (b.source?.start ?? 0));
}

function methodIndex(module: PythonModule): MethodIndex {
  const index = new Map<string, string[]>();
  for (const { kind, name, node } of module.definitions.values()) {
    if (kind !== 'class') continue;
    for (const { name: method } of methodsOf(node)) {
      const owners = index.get(method);
      if (owners === undefined) index.set(method, [name]);
      else owners.push(name);
    }
  }
  return index;
}

function usages(module: PythonModule, methods: MethodIndex): ReadonlyMap<string, Usage> {
  const found = new Map<string, Usage>();
  for (const { kind, name, node, whole } of module.definitions.values()) {
    if (kind !== 'class') {
      found.set(name, pythonUsage(whole, { module, methods, owner: undefined }));
      continue;
    }
    const own = new UsageDraft();
    const scope = { module, methods, owner: name };
    for (const each of methodsOf(node)) {
      const usage = pythonUsage(each.whole, scope);
      found.set(`${name}.${each.name}`, usage);
      // They run without being named.
      if (each.name.startsWith('__')) own.names.add(`${name}.${each.name}`);
    }
    for (const each of classParts(whole)) merge(own, pythonUsage(each, scope));
    found.set(name, own);
  }
  return found;
}

/** Decorators, bases and statements of a class, without its methods. */
function classParts(whole: SyntaxNode): readonly SyntaxNode[] {
  const definition = whole.child('definition') ?? whole;
  const statements = (definition.child('body')?.named ?? []).filter(
    ({ type }) => type !== 'function_definition' && type !== 'decorated_definition',
  );
  const bases = definition.child('superclasses');
  const decorators = whole === definition ? [] : whole.named.filter(({ type }) => type === 'decorator');
  return [...decorators, ...(bases === undefined ? [] : [bases]), ...statements];
}

function merge(into: UsageDraft, { effects, names, imports, foreign, changes }: Usage): void {
  for (const each of effects) into.effects.add(each);
  for (const each of names) into.names.add(each);
  for (const each of imports) into.imports.add(each);
  for (const { module, name } of foreign) into.use(module, name);
  for (const each of changes) into.changes.add(each);
}

/** The only expression of a text; undefined where there are several, or none. */
function expressionIn(root: SyntaxNode): SyntaxNode | undefined {
  const [statement, ...more] = root.named;
  const isOne = more.length === 0 && statement?.type === 'expression_statement' && statement.named.length === 1;
  return isOne ? statement.named[0] : undefined;
}
