/** How frameworks of JavaScript are told about tools: MCP, AI SDK, LangChain, LlamaIndex, OpenAI Agents, Mastra, FastMCP, and plain objects. */
import { isJson, isPlainObject } from '../literal';
import { readToolEntry } from '../lists/readToolEntry';
import { parametersOfSchema } from '../schemas';
import type { JsonSchema, ToolParameter } from '../../types';
import type { SyntaxNode } from '../syntaxNode';
import { bare, keyOf, scriptLiteral, scriptString } from './scriptLiteral';
import { functionTypes, type ScriptModule } from './scriptModule';
import { typeSchema } from './scriptTypes';
import { zodShape } from './zodSchema';

export interface ScriptRegistration {
  readonly provenance: string;
  readonly name: string;
  readonly description: string;
  /** undefined: the function's own. */
  readonly parameters: readonly ToolParameter[] | undefined;
  readonly output: JsonSchema | undefined;
  /** The function that does the work; undefined: none is seen. */
  readonly handler: SyntaxNode | undefined;
  /** What is the tool's text. */
  readonly whole: SyntaxNode;
}

const registerCalls = /^(registerTool|registerToolTask|tool|addTool)$/;
const makers =
  /^(tool|dynamicTool|createTool|defineTool|zodFunction|betaZodTool|betaTool|zodResponsesFunction|DynamicStructuredTool|DynamicTool|StructuredTool|FunctionTool|Tool|aiFunction|createAIFunction|serverTool|toolDefinition)$/;
const schemaKeys = ['inputSchema', 'parameters', 'schema', 'input_schema', 'input', 'args'];
const workKeys = [
  'execute',
  'handler',
  'run',
  'func',
  'invoke',
  'call',
  'callback',
  'function',
  'implementation',
  'action',
];

/** What a call or an object registers; undefined for nearly all. */
export function registrationOf(node: SyntaxNode, module: ScriptModule): ScriptRegistration | undefined {
  if (node.type === 'call_expression') return registerCall(node, module);
  return node.type === 'object' ? toolObject(node, module) : undefined;
}

/** `server.registerTool(name, config, handler)`, and the older `server.tool(name, description?, shape?, annotations?, handler)`. */
function registerCall(node: SyntaxNode, module: ScriptModule): ScriptRegistration | undefined {
  const callee = bare(node.child('function'));
  const method = callee?.type === 'member_expression' ? (callee.child('property')?.text ?? '') : '';
  if (!registerCalls.test(method)) return undefined;
  const [first, ...rest] = node.child('arguments')?.named ?? [];
  const name = scriptString(first, module.lookUp);
  if (name === undefined) return undefined;
  const isOld = method === 'tool' || method === 'addTool';
  const last = rest.at(-1);
  const handler = resolved(last, module);
  if (isOld) {
    if (rest.length === 0 || (handler === undefined && bare(last)?.type !== 'identifier')) return undefined;
    const description = rest.map((each) => scriptString(each, module.lookUp)).find((each) => each !== undefined) ?? '';
    const shape = rest
      .slice(0, -1)
      .map((each) => zodShape(each, module))
      .find((each) => each !== undefined && Object.keys(each.properties ?? {}).length > 0);
    const parameters = shape === undefined ? [] : parametersOfSchema(shape, 'field');
    return { provenance: method, name, description, parameters, output: undefined, handler, whole: node };
  }
  const config = configOf(rest[0], module);
  if (config === undefined) return undefined;
  const { fields, from } = config;
  const description =
    scriptString(fields.get('description'), from.lookUp) ?? scriptString(fields.get('title'), from.lookUp) ?? '';
  const input = fields.get('inputSchema');
  const schema = input === undefined ? { type: 'object', properties: {} } : schemaOf(input, from);
  const output = fields.get('outputSchema');
  return {
    provenance: method,
    name,
    description,
    parameters: schema === undefined ? undefined : parametersOfSchema(schema, 'field'),
    output: output === undefined ? undefined : schemaOf(output, from),
    handler: bare(last)?.type === 'object' ? memberFunction(bare(last)!, module) : handler,
    whole: node,
  };
}

interface Config {
  readonly fields: ReadonlyMap<string, SyntaxNode>;
  /** The module that the object stands in. */
  readonly from: ScriptModule;
}

function configOf(given: SyntaxNode | undefined, module: ScriptModule): Config | undefined {
  const node = bare(given);
  if (node?.type === 'object') return { fields: fieldsOf(node, module), from: module };
  if (node?.type !== 'identifier') return undefined;
  const found = module.find(node.text);
  const value = found?.definition.kind === 'value' ? bare(found.definition.node) : undefined;
  return found !== undefined && value?.type === 'object'
    ? { fields: fieldsOf(value, found.module), from: found.module }
    : undefined;
}

function fieldsOf(node: SyntaxNode, module: ScriptModule): ReadonlyMap<string, SyntaxNode> {
  const fields = new Map<string, SyntaxNode>();
  for (const part of node.named) {
    if (part.type === 'shorthand_property_identifier') fields.set(part.text, part);
    else if (part.type === 'spread_element') {
      for (const [key, each] of configOf(part.named[0], module)?.fields ?? []) fields.set(key, each);
    } else {
      const key = keyOf(part.child(part.type === 'pair' ? 'key' : 'name'), module.lookUp);
      const value = part.type === 'pair' ? part.child('value') : part;
      if (key !== undefined && value !== undefined) fields.set(key, value);
    }
  }
  return fields;
}

/** An object with a description and a schema, given to a framework's function or standing alone with a name. */
function toolObject(node: SyntaxNode, module: ScriptModule): ScriptRegistration | undefined {
  if (
    !node.named.some(
      (part) => schemaKeys.includes(part.child('key')?.text ?? part.text) || part.child('key')?.text === 'function',
    )
  ) {
    return undefined;
  }
  const fields = fieldsOf(node, module);
  const outer = makerAround(node);
  if (outer === undefined && !fields.has('name') && !fields.has('function')) return undefined;
  const listed = outer === undefined ? listedTool(node, module) : undefined;
  if (listed !== undefined) return { ...listed, output: undefined, handler: memberFunction(node, module), whole: node };
  const input = schemaKeys.map((key) => fields.get(key)).find((each) => each !== undefined);
  const description = scriptString(fields.get('description'), module.lookUp);
  const name = nameOf(fields, node, outer?.call, module);
  if (input === undefined || name === undefined || (description === undefined && outer === undefined)) return undefined;
  const schema = schemaOf(shorthandValue(input, module), module);
  if (schema === undefined && outer === undefined) return undefined;
  const sibling = outer?.call.child('arguments')?.named.find((each) => resolved(each, module) !== undefined);
  const output = fields.get('outputSchema');
  return {
    provenance: outer?.maker ?? 'object',
    name,
    description: description ?? '',
    parameters: schema === undefined ? undefined : parametersOfSchema(schema, 'field'),
    output: output === undefined ? undefined : schemaOf(output, module),
    handler: memberFunction(node, module) ?? resolved(sibling, module),
    whole: outer?.call ?? node,
  };
}

/** The framework's call that an object is given to: `tool({…})`, `tool(fn, {…})`, `new DynamicStructuredTool({…})`, `server.addTool({…})`. */
function makerAround(node: SyntaxNode): { readonly call: SyntaxNode; readonly maker: string } | undefined {
  const call = node.parent?.type === 'arguments' ? node.parent.parent : undefined;
  const callee = bare(call?.child('function') ?? call?.child('constructor'));
  if (call === undefined || callee === undefined) return undefined;
  const name = callee.type === 'member_expression' ? (callee.child('property')?.text ?? '') : callee.text;
  if (makers.test(name) || name === 'addTool') return { call, maker: name };
  return callee.text === 'FunctionTool.from' ? { call, maker: callee.text } : undefined;
}

function listedTool(
  node: SyntaxNode,
  module: ScriptModule,
): Pick<ScriptRegistration, 'name' | 'description' | 'parameters' | 'provenance'> | undefined {
  const literal = scriptLiteral(node, module.lookUp)?.value;
  const entry = literal !== undefined && isJson(literal) ? readToolEntry(literal) : undefined;
  return entry?.outcome === 'tool' ? entry.tool : undefined;
}

function nameOf(
  fields: ReadonlyMap<string, SyntaxNode>,
  node: SyntaxNode,
  call: SyntaxNode | undefined,
  module: ScriptModule,
): string | undefined {
  for (const key of ['name', 'id']) {
    const name = scriptString(shorthandValue(fields.get(key), module), module.lookUp);
    if (name !== undefined) return name;
  }
  // AI SDK: the key in the object of tools, or the constant.
  let at = (call ?? node).parent;
  while (at !== undefined && /^(parenthesized_expression|as_expression|satisfies_expression)$/.test(at.type))
    at = at.parent;
  if (at?.type === 'pair') return keyOf(at.child('key'), module.lookUp);
  return at?.type === 'variable_declarator' ? at.child('name')?.text : undefined;
}

function shorthandValue(node: SyntaxNode | undefined, module: ScriptModule): SyntaxNode | undefined {
  if (node?.type !== 'shorthand_property_identifier') return node;
  return module.definitions.get(node.text)?.node ?? node;
}

/** zod, JSON Schema written out, `jsonSchema({…})`, `zodToJsonSchema(Schema)`, `z.toJSONSchema(Schema)`, `Type<…>`. */
function schemaOf(given: SyntaxNode | undefined, module: ScriptModule): JsonSchema | undefined {
  const node = bare(given);
  const literal = scriptLiteral(node, module.lookUp)?.value;
  if (isPlainObject(literal) && isJson(literal) && (literal.type !== undefined || literal.properties !== undefined))
    return literal;
  const zod = zodShape(node, module);
  if (zod !== undefined) return zod;
  if (node?.type === 'identifier') {
    const found = module.find(node.text);
    return found?.definition.kind === 'value' ? schemaOf(found.definition.node, found.module) : undefined;
  }
  if (node?.type !== 'call_expression') return undefined;
  const callee = node.child('function')?.text ?? '';
  const [first] = node.child('arguments')?.named ?? [];
  const type = node.child('type_arguments')?.named[0];
  if (type !== undefined && first === undefined) return typeSchema(type, { module, within: [] });
  const isWrapped =
    /(^|\.)(jsonSchema|zodToJsonSchema|toJSONSchema|zodSchema|asSchema|valibotSchema|toJsonSchema|lazySchema)$/.test(
      callee,
    );
  return isWrapped && first !== undefined ? schemaOf(first, module) : undefined;
}

/** `{ execute: async (…) => … }`, `{ execute(…) { … } }`, `{ execute }`. */
function memberFunction(node: SyntaxNode, module: ScriptModule): SyntaxNode | undefined {
  for (const part of node.named) {
    const isShort = part.type === 'shorthand_property_identifier';
    const key = isShort ? part.text : keyOf(part.child(part.type === 'pair' ? 'key' : 'name'));
    if (key === undefined || !(workKeys.includes(key) || key === 'createTask')) continue;
    if (part.type === 'method_definition') return part;
    const found = resolved(isShort ? part : part.child('value'), module);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A function that is written out, or a name of one. */
function resolved(given: SyntaxNode | undefined, module: ScriptModule): SyntaxNode | undefined {
  const node = bare(given);
  if (node === undefined) return undefined;
  if (functionTypes.has(node.type)) return node;
  if (node.type !== 'identifier' && node.type !== 'shorthand_property_identifier') return undefined;
  const definition = module.definitions.get(node.text);
  return definition?.kind === 'function' ? definition.node : undefined;
}
