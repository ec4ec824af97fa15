/** Tools that classes are: static methods, methods of tool classes, and classes that extend a framework's tool. */
import type { ToolDraft } from '../draft';
import { parametersOfSchema } from '../schemas';
import type { SyntaxNode } from '../syntaxNode';
import type { Usage } from '../usage/usage';
import { bare, keyOf, scriptString } from './scriptLiteral';
import type { ScriptDefinition, ScriptModule } from './scriptModule';
import { docOf, scriptTool } from './scriptTool';
import { zodShape } from './zodSchema';

const toolkits = /(Tools|Toolkit|Toolset|Plugin|Skills?)$/;
const toolBases = /^(StructuredTool|Tool|BaseTool|DynamicTool|MCPTool|BaseToolWithCall)\b/;
const working = ['_call', 'execute', 'call', 'run', 'invoke'];
const marks = /^(Tool|tool|McpTool|KernelFunction|kernelFunction|AiTool|FunctionTool)$/;

export interface ClassMethod {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly decorators: readonly SyntaxNode[];
}

/** Without accessors and what cannot be called from outside. */
export function methodsOf(node: SyntaxNode): readonly ClassMethod[] {
  const found: ClassMethod[] = [];
  let decorators: SyntaxNode[] = [];
  for (const part of node.child('body')?.children ?? []) {
    if (part.type === 'decorator') decorators.push(part);
    if (part.type === 'method_definition' && !part.has('get') && !part.has('set')) {
      const name = keyOf(part.child('name'));
      if (name !== undefined) found.push({ name, node: part, decorators });
    }
    if (part.isNamed && part.type !== 'decorator' && part.type !== 'comment') decorators = [];
  }
  return found;
}

export function toolsOfClass(
  { name: owner, node, whole }: ScriptDefinition,
  module: ScriptModule,
  access: string | undefined,
  usage: ReadonlyMap<string, Usage>,
): readonly ToolDraft[] {
  const heritage = node.first('class_heritage');
  const base = heritage?.first('extends_clause')?.child('value')?.text ?? heritage?.named[0]?.text ?? '';
  const methods = methodsOf(node);
  const common = { module, self: owner, exported: access !== undefined };
  if (toolBases.test(base)) {
    const tool = extendingTool(methods, { module, owner, node, whole, base, usage });
    if (tool !== undefined) return [tool];
  }
  const isToolkit = toolkits.test(owner);
  return methods.flatMap(({ name, node: method, decorators }): readonly ToolDraft[] => {
    const mark = decorators.map((each) => bare(each.named[0])).find((each) => marks.test(calleeOf(each)));
    const isStatic = method.has('static');
    const isPrivate =
      name.startsWith('#') ||
      name.startsWith('_') ||
      /private|protected/.test(method.first('accessibility_modifier')?.text ?? '');
    const wanted =
      mark !== undefined || (access !== undefined && !isPrivate && name !== 'constructor' && (isStatic || isToolkit));
    if (!wanted || method.child('body') === undefined || (docOf(method).isPrivate && mark === undefined)) return [];
    const given = mark === undefined ? {} : markFacts(mark, module);
    return [
      scriptTool({
        ...{ ...common, name, node: method, whole: method, given },
        usage: usage.get(`${owner}.${name}`),
        access: isStatic && access !== undefined ? `${access}.${name}` : undefined,
        callName: isStatic ? `${owner}.${name}` : undefined,
        provenance: mark === undefined ? 'method' : `@${calleeOf(mark)}`,
        also: isStatic ? [] : ['state'],
      }),
    ];
  });
}

function calleeOf(node: SyntaxNode | undefined): string {
  return (node?.type === 'call_expression' ? node.child('function') : node)?.text ?? '';
}

/** `@Tool({ name, description, parameters })` */
function markFacts(mark: SyntaxNode, module: ScriptModule): NonNullable<Parameters<typeof scriptTool>[0]['given']> {
  const object = mark.type === 'call_expression' ? bare(mark.child('arguments')?.named[0]) : undefined;
  const field = (key: string): SyntaxNode | undefined =>
    object?.named.find((part) => keyOf(part.child('key')) === key)?.child('value');
  const schema = zodShape(field('parameters') ?? field('inputSchema') ?? field('schema'), module);
  return {
    name: scriptString(field('name'), module.lookUp),
    description: scriptString(field('description'), module.lookUp),
    parameters: schema === undefined ? undefined : parametersOfSchema(schema, 'field'),
  };
}

interface Extending {
  readonly module: ScriptModule;
  readonly owner: string;
  readonly node: SyntaxNode;
  readonly whole: SyntaxNode;
  readonly base: string;
  readonly usage: ReadonlyMap<string, Usage>;
}

/** `class Search extends StructuredTool { name = '…'; description = '…'; schema = z.object({…}); _call(…) {…} }` */
function extendingTool(
  methods: readonly ClassMethod[],
  { module, owner, node, whole, base, usage }: Extending,
): ToolDraft | undefined {
  const method = working.map((each) => methods.find(({ name }) => name === each)).find((each) => each !== undefined);
  if (method === undefined) return undefined;
  const fields = new Map<string, SyntaxNode | undefined>();
  for (const part of node.child('body')?.named ?? []) {
    if (part.type.endsWith('field_definition'))
      fields.set(keyOf(part.child('name') ?? part.child('property')) ?? '', part.child('value'));
  }
  const shape = zodShape(fields.get('schema') ?? fields.get('parameters') ?? fields.get('inputSchema'), module);
  return scriptTool({
    ...{
      module,
      name: method.name,
      node: method.node,
      whole,
      usage: usage.get(`${owner}.${method.name}`),
      self: owner,
    },
    ...{
      access: undefined,
      callName: undefined,
      exported: [...module.exports.values()].includes(owner),
      provenance: base,
      also: ['state'],
    },
    given: {
      name: scriptString(fields.get('name'), module.lookUp) ?? owner,
      description: scriptString(fields.get('description'), module.lookUp) ?? docOf(whole).description,
      parameters: shape === undefined ? undefined : parametersOfSchema(shape, 'field'),
    },
  });
}
