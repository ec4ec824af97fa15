import type { DenoisingVocabulary } from './denoisingVocabulary';
import type { LengthRule } from './lengthRule';
import type { Drawn } from './rowReader';
import type { SlotConstraint } from './slotConstraint';
import { spansHold, spansOf, type TokenSpans } from './tokenSpans';

/** A window to fill: tokens that stay, and masks. */
export interface DenoisingWindow {
  readonly slots: readonly number[];
  readonly constraint?: SlotConstraint | undefined;
  /** Whether its number of slots stays, whatever the length policy lets other windows do. Default false. */
  readonly isFixed?: boolean | undefined;
}

const noControls = { expand: false, delete: false } as const;

/** What was drawn for a slot when it was last revealed. */
export type SlotChoice = Pick<Drawn, 'token' | 'probability' | 'other'>;

export interface DenoisedWindow {
  readonly tokens: readonly number[];
  /** For each token how it was chosen; undefined for one that stayed. */
  readonly choices: readonly (SlotChoice | undefined)[];
  /** The delete token by which the window's end was found; undefined where its length was not the model's choice. */
  readonly end: SlotChoice | undefined;
  /** Whether all that the constraint prescribes is there; false when the window has too few slots for it. */
  readonly constraintMet: boolean;
}

/** A masked slot whose turn it may be, and what may stand in it. */
export interface OpenSlot {
  readonly slot: number;
  readonly spans: TokenSpans;
}

interface Slot {
  token: number;
  readonly window: number;
  /** Given tokens stay; nothing deletes slots beyond them. */
  readonly given: boolean;
  choice: SlotChoice | undefined;
}

interface Revealed {
  readonly slot: number;
  readonly choice: SlotChoice;
}

/** The slots of all windows in one row, while they are filled. */
export class SlotRow {
  private slots: Slot[];
  private readonly ends: (SlotChoice | undefined)[];

  constructor(
    private readonly windows: readonly DenoisingWindow[],
    private readonly vocabulary: DenoisingVocabulary,
    private readonly length: LengthRule,
  ) {
    const { mask } = vocabulary.special;
    this.slots = windows.flatMap(({ slots }, window) =>
      slots.map((token) => ({ token, window, given: token !== mask, choice: undefined })),
    );
    this.ends = windows.map(() => undefined);
  }

  get tokens(): readonly number[] {
    return this.slots.map(({ token }) => token);
  }

  get lengths(): readonly number[] {
    const lengths = this.windows.map(() => 0);
    for (const { window } of this.slots) lengths[window]!++;
    return lengths;
  }

  /** Number of masks. */
  get masked(): number {
    return this.slots.reduce((count, { token }) => count + (token === this.vocabulary.special.mask ? 1 : 0), 0);
  }

  /** Slots that were not given, in ascending order. */
  get variable(): readonly number[] {
    return this.slots.flatMap(({ given }, slot) => (given ? [] : [slot]));
  }

  /** What may stand in a slot of a window that neither changes its length nor has a constraint. */
  get freeSpans(): TokenSpans {
    return this.vocabulary.allowed({ expand: false, delete: false });
  }

  tokenAt(slot: number): number {
    return this.slots[slot]!.token;
  }

  isMasked(slot: number): boolean {
    return this.tokenAt(slot) === this.vocabulary.special.mask;
  }

  /**
   * Masked slots that may be revealed now, in ascending order, and what may stand in them: all of a window, or its first
   * one while the constraint prescribes something.
   * @param last whether this is the last step, in which nothing may grow
   */
  open(last: boolean): readonly OpenSlot[] {
    const lengths = this.lengths;
    const open: OpenSlot[] = [];
    for (const [window, start] of this.starts().entries()) {
      const { isFixed = false } = this.windows[window]!;
      const controls = isFixed ? noControls : this.length.controls(window, lengths[window]!, last);
      const free = this.vocabulary.allowed(controls);
      const edge = this.edge(window, start);
      if (edge) {
        // Growing gives the prescribed bytes more room; deleting would take it.
        const { expand } = this.vocabulary.special;
        const ids = edge.allowed.filter((id) => spansHold(free, id));
        open.push({
          slot: edge.slot,
          spans: spansOf(controls.expand && expand !== undefined ? [...ids, expand] : [...ids]),
        });
        continue;
      }
      for (let slot = start; slot < start + lengths[window]!; slot++) {
        if (this.isMasked(slot)) open.push({ slot, spans: free });
      }
    }
    return open;
  }

  /** Slots that carry what a constraint prescribes: another token there could contradict those behind it. */
  locked(): ReadonlySet<number> {
    const locked = new Set<number>();
    for (const [window, start] of this.starts().entries()) {
      const { slot } = this.front(window, start);
      for (let each = start; each < slot; each++) locked.add(each);
      const end = start + this.lengths[window]!;
      for (let each = this.back(window, start).slot + 1; each < end; each++) locked.add(each);
    }
    return locked;
  }

  /** Makes slots masks again. */
  mask(slots: Iterable<number>): void {
    for (const slot of slots) {
      this.slots[slot]!.token = this.vocabulary.special.mask;
      this.slots[slot]!.choice = undefined;
    }
  }

  /** Fills slots; a delete token removes its slot and what the rule says, an expand token makes two masks of it. */
  reveal(revealed: readonly Revealed[]): void {
    const { expand, delete: remove } = this.vocabulary.special;
    const fresh = new Set(revealed.map(({ slot }) => this.slots[slot]!));
    // From the right, so that the numbers of those still to come stay true.
    for (const { slot, choice } of [...revealed].sort((a, b) => b.slot - a.slot)) {
      if (choice.token === remove) this.delete(slot, choice, fresh);
      else if (choice.token === expand) this.expand(slot);
      else Object.assign(this.slots[slot]!, { token: choice.token, choice });
    }
  }

  finished(): readonly DenoisedWindow[] {
    return this.windows.map(({ constraint }, window) => {
      const own = this.slots.filter((slot) => slot.window === window);
      const tokens = own.map(({ token }) => token);
      return {
        tokens,
        choices: own.map(({ choice }) => choice),
        end: this.ends[window],
        constraintMet:
          constraint?.allowed(tokens) === undefined && constraint?.allowedAtEnd?.([...tokens].reverse()) === undefined,
      };
    });
  }

  private delete(slot: number, choice: SlotChoice, fresh: ReadonlySet<Slot>): void {
    const { window } = this.slots[slot]!;
    const gone = new Set([slot]);
    let end = slot + 1;
    for (; this.length.deletesToRight && this.slots[end]?.window === window && !this.slots[end]!.given; end++) {
      // What this same pass revealed there was as if the slot before were text.
      if (this.isMasked(end) || fresh.has(this.slots[end]!)) gone.add(end);
    }
    this.slots = this.slots.filter((_, each) => !gone.has(each));
    // What is prescribed at the end was never in question.
    if (slot > this.back(window, this.starts()[window]!).slot) this.ends[window] = choice;
  }

  private expand(slot: number): void {
    const { window } = this.slots[slot]!;
    if (!this.length.grow(window, this.lengths[window]!)) return;
    const mask = (): Slot => ({ token: this.vocabulary.special.mask, window, given: false, choice: undefined });
    this.slots.splice(slot, 1, mask(), mask());
  }

  private starts(): readonly number[] {
    let start = 0;
    return this.lengths.map((length) => (start += length) - length);
  }

  /** The first slot of a window that the constraint prescribes nothing for or that is a mask, and what may stand there. */
  private front(window: number, start: number): { readonly slot: number; readonly allowed: Int32Array | undefined } {
    const { constraint } = this.windows[window]!;
    const before: number[] = [];
    for (let slot = start; ; slot++) {
      const allowed = constraint?.allowed(before);
      const own = this.slots[slot]?.window === window;
      if (!allowed || !own || this.isMasked(slot)) return { slot, allowed };
      before.push(this.tokenAt(slot));
    }
  }

  /** As `front`, from the right. */
  private back(window: number, start: number): { readonly slot: number; readonly allowed: Int32Array | undefined } {
    const { constraint } = this.windows[window]!;
    const behind: number[] = [];
    for (let slot = start + this.lengths[window]! - 1; ; slot--) {
      const allowed = constraint?.allowedAtEnd?.(behind);
      if (!allowed || slot < start || this.isMasked(slot)) return { slot, allowed };
      behind.push(this.tokenAt(slot));
    }
  }

  /** The masked slot of a window whose turn it is because something is prescribed there: at the front first. */
  private edge(window: number, start: number): { readonly slot: number; readonly allowed: Int32Array } | undefined {
    const [front, back] = [this.front(window, start), this.back(window, start)];
    const end = start + this.lengths[window]!;
    if (front.allowed && front.slot < end) {
      const both = front.slot === back.slot ? back.allowed : undefined;
      const fitting = both && front.allowed.filter((id) => both.includes(id));
      // One slot for both where no token fits both: the window is too short, which is said in the end.
      return { slot: front.slot, allowed: fitting && fitting.length > 0 ? fitting : front.allowed };
    }
    const { slot, allowed } = back;
    return allowed && allowed.length > 0 && slot >= start ? { slot, allowed } : undefined;
  }
}
