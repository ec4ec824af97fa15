/** Tools that a module only declares: `Tool(name=…, inputSchema=…)` of MCP's low-level server, and schemas as dictionaries. */
import type { ToolDraft } from '../draft';
import { isJson, isPlainObject } from '../literal';
import { readToolEntry } from '../lists/readToolEntry';
import type { JsonSchema } from '../../types';
import type { SyntaxNode } from '../syntaxNode';
import { classSchema } from './classSchema';
import { pythonLiteral, pythonString } from './pythonLiteral';
import type { PythonModule } from './pythonModule';
import { parametersOfSchema } from '../schemas';

/** @param known names of tools with code: a schema of the same name is theirs */
export function schemaTools(module: PythonModule, known: ReadonlySet<string>): readonly ToolDraft[] {
  const tools = new Map<string, ToolDraft>();
  for (const node of module.root.walk()) {
    const draft =
      node.type === 'call' ? declared(node, module) : node.type === 'dictionary' ? written(node, module) : undefined;
    if (draft !== undefined && !known.has(draft.name) && !tools.has(draft.name)) tools.set(draft.name, draft);
  }
  return [...tools.values()];
}

/** `types.Tool(name="…", description="…", inputSchema={…} or Model.model_json_schema())` */
function declared(call: SyntaxNode, module: PythonModule): ToolDraft | undefined {
  if (!/(^|\.)Tool$/.test(call.child('function')?.text ?? '')) return undefined;
  const given = new Map(
    (call.child('arguments')?.named ?? []).map((each) => [each.child('name')?.text ?? '', each.child('value')]),
  );
  const name = pythonString(given.get('name'), module.lookUp);
  const schema = schemaOf(given.get('inputSchema'), module);
  if (name === undefined || schema === undefined) return undefined;
  const description = pythonString(given.get('description'), module.lookUp) ?? '';
  return schemaDraft(call, module, {
    name,
    description,
    parameters: parametersOfSchema(schema),
    provenance: 'mcp.Tool',
  });
}

function schemaOf(node: SyntaxNode | undefined, module: PythonModule): JsonSchema | undefined {
  const maker =
    node?.type === 'call' ? /^(\w+)\.(model_json_schema|schema)$/.exec(node.child('function')?.text ?? '') : null;
  const own = maker === null ? undefined : module.class(maker[1]!);
  if (own !== undefined) return classSchema(own, { module, within: [own.name] });
  const value = pythonLiteral(node, module.lookUp)?.value;
  return isPlainObject(value) && isJson(value) ? value : undefined;
}

function written(node: SyntaxNode, module: PythonModule): ToolDraft | undefined {
  // Cheap to look at before it is read: most dictionaries are something else.
  const hasName = node.named.some((each) => /^["'](name|function)["']$/.test(each.child('key')?.text ?? ''));
  if (!hasName) return undefined;
  const value = pythonLiteral(node, module.lookUp)?.value;
  const entry = isJson(value) ? readToolEntry(value) : undefined;
  return entry?.outcome === 'tool' ? schemaDraft(node, module, entry.tool) : undefined;
}

function schemaDraft(
  node: SyntaxNode,
  module: PythonModule,
  { name, description, parameters, provenance }: Pick<ToolDraft, 'name' | 'description' | 'parameters' | 'provenance'>,
): ToolDraft {
  const { start, end, text } = node;
  return {
    ...{ kind: 'schema', name, description, parameters, provenance, returns: undefined, deprecated: false, also: [] },
    source: { path: module.path, start, end, text, exported: false, asynchronous: false },
    ...{ usage: undefined, self: undefined, callName: undefined, calls: [] },
  };
}
