import { Template } from '@huggingface/jinja';
import { BadFormError, joinedPieces, type PromptPiece } from '../../functionCalling';
import type { Json, Message, ToolDefinition } from '../../gateway/types';
import type { ChatFile } from '../chat/chatFile';
import { alternating, answered, chatEntries, oneCallEach, systemInUser, type ChatEntry } from './chatEntries';
import type { ChatPrompt, PromptOptions } from './chatFormat';
import { HiddenTexts } from './hiddenTexts';

/** What differs between templates and cannot be seen from outside: found by trying. */
export interface TemplateHabits {
  /** Arguments of calls: an object, or JSON as text. */
  readonly arguments: 'object' | 'text';
  /** Whether one reply may have several calls. */
  readonly parallel: boolean;
}

type Arrangement = (entries: readonly ChatEntry[]) => readonly ChatEntry[];

/** From the conversation as it is to what the strictest templates take. */
const arrangements: readonly Arrangement[] = [
  (entries) => entries,
  alternating,
  (entries) => answered(alternating(entries)),
  systemInUser,
  (entries) => answered(systemInUser(entries)),
];

/** Conversations written by a model's own Jinja template. */
export class TemplateFormat {
  private readonly template: Template;
  private readonly markers: RegExp | undefined;

  /** @throws Error when the template cannot be read */
  constructor(
    source: string,
    private readonly file: Pick<ChatFile, 'begin' | 'end' | 'control'>,
    private readonly habits: TemplateHabits,
  ) {
    this.template = new Template(source);
    const texts = [...file.control].sort((one, other) => other.length - one.length);
    const pattern = texts.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
    this.markers = pattern === '' ? undefined : new RegExp(pattern, 'g');
  }

  /** @throws BadFormError */
  prompt(messages: readonly Message[], tools: readonly ToolDefinition[], options: PromptOptions = {}): ChatPrompt {
    const entries = this.habits.parallel ? chatEntries(messages) : oneCallEach(chatEntries(messages));
    let cause = new Error('it leaves something out');
    for (const arrange of arrangements) {
      try {
        const pieces = this.render(arrange(entries), tools, options);
        if (pieces) return withThought(pieces, options);
      } catch (error) {
        cause = error instanceof Error ? error : new Error(String(error));
      }
    }
    const why = cause.message.replace(/[.!]$/, '');
    throw new BadFormError(`The model's own template cannot write this conversation: ${why}.`, { cause });
  }

  /** @returns undefined when the template leaves something out */
  private render(
    entries: readonly ChatEntry[],
    tools: readonly ToolDefinition[],
    { think = true }: PromptOptions,
  ): readonly PromptPiece[] | undefined {
    const hidden = new HiddenTexts();
    const output = this.template.render({
      messages: entries.map((entry) => this.message(entry, hidden)),
      // `none`, as in Python, where there are none.
      tools: tools.length === 0 ? null : tools.map((tool) => toolOf(tool, hidden)),
      add_generation_prompt: true,
      bos_token: this.file.begin ?? '',
      eos_token: this.file.end ?? '',
      ...(!think && { enable_thinking: false }),
    });
    const { parts, lost } = hidden.show(output);
    if (lost > 0) return undefined;
    return joinedPieces(
      parts.flatMap(({ kind, text }) => (kind === 'template' ? this.split(text) : [{ kind: 'text', text } as const])),
    );
  }

  private message(entry: ChatEntry, hidden: HiddenTexts): Record<string, unknown> {
    if (entry.kind === 'result') {
      const { id, name, text } = entry;
      return { role: 'tool', name, tool_call_id: id, content: hidden.hide(text) };
    }
    if (entry.kind !== 'assistant') return { role: entry.kind, content: hidden.hide(entry.text) };
    const { text, calls } = entry;
    // Many templates write the calls of a reply and not its text.
    const content = hidden.hide(text, calls.length === 0);
    if (calls.length === 0) return { role: 'assistant', content };
    return {
      role: 'assistant',
      content,
      tool_calls: calls.map((call) => ({
        id: call.id,
        type: 'function',
        function: { name: hidden.hideName(call.name), arguments: this.arguments(call.arguments, hidden) },
      })),
    };
  }

  private arguments(given: Json, hidden: HiddenTexts): unknown {
    return this.habits.arguments === 'text' ? hidden.hide(JSON.stringify(given)) : hidden.hideIn(given, true);
  }

  private split(text: string): readonly PromptPiece[] {
    if (!this.markers) return [{ kind: 'text', text }];
    const pieces: PromptPiece[] = [];
    let at = 0;
    for (const { 0: marker, index } of text.matchAll(this.markers)) {
      pieces.push({ kind: 'text', text: text.slice(at, index) }, { kind: 'special', text: marker });
      at = index + marker.length;
    }
    return [...pieces, { kind: 'text', text: text.slice(at) }];
  }
}

function toolOf({ name, description, inputSchema }: ToolDefinition, hidden: HiddenTexts): Json {
  const parameters = hidden.hideIn(inputSchema, false);
  return {
    type: 'function',
    function: { name: hidden.hideName(name), description: hidden.hideRisky(description), parameters },
  };
}

function withThought(pieces: readonly PromptPiece[], { think = true }: PromptOptions): ChatPrompt {
  const last = pieces.at(-1);
  const inThought = last !== undefined && /<think>\s*$/.test(last.text);
  if (!inThought || think) return { pieces, inThought };
  return { pieces: joinedPieces([...pieces, { kind: 'text', text: '\n</think>\n\n' }]), inThought: false };
}
