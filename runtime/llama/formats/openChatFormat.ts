import type { ChatFile } from '../chat/chatFile';
import type { ChatFormat, ToolSupport } from './chatFormat';
import { chatMlTemplate, hermesTemplate, plainTemplate } from './ownTemplates';
import { endsOf, toolSupportOf } from './selfTest';
import { TemplateFormat, type TemplateHabits } from './templateFormat';
import { xlamChatPrompt, xlamFamilyOf } from './xlamFormat';

/** What is tried, most usual first. */
const habits: readonly TemplateHabits[] = [
  { arguments: 'object', parallel: true },
  { arguments: 'object', parallel: false },
  { arguments: 'text', parallel: true },
  { arguments: 'text', parallel: false },
];

/**
 * The format of a model's conversations, from what its file says. Formats are tried here, without the model: one whose calls
 * do not go round is offered without tools.
 */
export function openChatFormat(file: ChatFile): ChatFormat {
  const family = xlamFamilyOf(file);
  if (family !== undefined) {
    const prompt: ChatFormat['prompt'] = (messages, tools) => xlamChatPrompt(family, messages, tools);
    return { name: family, tools: toolSupportOf(prompt), ...endsOf((messages) => prompt(messages, [])), prompt };
  }
  const isChatMl = file.control.has('<|im_start|>') && file.control.has('<|im_end|>');
  const source = file.toolTemplate ?? file.template;
  const own = source === undefined ? { problem: undefined } : fromTemplate('template', source, file);
  if ('format' in own && own.format.tools.kind === 'calls') return own.format;
  if (isChatMl && /hermes/i.test(file.name ?? '')) {
    const hermes = fromTemplate('hermes', hermesTemplate, file);
    if ('format' in hermes) return hermes.format;
  }
  if ('format' in own) return own.format;
  const [name, template] = isChatMl ? ['chatml', chatMlTemplate] : ['plain', plainTemplate];
  const general = fromTemplate(name, template, file);
  if (!('format' in general)) throw new Error(`The template ${name} cannot be used: ${general.problem ?? ''}`);
  const problem = own.problem ?? 'the file has no template';
  return { ...general.format, tools: { kind: 'none', reason: problem }, problem };
}

type Opened = { readonly format: ChatFormat } | { readonly problem: string | undefined };

function fromTemplate(name: string, source: string, file: ChatFile): Opened {
  try {
    const tried = habits.map((each) => {
      const format = new TemplateFormat(source, file, each);
      const prompt: ChatFormat['prompt'] = (...of) => format.prompt(...of);
      return { prompt, tools: toolSupportOf(prompt), parallel: each.parallel };
    });
    const fits = (tools: ToolSupport, parallel: boolean) => tools.kind === 'calls' && tools.form.parallel === parallel;
    const best = tried.find(({ tools, parallel }) => fits(tools, parallel)) ?? tried[0];
    if (best === undefined) return { problem: undefined };
    const { prompt } = best;
    // It must write at least a question.
    prompt([{ role: 'user', content: [{ type: 'text', text: 'Question' }] }], []);
    return { format: { name, tools: best.tools, ...endsOf((messages) => prompt(messages, [])), prompt } };
  } catch (error) {
    return { problem: `its template cannot be used: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** For people: how a model calls tools, or why it does not. */
export function toolText(tools: ToolSupport): string {
  return tools.kind === 'calls' ? 'calls tools' : `calls no tools, because ${tools.reason}`;
}
