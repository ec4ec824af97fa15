import type { ToolDraft } from '../draft';
import type { ToolEffect, ToolKind, ToolParameter } from '../../types';
import type { SyntaxNode } from '../syntaxNode';
import type { Usage } from '../usage/usage';
import { type Jsdoc, parseJsdoc } from './jsdoc';
import { exampleCalls } from './scriptCalls';
import type { ScriptModule } from './scriptModule';
import { scopeOf, scriptParameters } from './scriptParameters';
import { parsedType, typeSchema } from './scriptTypes';

export interface ScriptFunction {
  readonly module: ScriptModule;
  readonly name: string;
  /** The function itself. */
  readonly node: SyntaxNode;
  /** Its declaration. */
  readonly whole: SyntaxNode;
  readonly usage: Usage | undefined;
  /** Of its module, which it is no helper of itself. */
  readonly self: string;
  /** undefined: nothing outside can reach it. */
  readonly access: string | undefined;
  /** How others call it. */
  readonly callName: string | undefined;
  readonly exported: boolean;
  readonly provenance: string;
  readonly also: readonly ToolEffect[];
  /** Told by a framework, instead of what the function says. */
  readonly given?: {
    readonly name?: string | undefined;
    readonly description?: string | undefined;
    readonly parameters?: readonly ToolParameter[] | undefined;
    readonly returns?: ToolDraft['returns'];
  };
}

export function scriptTool(options: ScriptFunction): ToolDraft {
  const { module, name, node, whole, access, given = {} } = options;
  const comment = commentBefore(whole);
  const doc = parseJsdoc(comment?.text);
  const start = comment?.start ?? whole.start;
  return {
    kind: kindOf(module.path),
    name: given.name ?? name,
    description: given.description ?? doc.description,
    parameters: given.parameters ?? scriptParameters(node, module, doc),
    returns: given.returns ?? returnsOf(node, module, doc),
    source: {
      path: module.path,
      start,
      end: whole.end,
      text: module.text.slice(start, whole.end),
      exported: options.exported,
      asynchronous: node.has('async'),
      ...(access === undefined ? {} : { access }),
    },
    provenance: options.provenance,
    deprecated: doc.deprecated,
    also: options.also,
    usage: options.usage,
    self: options.self,
    callName: options.callName,
    calls: exampleCalls(doc.examples, name, (text) => module.parseExpression(text)),
  };
}

export function kindOf(path: string): ToolKind {
  return /\.[cm]?tsx?$/.test(path) ? 'typescript' : 'javascript';
}

/** The documentation comment that stands right before a declaration. */
export function commentBefore(whole: SyntaxNode): SyntaxNode | undefined {
  const siblings = whole.parent?.children ?? [];
  for (let at = siblings.indexOf(whole) - 1; at >= 0; at--) {
    const each = siblings[at]!;
    if (each.type === 'decorator') continue;
    return each.type === 'comment' && each.text.startsWith('/**') ? each : undefined;
  }
  return undefined;
}

export function docOf(whole: SyntaxNode): Jsdoc {
  return parseJsdoc(commentBefore(whole)?.text);
}

function returnsOf(node: SyntaxNode, module: ScriptModule, doc: Jsdoc): ToolDraft['returns'] {
  const type = node.child('return_type');
  const written = type ?? parsedType(doc.returns?.type, module);
  const text = type?.named[0]?.text ?? doc.returns?.type;
  const description = doc.returns?.description ?? '';
  const schema = typeSchema(written, scopeOf(node, module));
  if (text === undefined && description === '') return undefined;
  return {
    ...(Object.keys(schema).length === 0 ? {} : { schema }),
    ...(text === undefined ? {} : { type: text }),
    ...(description === '' ? {} : { description }),
  };
}
