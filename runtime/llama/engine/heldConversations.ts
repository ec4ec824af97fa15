import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { commonPrefix } from './promptTokens';
import type { SavedStates } from './savedStates';
import type { Slot } from './sequencePool';

export interface SavingOptions {
  /** Folder of the saved conversations; made when it is not there. */
  readonly folder: string;
  /** Shorter ones are read again sooner than loaded. Default 128. */
  readonly leastTokens?: number | undefined;
  /** Milliseconds without a request after which they are saved. Default 1000. */
  readonly afterMs?: number | undefined;
}

/** Puts conversations into sequences and out of them: what is in a sequence, what is in a file, and what must be read again. */
export class HeldConversations {
  private readonly unsaved = new Set<Slot>();
  private timer: NodeJS.Timeout | undefined;
  private saving: Promise<void> = Promise.resolve();

  constructor(
    private readonly states: SavedStates | undefined,
    private readonly options: Omit<SavingOptions, 'folder'> = {},
  ) {}

  /**
   * Leaves in a sequence what it, or the saved conversation, has in common with a prompt.
   * @returns tokens that need not be evaluated; never all, for something must be
   */
  async prepare(slot: Slot, conversation: string | undefined, prompt: readonly Token[]): Promise<number> {
    clearTimeout(this.timer);
    await this.saving;
    const { sequence } = slot;
    if (slot.conversation !== conversation) await this.save(slot);
    const here = commonPrefix(sequence.contextTokens, prompt);
    if (conversation !== undefined && slot.conversation !== conversation)
      await this.restore(slot, conversation, prompt, here);
    slot.conversation = conversation;
    return keepCommon(sequence, prompt);
  }

  /** A conversation has grown: it is saved when there is time. */
  grown(slot: Slot): void {
    if (!this.states || slot.conversation === undefined) return;
    this.unsaved.add(slot);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.saving = this.saveIdle();
    }, this.options.afterMs ?? 1000);
  }

  /** Saves all that is not saved yet. */
  async saveAll(): Promise<void> {
    clearTimeout(this.timer);
    await this.saving;
    for (const slot of [...this.unsaved]) await this.save(slot);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.unsaved.clear();
  }

  private async saveIdle(): Promise<void> {
    for (const slot of [...this.unsaved]) if (!slot.busy) await this.save(slot);
  }

  private async save(slot: Slot): Promise<void> {
    if (!this.unsaved.delete(slot) || !this.states || slot.conversation === undefined) return;
    if (slot.sequence.nextTokenIndex < this.leastTokens) return;
    // A full disk costs time at the next start, and nothing else.
    await this.states.save(slot.conversation, slot.sequence).catch(() => undefined);
  }

  private async restore(slot: Slot, conversation: string, prompt: readonly Token[], here: number): Promise<void> {
    const saved = await this.states?.find(conversation);
    if (!saved || saved.tokens.length >= slot.sequence.contextSize) return;
    const there = commonNumbers(saved.tokens, prompt);
    if (there >= here + this.leastTokens) await this.states?.load(conversation, saved, slot.sequence);
  }

  private get leastTokens(): number {
    return this.options.leastTokens ?? 128;
  }
}

async function keepCommon(sequence: LlamaContextSequence, prompt: readonly Token[]): Promise<number> {
  const common = Math.min(commonPrefix(sequence.contextTokens, prompt), prompt.length - 1);
  // Models with a recurrent state can only go back to a checkpoint; the library evaluates again from there.
  const again = common === 0 ? 0 : Math.max(0, sequence.getRestoreToPrefixIndexEvaluationSize(common - 1));
  if (sequence.nextTokenIndex > common) {
    await sequence.eraseContextTokenRanges([{ start: common, end: sequence.nextTokenIndex }]);
  }
  return common - Math.min(again, common);
}

function commonNumbers(a: readonly number[], b: readonly Token[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === Number(b[length])) length += 1;
  return length;
}
