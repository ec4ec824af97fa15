/** How Python frameworks say that a function is a tool: decorators and registry calls. */
import type { JsonSchema } from '../../types';
import type { SyntaxNode } from '../syntaxNode';
import { classSchema, decoratorName } from './classSchema';
import { pythonString } from './pythonLiteral';
import type { PythonModule } from './pythonModule';
import { lastPart, writtenSchema } from './pythonTypes';

/** What a framework is told about a function. */
export interface Registration {
  /** `@tool`, `StructuredTool.from_function`, … */
  readonly provenance: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** Of its arguments, where it is given apart from the function. */
  readonly schema: JsonSchema | undefined;
}

/**
 * Decorators by their last part: LangChain, smolagents, CrewAI, LlamaIndex, MCP (`mcp.tool`), OpenAI Agents (`function_tool`),
 * Semantic Kernel, pydantic-ai (`agent.tool`, `agent.tool_plain`), AutoGen, Anthropic (`beta_tool`), and common names of registries.
 */
const decorators: ReadonlySet<string> = new Set([
  ...['tool', 'tools', 'tool_plain', 'function_tool', 'kernel_function', 'sk_function', 'beta_tool', 'beta_async_tool'],
  ...[
    'register_for_llm',
    'register_for_execution',
    'register_tool',
    'tool_function',
    'ai_function',
    'ai_callable',
    'llm_tool',
  ],
  ...['register_function', 'agent_tool', 'mcp_tool', 'as_tool', 'function_call', 'openai_function', 'action', 'skill'],
]);

/** Decorators that change nothing about what a call gives. */
const transparent: ReadonlySet<string> = new Set([
  ...[
    'staticmethod',
    'classmethod',
    'lru_cache',
    'cache',
    'wraps',
    'override',
    'final',
    'deprecated',
    'abstractmethod',
    'no_type_check',
  ],
  ...[
    'dataclass',
    'runtime_checkable',
    'total_ordering',
    'validate_call',
    'contextmanager',
    'njit',
    'jit',
    'typechecked',
  ],
]);

/** Functions that are no tools of their own. */
const excluded: ReadonlySet<string> = new Set([
  ...[
    'overload',
    'property',
    'setter',
    'getter',
    'deleter',
    'fixture',
    'cached_property',
    'validator',
    'field_validator',
  ],
  ...['model_validator', 'root_validator', 'hookimpl', 'register'],
]);

export function isExcluded(marks: readonly SyntaxNode[]): boolean {
  return marks.some((each) => excluded.has(lastPart(decoratorName(each))));
}

/** Whether something that is not known is wrapped around the function. */
export function isWrapped(marks: readonly SyntaxNode[], module: PythonModule): boolean {
  return marks.some((each) => {
    const name = lastPart(decoratorName(each));
    // A decorator of the module itself is followed as a helper.
    return !decorators.has(name) && !transparent.has(name) && !module.definitions.has(name);
  });
}

/** Of a function's decorators. */
export function decorated(marks: readonly SyntaxNode[], module: PythonModule): Registration | undefined {
  for (const mark of marks) {
    const dotted = decoratorName(mark);
    const called = mark.named[0]?.type === 'call' ? mark.named[0].child('function') : undefined;
    // `@agent.register_for_llm(description="…")`, and `@registry.register("name")(…)`.
    const name = lastPart(called?.type === 'call' ? (called.child('function')?.text ?? '') : dotted);
    if (!decorators.has(name)) continue;
    const given = called === undefined ? [] : (mark.named[0]?.child('arguments')?.named ?? []);
    return registration(`@${dotted}`, given, module, true);
  }
  return undefined;
}

/** Calls that make a tool of a function, with where the function stands among the arguments. */
const makers: ReadonlyMap<string, readonly string[]> = new Map([
  ['StructuredTool.from_function', ['func', 'coroutine', '0']],
  ['Tool.from_function', ['func', 'fn', '0']],
  ['Tool', ['func', 'function', '0', '1']],
  ['StructuredTool', ['func', 'coroutine']],
  ['FunctionTool.from_defaults', ['fn', 'async_fn', '0']],
  ['FunctionTool', ['func', '0']],
  ['KernelFunction.from_method', ['method', '0']],
  ['KernelFunctionFromMethod', ['method', '0']],
  ['register_function', ['0', 'f']],
  ['add_tool', ['0', 'fn', 'func']],
  ['function_tool', ['0']],
  ['tool', ['0']],
]);

/** Arguments that list functions as tools: `Agent(tools=[f, g])`, `model.bind_tools([f])`. */
const listing = /^(bind_tools|bind_functions|create_react_agent|ToolNode)$/;

export interface RegisteredFunction extends Registration {
  /** The function's name in the module. */
  readonly function: string;
}

/** What a call registers. */
export function registered(call: SyntaxNode, module: PythonModule): readonly RegisteredFunction[] {
  const dotted = call.child('function')?.text ?? '';
  const parts = dotted.split('.');
  const given = call.child('arguments')?.named ?? [];
  const found: RegisteredFunction[] = [];
  for (const maker of [parts.slice(-2).join('.'), parts.at(-1) ?? '']) {
    const places = makers.get(maker);
    if (places === undefined || !isMaker(maker, parts, module)) continue;
    for (const place of places) {
      const node = argumentAt(given, place);
      if (node?.type !== 'identifier' || module.definitions.get(node.text)?.kind !== 'function') continue;
      return [{ function: node.text, ...registration(maker, given, module, maker !== 'Tool') }];
    }
  }
  for (const each of given) {
    const isNamed = each.type === 'keyword_argument' && /^(tools|functions)$/.test(each.child('name')?.text ?? '');
    const list = isNamed ? each.child('value') : listing.test(parts.at(-1) ?? '') ? each : undefined;
    if (list?.type !== 'list') continue;
    for (const { type, text } of list.named) {
      if (type !== 'identifier' || module.definitions.get(text)?.kind !== 'function') continue;
      const provenance = isNamed ? `tools=` : (parts.at(-1) ?? '');
      found.push({ function: text, provenance, name: undefined, description: undefined, schema: undefined });
    }
  }
  return found;
}

/** `tool(f)` is a framework's only where it was imported; `x.tool(f)` and classes are taken at their word. */
function isMaker(maker: string, parts: readonly string[], module: PythonModule): boolean {
  if (maker !== 'tool' && maker !== 'function_tool' && maker !== 'register_function') return true;
  return parts.length > 1 || module.imports.has(maker);
}

function argumentAt(given: readonly SyntaxNode[], place: string): SyntaxNode | undefined {
  const index = Number(place);
  if (!Number.isNaN(index)) {
    const node = given[index];
    return node?.type === 'keyword_argument' ? undefined : node;
  }
  return given.find((each) => each.child('name')?.text === place)?.child('value');
}

function registration(
  provenance: string,
  given: readonly SyntaxNode[],
  module: PythonModule,
  mayHavePositionalName: boolean,
): Registration {
  const named = (...names: readonly string[]): SyntaxNode | undefined =>
    given
      .find((each) => each.type === 'keyword_argument' && names.includes(each.child('name')?.text ?? ''))
      ?.child('value');
  const first = mayHavePositionalName && given[0]?.type === 'string' ? given[0] : undefined;
  const schemaNode = named('args_schema', 'input_schema', 'fn_schema', 'parameters', 'schema');
  const own = schemaNode?.type === 'identifier' ? module.class(schemaNode.text) : undefined;
  const schema =
    own === undefined ? writtenSchema(schemaNode, module) : classSchema(own, { module, within: [own.name] });
  return {
    provenance,
    name: pythonString(named('name', 'name_override', 'tool_name', 'api_name') ?? first, module.lookUp),
    description: pythonString(named('description', 'description_override', 'desc'), module.lookUp),
    schema: schema?.type === 'object' ? schema : undefined,
  };
}
