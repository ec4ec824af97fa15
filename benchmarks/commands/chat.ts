/** `whetstone chat`: one answer of a model to messages, with tools that it may call. */
import type { Command } from 'commander';
import { BadFormError, openAiConversation } from '../../runtime/functionCalling';
import type { GenerateRequest, Json, ToolChoice, Usage } from '../../runtime/gateway/types';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { readUserJson } from '../core/userJson';
import { gatewayMessages, gatewayTool } from '../functionCalling/gatewayMessages';
import { openCommandGateway } from './commandGateway';
import { integer } from './optionValues';

interface ChatOptions {
  readonly model: string;
  readonly messages: string;
  readonly tools?: string;
  readonly toolChoice?: string;
  readonly maxTokens?: number;
  readonly seed?: number;
  readonly config?: string;
  readonly json?: true;
}

export function addChatCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  program
    .command('chat')
    .description('let a model answer messages, or call tools; nothing that it calls is run')
    .requiredOption('--model <id>', 'a model of the gateway, auto, local, or the path of a GGUF file')
    .requiredOption('--messages <file>', "JSON: messages as in OpenAI's chat completions")
    .option('--tools <file>', 'JSON: tools, bare or wrapped in {"type": "function", "function": ...}')
    .option('--tool-choice <choice>', 'auto, none, required, or the name of a tool; default auto')
    .option('--max-tokens <n>', 'of the answer', integer(1, 1_000_000))
    .option('--seed <n>', 'the same answer again, where the model can', integer(0, 2 ** 31 - 1))
    .option('--config <file>', 'settings of the gateway (JSON); default: the vendors whose keys are set, and Ollama')
    .option('--json', 'print one JSON document: {model, content, toolCalls, usage, finish, cost, warnings}')
    .action(async (options: ChatOptions) => {
      const request = await requestOf(options);
      const opened = await openCommandGateway(options.model, options.config, output);
      try {
        await answer(
          opened.gateway.generate({ ...request, model: opened.model }, signal),
          options.json === true,
          output,
        );
      } finally {
        await opened.close();
      }
    });
}

type Events = ReturnType<Awaited<ReturnType<typeof openCommandGateway>>['gateway']['generate']>;

interface ChatAnswer {
  readonly model: string;
  readonly content: string;
  readonly toolCalls: readonly { readonly name: string; readonly arguments: Json }[];
  readonly usage: Usage;
  readonly finish: string;
  /** Micro-dollars. */
  readonly cost: number;
  readonly reasoning: string;
  readonly warnings: readonly string[];
}

async function answer(events: Events, json: boolean, output: CommandOutput): Promise<void> {
  const said = { content: '', reasoning: '' };
  const toolCalls: { readonly name: string; readonly arguments: Json }[] = [];
  const warnings: string[] = [];
  for await (const event of events) {
    switch (event.type) {
      case 'text':
        said.content += event.text;
        if (!json) output.text(event.text);
        break;
      case 'reasoning':
        said.reasoning += event.text;
        break;
      case 'tool-call':
        toolCalls.push({ name: event.name, arguments: event.input });
        break;
      case 'warning':
        warnings.push(event.message);
        output.log(`whetstone: ${event.message}`);
        break;
      case 'finish': {
        const { model, usage, finish, cost } = event;
        const whole: ChatAnswer = { model, ...said, toolCalls, usage, finish, cost, warnings };
        if (json) output.answer(true, whole, () => '');
        else output.text(textOf(whole));
        break;
      }
      default:
        break;
    }
  }
}

function textOf({ content, toolCalls }: ChatAnswer): string {
  const calls = toolCalls.map((call) => `${call.name} ${JSON.stringify(call.arguments)}\n`);
  return `${content === '' || content.endsWith('\n') ? '' : '\n'}${calls.join('')}`;
}

async function requestOf(options: ChatOptions): Promise<Omit<GenerateRequest, 'model'>> {
  const messages = await readUserJson(options.messages);
  const definitions = options.tools === undefined ? undefined : await readUserJson(options.tools);
  try {
    const conversation = openAiConversation(messages, definitions);
    const tools = conversation.tools.map(gatewayTool);
    const choice = options.toolChoice === undefined ? undefined : choiceOf(options.toolChoice, tools);
    return {
      messages: gatewayMessages(conversation),
      ...(tools.length > 0 && { tools }),
      toolChoice: choice,
      maxOutputTokens: options.maxTokens,
      seed: options.seed,
      purpose: tools.length > 0 ? 'tool-use' : 'chat',
    };
  } catch (error) {
    if (error instanceof BadFormError) throw new BadInputError(error.message, { cause: error });
    throw error;
  }
}

function choiceOf(choice: string, tools: readonly { readonly name: string }[]): ToolChoice {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return { kind: choice };
  if (tools.some(({ name }) => name === choice)) return { kind: 'tool', name: choice };
  throw new BadInputError(`--tool-choice: there is no tool ${choice}. Give auto, none, required, or a tool's name.`);
}
