/** Everything that one file of TypeScript or JavaScript says. */
import type { FileDraft, ToolDraft } from '../draft';
import { lineAt, type SyntaxNode } from '../syntaxNode';
import { type Usage, UsageDraft } from '../usage/usage';
import { registrationOf, type ScriptRegistration } from './registrations';
import { literalCalls } from './scriptCalls';
import { methodsOf, toolsOfClass } from './scriptClasses';
import type { ScriptModule } from './scriptModule';
import { docOf, scriptTool } from './scriptTool';
import { scriptUsage } from './scriptUsage';

export interface ScriptFile {
  readonly module: ScriptModule;
  /** Place of the first thing that does not parse. */
  readonly brokenAt: number | undefined;
  /** Tests give examples, and no tools. */
  readonly isTest: boolean;
}

type Methods = ReadonlyMap<string, readonly string[]>;

export function scriptFile({ module, brokenAt, isTest }: ScriptFile): FileDraft {
  const { path, text, root } = module;
  const methods = methodIndex(module);
  const definitions = usages(module, methods);
  return {
    path,
    tools: isTest ? [] : toolsOf(module, methods, definitions),
    usage: { path, definitions },
    imports: module.imports,
    calls: literalCalls(root, isTest, module.lookUp),
    broken: brokenAt === undefined ? undefined : { line: lineAt(text, brokenAt) },
  };
}

function toolsOf(module: ScriptModule, methods: Methods, usage: ReadonlyMap<string, Usage>): readonly ToolDraft[] {
  const registrations = registrationsOf(module.root, module);
  // A function that is registered as it is, is that tool and no second one.
  const taken = new Set(registrations.map(({ handler }) => handler));
  const accesses = new Map([...module.exports].map(([exported, local]) => [local, exported]));
  const tools: ToolDraft[] = registrations.map((each) => registered(each, module, methods, accesses));
  for (const [name, definition] of module.definitions) {
    const access = accesses.get(name);
    const { kind, node, whole } = definition;
    if (kind === 'class') tools.push(...toolsOfClass(definition, module, access, usage));
    if (kind !== 'function' || taken.has(node)) continue;
    // Of a module, what it exports; of a plain script, all.
    if (access === undefined && module.isModule) continue;
    if (docOf(whole).isPrivate) continue;
    tools.push(
      scriptTool({
        ...{ module, name: access === undefined || access === 'default' ? name : access, node },
        whole: whole.type === 'pair' || isAlone(whole) ? whole : (definition.declarator ?? whole),
        usage: usage.get(name),
        ...{
          self: name,
          access,
          callName: access === 'default' ? 'default' : (access ?? name),
          exported: access !== undefined,
        },
        ...{ provenance: 'function', also: [] },
      }),
    );
  }
  return tools.sort((a, b) => (a.source?.start ?? 0) - (b.source?.start ?? 0));
}

/** `export const a = …, b = …;` is one statement with two functions. */
function isAlone(whole: SyntaxNode): boolean {
  const declaration = whole.child('declaration') ?? whole;
  return declaration.named.filter(({ type }) => type === 'variable_declarator').length < 2;
}

/** The outermost of what stands inside each other: a tool's own texts hold no tools. */
function registrationsOf(root: SyntaxNode, module: ScriptModule): readonly ScriptRegistration[] {
  const found = new Map<SyntaxNode, ScriptRegistration>();
  for (const node of root.walk()) {
    const registration = registrationOf(node, module);
    if (registration !== undefined && !found.has(registration.whole)) found.set(registration.whole, registration);
  }
  const all = [...found.values()];
  return all.filter(
    ({ whole }) =>
      !all.some(
        (other) =>
          other.whole !== whole &&
          other.whole.start <= whole.start &&
          whole.end <= other.whole.end &&
          other.handler === undefined,
      ),
  );
}

function registered(
  registration: ScriptRegistration,
  module: ScriptModule,
  methods: Methods,
  accesses: ReadonlyMap<string, string>,
): ToolDraft {
  const { name, description, parameters, provenance, handler, output } = registration;
  const { whole, local } = statementOf(registration.whole);
  const access = local === undefined ? undefined : accesses.get(local);
  const returns = output === undefined ? undefined : { schema: output };
  if (handler === undefined) {
    const { start, end, text } = whole;
    return {
      ...{
        kind: 'schema',
        name,
        description,
        parameters: parameters ?? [],
        returns,
        provenance,
        deprecated: false,
        also: [],
      },
      source: { path: module.path, start, end, text, exported: access !== undefined, asynchronous: false },
      ...{ usage: undefined, self: local, callName: undefined, calls: [] },
    };
  }
  const isInside = handler.start >= whole.start && handler.end <= whole.end;
  const usage = scriptUsage(handler, { module, methods, owner: undefined });
  return scriptTool({
    ...{ module, name, node: handler, whole, usage, self: local ?? '', provenance, also: [] },
    access:
      access !== undefined && isInside && /^(tool|dynamicTool)$/.test(provenance) ? `${access}.execute` : undefined,
    ...{ callName: undefined, exported: access !== undefined },
    given: { name, description, parameters, ...(returns === undefined ? {} : { returns }) },
  });
}

/** `export const weather = tool({…})`: the whole statement is the tool. */
function statementOf(node: SyntaxNode): { readonly whole: SyntaxNode; readonly local: string | undefined } {
  const declarator = node.parent?.type === 'variable_declarator' ? node.parent : undefined;
  if (declarator?.parent === undefined) return { whole: node, local: undefined };
  const declaration = declarator.parent;
  const local = declarator.child('name')?.text;
  if (declaration.named.length > 1) return { whole: declarator, local };
  const outer = declaration.parent;
  return { whole: outer?.type === 'export_statement' ? outer : declaration, local };
}

function methodIndex(module: ScriptModule): Methods {
  const index = new Map<string, string[]>();
  for (const [name, { kind, node }] of module.definitions) {
    if (kind !== 'class') continue;
    for (const { name: method } of methodsOf(node)) index.set(method, [...(index.get(method) ?? []), name]);
  }
  return index;
}

function usages(module: ScriptModule, methods: Methods): ReadonlyMap<string, Usage> {
  const found = new Map<string, Usage>();
  for (const [name, { kind, node, declarator }] of module.definitions) {
    const scope = { module, methods, owner: undefined };
    if (kind !== 'class') {
      found.set(name, scriptUsage(kind === 'value' ? (declarator ?? node) : node, scope));
      continue;
    }
    const own = new UsageDraft();
    for (const method of methodsOf(node)) {
      found.set(`${name}.${method.name}`, scriptUsage(method.node, { ...scope, owner: name }));
      if (method.name === 'constructor') own.names.add(`${name}.constructor`);
    }
    for (const part of [node.first('class_heritage'), ...(node.child('body')?.named ?? [])]) {
      if (part === undefined || (part.type === 'method_definition' && !part.has('get') && !part.has('set'))) continue;
      merge(own, scriptUsage(part, { ...scope, owner: name }));
    }
    found.set(name, own);
  }
  return found;
}

function merge(into: UsageDraft, { effects, names, imports, foreign, changes }: Usage): void {
  for (const each of effects) into.effects.add(each);
  for (const each of names) into.names.add(each);
  for (const each of imports) into.imports.add(each);
  for (const { module, name } of foreign) into.use(module, name);
  for (const each of changes) into.changes.add(each);
}
