/** Tools that classes are: static methods, methods with a framework's mark, and classes that extend a framework's tool. */
import type { ToolDraft } from '../draft';
import { isJson, isPlainObject } from '../literal';
import { objectOf, parametersOfSchema } from '../schemas';
import type { JsonSchema } from '../../types';
import type { Usage } from '../usage/usage';
import { basesOf, classSchema, decoratorName, docstringOf } from './classSchema';
import { parseDocstring } from './docstring';
import { decorated, isExcluded, type Registration } from './frameworks';
import { functionTool } from './functionTool';
import { pythonLiteral, pythonString } from './pythonLiteral';
import { assignmentsIn, isDecorator, methodsOf, type PythonDefinition, type PythonModule } from './pythonModule';
import { lastPart } from './pythonTypes';

/** What classes of tools extend: LangChain, CrewAI, smolagents, LlamaIndex, AutoGen, Haystack, Agno, and the names people choose. */
const toolBases =
  /^(BaseTool|Tool|StructuredTool|BaseToolSpec|ToolSpec|AbstractTool|PipelineTool|FunctionTool|BaseTool\[.*\])$/;
const toolkits = /(Tools|Toolkit|ToolSpec|Toolset|Plugin|Skills?)$/;
/** What such a class calls the method that does the work. */
const working = ['_run', 'forward', 'run', '__call__', 'call', 'execute', '_arun', 'arun'];

export function toolsOfClass(
  definition: PythonDefinition,
  module: PythonModule,
  usage: ReadonlyMap<string, Usage>,
): readonly ToolDraft[] {
  const { name: owner, node } = definition;
  const bases = basesOf(node).map((each) => lastPart(module.qualified(each)));
  const isTool = bases.some((each) => toolBases.test(each));
  if (isTool && !bases.includes('BaseToolSpec')) {
    const tool = classTool(definition, module, usage);
    if (tool !== undefined) return [tool];
  }
  const isToolkit = toolkits.test(owner) || bases.some((each) => toolkits.test(each));
  const listed = listedFunctions(definition, module);
  const tools: ToolDraft[] = [];
  for (const { name, node: method, whole } of methodsOf(node)) {
    const decorators = whole === method ? [] : whole.named.filter(isDecorator);
    if (isExcluded(decorators)) continue;
    const isStatic = decorators.some((each) => decoratorName(each) === 'staticmethod');
    const isListed = listed?.has(name) === true;
    const isPublic = !name.startsWith('_');
    const wanted =
      decorated(decorators, module) !== undefined ||
      isListed ||
      (isPublic && (isStatic || (isToolkit && listed === undefined)));
    if (!wanted) continue;
    const registration: Registration | undefined = isListed
      ? { provenance: 'spec_functions', name: undefined, description: undefined, schema: undefined }
      : undefined;
    const tool = functionTool({
      module,
      definition: { kind: 'function', name, node: method, whole, decorators },
      owner,
      registration,
      usage: usage.get(`${owner}.${name}`),
    });
    if (tool !== undefined) tools.push(tool);
  }
  return tools;
}

/** `spec_functions` of LlamaIndex names the methods that are tools. */
function listedFunctions({ node }: PythonDefinition, module: PythonModule): ReadonlySet<string> | undefined {
  const found = assignmentsIn(node).find(({ left }) => left.text === 'spec_functions');
  const value = pythonLiteral(found?.right, module.lookUp)?.value;
  return Array.isArray(value) ? new Set(value.flatMap((each) => (typeof each === 'string' ? [each] : []))) : undefined;
}

/** One tool for a class with `name`, `description` and a method that does the work. */
function classTool(
  definition: PythonDefinition,
  module: PythonModule,
  usage: ReadonlyMap<string, Usage>,
): ToolDraft | undefined {
  const { name: owner, node, whole } = definition;
  const methods = methodsOf(node);
  const method = working.map((each) => methods.find(({ name }) => name === each)).find((each) => each !== undefined);
  if (method === undefined) return undefined;
  const attributes = new Map(assignmentsIn(node).map(({ left, right }) => [left.text, right]));
  const schema = schemaOf(attributes.get('args_schema')?.text, module) ?? inputsOf(attributes, module);
  const tool = functionTool({
    module,
    definition: { kind: 'function', name: method.name, node: method.node, whole: method.whole, decorators: [] },
    owner,
    registration: {
      provenance: basesOf(node)[0] ?? 'Tool',
      name: pythonString(attributes.get('name'), module.lookUp) ?? owner,
      description:
        pythonString(attributes.get('description'), module.lookUp) ??
        parseDocstring(docstringOf(node) ?? '').description,
      schema,
    },
    usage: usage.get(`${owner}.${method.name}`),
  });
  if (tool?.source === undefined) return undefined;
  const { start, end, text } = whole;
  const declared = schema === undefined ? [] : parametersOfSchema(schema);
  const isOpen = tool.parameters.every(({ passing }) => passing === 'rest' || passing === 'keywordRest');
  return {
    ...tool,
    parameters: isOpen && declared.length > 0 ? declared : tool.parameters,
    source: { ...tool.source, start, end, text, exported: module.isPublic(owner) },
    callName: undefined,
  };
}

function schemaOf(name: string | undefined, module: PythonModule): JsonSchema | undefined {
  const own = name === undefined ? undefined : module.class(name);
  const schema = own === undefined ? undefined : classSchema(own, { module, within: [own.name] });
  return schema?.type === 'object' ? schema : undefined;
}

/** smolagents: `inputs = {"city": {"type": "string", "description": "…"}}`. */
function inputsOf(
  attributes: ReadonlyMap<string, Parameters<typeof pythonLiteral>[0]>,
  module: PythonModule,
): JsonSchema | undefined {
  const value = pythonLiteral(attributes.get('inputs'), module.lookUp)?.value;
  if (!isPlainObject(value) || !isJson(value) || !Object.values(value).every(isPlainObject)) return undefined;
  const inputs = value as Readonly<Record<string, JsonSchema>>;
  const required = Object.entries(inputs).flatMap(([name, { nullable }]) => (nullable === true ? [] : [name]));
  return objectOf(inputs, required);
}
