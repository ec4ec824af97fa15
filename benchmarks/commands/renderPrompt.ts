/** `whetstone render-prompt`: the exact bytes that a model gets for messages and tools. */
import { Option, type Command } from 'commander';
import { createHash } from 'node:crypto';
import { BadFormError, openAiConversation, promptText, xlamFamilies, xlamPrompt } from '../../runtime/functionCalling';
import type { XlamFamily } from '../../runtime/functionCalling';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { readUserJson } from '../core/userJson';

interface RenderOptions {
  readonly family: XlamFamily;
  readonly messages: string;
  readonly tools?: string;
  readonly json?: true;
}

export function addRenderPromptCommand(program: Command, output: CommandOutput): void {
  program
    .command('render-prompt')
    .description('the exact prompt of a tool-calling model, without a line end after it')
    .addOption(new Option('--family <name>', 'form of the prompt').choices(xlamFamilies).makeOptionMandatory())
    .requiredOption('--messages <file>', "JSON: messages as in OpenAI's chat completions")
    .option('--tools <file>', 'JSON: tools, bare or wrapped in {"type": "function", "function": ...}')
    .option('--json', 'print one JSON document: {family, prompt, bytes, sha256}')
    .action(async ({ family, messages, tools, json }: RenderOptions) => {
      const prompt = await rendered(family, messages, tools);
      if (json !== true) return output.text(prompt);
      const bytes = Buffer.from(prompt);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      output.answer(true, { family, prompt, bytes: bytes.length, sha256 }, () => prompt);
    });
}

async function rendered(family: XlamFamily, messages: string, tools: string | undefined): Promise<string> {
  const given = await readUserJson(messages);
  const definitions = tools === undefined ? undefined : await readUserJson(tools);
  try {
    return promptText(xlamPrompt(openAiConversation(given, definitions), family));
  } catch (error) {
    if (error instanceof BadFormError) throw new BadInputError(error.message, { cause: error });
    throw error;
  }
}
