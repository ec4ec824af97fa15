import { createHash, randomUUID } from 'node:crypto';
import type { Json } from '../../gateway/types';
import type { ApprovalMemory, ToolContext, ToolMode, ToolPreview, ToolRisk } from '../types';
import type { RegisteredTool } from './registeredTool';
import { unlessAborted } from './unlessAborted';

export type Approval =
  | { readonly kind: 'allowed'; readonly how: 'free' | 'remembered' | 'asked' }
  | { readonly kind: 'refused'; readonly reason: string | undefined };

/** Conversations whose approvals are kept. */
const mostConversations = 500;

/** Whether a call of this risk is run without a word. Network and execution always want one. */
export function isFree(risk: ToolRisk, mode: ToolMode, trusted: boolean): boolean {
  return risk === 'read' || (risk === 'write' && mode === 'allow-writes' && trusted);
}

/** Asks a person, and remembers what was answered for longer than once. */
export class Approvals {
  private readonly conversations = new Map<string, Set<string>>();

  constructor(private readonly memory: ApprovalMemory) {}

  isRemembered(registered: RegisteredTool, preview: ToolPreview, conversation: string): boolean {
    const key = keyOf(registered, preview);
    return this.memory.has(key) || this.conversations.get(conversation)?.has(key) === true;
  }

  /** @throws AbortError */
  async ask(
    registered: RegisteredTool,
    input: Json,
    preview: ToolPreview,
    { approve, conversation, signal, progress }: ToolContext,
  ): Promise<Approval> {
    if (this.isRemembered(registered, preview, conversation)) return { kind: 'allowed', how: 'remembered' };
    const { name, title, origin, risk } = registered.entry;
    const covers = coveredBy(registered, preview);
    const request = { id: randomUUID(), conversation, tool: name, title, origin, risk, input, preview, covers };
    const answer = await unlessAborted(approve(request, signal), signal);
    if (answer.kind === 'refused')
      return answer.reason === undefined
        ? { kind: 'refused', reason: undefined }
        : { kind: 'refused', reason: answer.reason };
    const key = keyOf(registered, preview);
    if (answer.remember === 'conversation') this.keep(conversation, key);
    if (answer.remember === 'workspace') {
      // The call was allowed, whatever becomes of the memory; until this process ends it is not asked again.
      this.keep(conversation, key);
      await this.memory.add(key).catch((error: unknown) => {
        progress?.(`The approval could not be remembered: ${error instanceof Error ? error.message : String(error)}`);
      });
    }
    return { kind: 'allowed', how: 'asked' };
  }

  forget(conversation: string): void {
    this.conversations.delete(conversation);
  }

  private keep(conversation: string, key: string): void {
    const keys = this.conversations.get(conversation) ?? new Set();
    this.conversations.delete(conversation);
    this.conversations.set(conversation, keys.add(key));
    const [oldest] = this.conversations.keys();
    if (this.conversations.size > mostConversations && oldest !== undefined) this.conversations.delete(oldest);
  }
}

/** A command is approved as it stands, in its folder; other calls by their tool, as it describes itself now. */
function keyOf({ approvalKey }: RegisteredTool, preview: ToolPreview): string {
  if (preview.kind !== 'command') return approvalKey;
  const hash = createHash('sha256')
    .update(JSON.stringify([preview.folder, preview.command]))
    .digest('hex');
  return `${approvalKey} command ${hash.slice(0, 32)}`;
}

function coveredBy({ entry }: RegisteredTool, preview: ToolPreview): string {
  const { title, origin } = entry;
  const from = origin.kind === 'workspace' ? title : `${title} of ${origin.title}`;
  switch (preview.kind) {
    case 'command':
      return `This very command in ${preview.folder}`;
    case 'edits':
      return `Every change of a file by ${from}`;
    case 'input':
      return `Every call of ${from}, whatever its input`;
  }
}
