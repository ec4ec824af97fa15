/** Functions inside functions that a framework is told about: `def serve(): @mcp.tool() def add(…)`. */
import type { ToolDraft } from '../draft';
import { decorated } from './frameworks';
import { functionTool } from './functionTool';
import { isDecorator, type PythonModule } from './pythonModule';
import { type MethodIndex, pythonUsage } from './pythonUsage';

export function nestedTools(module: PythonModule, methods: MethodIndex): readonly ToolDraft[] {
  const known = new Set([...module.definitions.values()].map(({ whole }) => whole));
  const tools: ToolDraft[] = [];
  for (const whole of module.root.walk()) {
    if (whole.type !== 'decorated_definition' || known.has(whole)) continue;
    const node = whole.child('definition');
    const name = node?.type === 'function_definition' ? node.child('name')?.text : undefined;
    // Methods are found by their class.
    const isInClass = whole.parent?.parent?.type === 'class_definition';
    if (node === undefined || name === undefined || isInClass) continue;
    const decorators = whole.named.filter(isDecorator);
    if (decorated(decorators, module) === undefined) continue;
    const tool = functionTool({
      module,
      definition: { kind: 'function', name, node, whole, decorators },
      owner: undefined,
      registration: undefined,
      usage: pythonUsage(whole, { module, methods, owner: undefined }),
      isNested: true,
    });
    if (tool !== undefined) tools.push(tool);
  }
  return tools;
}
