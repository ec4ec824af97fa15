import { isJson } from '../literal';
import { anything, described } from '../schemas';
import type { ToolParameter } from '../../types';
import type { SyntaxNode } from '../syntaxNode';
import type { DocumentedParameter } from './docstring';
import { pythonLiteral } from './pythonLiteral';
import type { PythonModule } from './pythonModule';
import { annotationSchema } from './pythonTypes';

export interface PythonParameters {
  readonly parameters: readonly ToolParameter[];
  /** Arguments that the framework fills in: the model never sees them. */
  readonly injected: readonly string[];
}

/** Types of arguments that come from a framework. */
const injectedTypes =
  /^(?:\w+\.)*(Context|RunContext|RunContextWrapper|ToolContext|RunnableConfig|ToolRuntime|CallbackManager\w*|AsyncCallbackManager\w*|FunctionContext|KernelArguments|InvocationContext|Request)(\[|$)/;
const injectedMarks = /\b(InjectedToolArg|InjectedState|InjectedStore|InjectedToolCallId|Depends)\b/;

export interface ParameterOptions {
  readonly documented: ReadonlyMap<string, DocumentedParameter>;
  /** `self` and `cls` are no parameters. */
  readonly isMethod: boolean;
  /** Whether a framework calls it, and may fill in arguments. */
  readonly isRegistered: boolean;
}

export function pythonParameters(
  definition: SyntaxNode,
  module: PythonModule,
  { documented, isMethod, isRegistered }: ParameterOptions,
): PythonParameters {
  const parameters: ToolParameter[] = [];
  const injected: string[] = [];
  let passing: ToolParameter['passing'];
  const nodes = definition.child('parameters')?.named ?? [];
  for (const [at, node] of nodes.entries()) {
    if (node.type === 'positional_separator') {
      for (const [index, each] of parameters.entries()) parameters[index] = { ...each, passing: 'positional' };
      continue;
    }
    if (node.type === 'keyword_separator') {
      passing = 'keyword';
      continue;
    }
    const read = partsOf(node);
    if (read === undefined || (isMethod && at === 0)) continue;
    const { name, type, value, kind } = read;
    if (isRegistered && type !== undefined && (injectedTypes.test(type.text) || injectedMarks.test(type.text))) {
      injected.push(name);
      continue;
    }
    const documentation = documented.get(name);
    parameters.push(parameterOf({ name, type, value, kind: kind ?? passing, documentation }, module));
    if (kind === 'rest') passing = 'keyword';
  }
  return { parameters, injected };
}

interface Parts {
  readonly name: string;
  readonly type: SyntaxNode | undefined;
  readonly value: SyntaxNode | undefined;
  readonly kind: ToolParameter['passing'];
}

function partsOf(node: SyntaxNode): Parts | undefined {
  const inner = node.type === 'typed_parameter' ? node.named[0] : node;
  const type = node.child('type');
  const value = node.child('value');
  switch (inner?.type) {
    case 'identifier':
      return { name: inner.text, type, value, kind: undefined };
    case 'default_parameter':
    case 'typed_default_parameter': {
      const name = inner.child('name')?.text;
      return name === undefined ? undefined : { name, type, value, kind: undefined };
    }
    case 'list_splat_pattern':
      return { name: inner.named[0]?.text ?? '', type, value, kind: 'rest' };
    case 'dictionary_splat_pattern':
      return { name: inner.named[0]?.text ?? '', type, value, kind: 'keywordRest' };
    default:
      return undefined;
  }
}

function parameterOf(
  { name, type, value, kind, documentation }: Parts & { readonly documentation: DocumentedParameter | undefined },
  module: PythonModule,
): ToolParameter {
  const scope = { module, within: [] };
  const written = type ?? (documentation?.type === undefined ? undefined : module.parseExpression(documentation.type));
  const own = annotationSchema(written, scope);
  const isMany = kind === 'rest' || kind === 'keywordRest';
  const schema = !isMany
    ? own
    : kind === 'rest'
      ? { type: 'array', ...(Object.keys(own).length === 0 ? {} : { items: own }) }
      : { type: 'object', ...(Object.keys(own).length === 0 ? {} : { additionalProperties: own }) };
  const known = pythonLiteral(value, module.lookUp);
  const typeText = type?.text ?? documentation?.type;
  const fromSchema =
    typeof schema.description === 'string' && schema.title === undefined ? schema.description : undefined;
  const description = documentation?.description === '' ? undefined : (documentation?.description ?? fromSchema);
  return {
    name,
    schema: written === undefined && !isMany ? anything : described(schema, undefined),
    ...(typeText === undefined ? {} : { type: typeText }),
    required: value === undefined && !isMany,
    ...(known !== undefined && isJson(known.value) ? { default: known.value } : {}),
    ...(description === undefined ? {} : { description }),
    ...(kind === undefined ? {} : { passing: kind }),
  };
}
