import { callGrammar, schemaValidator, type CallSyntax } from '../../functionCalling';
import type { ToolChoice, ToolDefinition } from '../../gateway/types';
import { RuntimeError } from '../../runtimeError';
import type { ChatFormat } from '../formats';

/** Which tools a request may call, and what holds the calls to their schemas. */
export interface CallPlan {
  /** Described in the prompt. */
  readonly shown: readonly ToolDefinition[];
  /** May be called. */
  readonly callable: readonly ToolDefinition[];
  /** undefined: calls are read and checked, but not held to anything. */
  readonly gbnf: string | undefined;
  readonly openings: readonly string[];
  readonly afterText: boolean;
  readonly required: boolean;
  /** For the caller: tools that are left out, and why. */
  readonly warnings: readonly string[];
}

const none: CallPlan = {
  shown: [],
  callable: [],
  gbnf: undefined,
  openings: [],
  afterText: false,
  required: false,
  warnings: [],
};

const mostCalls = 8;

/**
 * A tool with a bad schema is left out with a warning, and the request goes on without it.
 * @throws RuntimeError bad-request when a call is required and none can be made; model-unsupported when the model calls no tools
 */
export function planCalls(
  tools: readonly ToolDefinition[],
  choice: ToolChoice,
  { tools: support }: ChatFormat,
): CallPlan {
  if (tools.length === 0 || choice.kind === 'none') return none;
  if (support.kind === 'none') {
    throw new RuntimeError(
      'model-unsupported',
      `This model calls no tools here: ${support.reason}.`,
      'Choose another model, or ask without tools.',
    );
  }
  const { form } = support;
  const { usable, warnings } = usableTools(tools);
  const callable = choice.kind === 'tool' ? usable.filter(({ name }) => name === choice.name) : usable;
  const required = choice.kind === 'required' || choice.kind === 'tool';
  if (required && callable.length === 0) {
    const which = choice.kind === 'tool' ? `the tool ${choice.name}` : 'a tool';
    throw new RuntimeError(
      'bad-request',
      `A call of ${which} is required, and there is none that can be called. ${warnings.join(' ')}`.trim(),
      'Give a tool with a valid schema, or let the model choose.',
    );
  }
  if (callable.length === 0) return { ...none, warnings };
  return {
    shown: usable,
    callable,
    gbnf: form.syntax && grammarOf(callable, form.syntax, form.parallel ? mostCalls : 1),
    openings: form.openings,
    afterText: form.afterText,
    required,
    warnings,
  };
}

function usableTools(tools: readonly ToolDefinition[]): {
  readonly usable: readonly ToolDefinition[];
  readonly warnings: readonly string[];
} {
  const warnings: string[] = [];
  const names = new Set<string>();
  const usable = tools.filter(({ name, inputSchema }) => {
    const validator = schemaValidator(inputSchema);
    if (validator.kind === 'bad')
      warnings.push(`The tool ${name} is left out, because its schema is not valid: ${validator.reason}.`);
    else if (names.has(name)) warnings.push(`The tool ${name} is there twice; the first one counts.`);
    else return Boolean(names.add(name));
    return false;
  });
  return { usable, warnings };
}

/** The last ones: turns of a conversation have the same tools, and many tools take milliseconds. */
const grammars = new Map<string, string | undefined>();
const mostGrammars = 8;

function grammarOf(tools: readonly ToolDefinition[], syntax: CallSyntax, maxCalls: number): string | undefined {
  const key = JSON.stringify([syntax, maxCalls, tools.map(({ name, inputSchema }) => [name, inputSchema])]);
  const known = grammars.get(key);
  if (known !== undefined) return known;
  const options = { syntax, maxCalls, details: 'leave-out' } as const;
  const { refused } = callGrammar(tools, options);
  const names = new Set(refused.map(({ tool }) => tool));
  // What no grammar says is checked when the call is there; the name is held to all the same.
  const relaxed = tools.map((tool) => (names.has(tool.name) ? { ...tool, inputSchema: anyArguments } : tool));
  const { gbnf } = callGrammar(relaxed, options);
  grammars.set(key, gbnf);
  const [oldest] = grammars.keys();
  if (grammars.size > mostGrammars && oldest !== undefined) grammars.delete(oldest);
  return gbnf;
}

const anyArguments = { type: 'object', additionalProperties: true } as const;
