import type { Checkpoint } from '../infilling/contextCache';
import { descending } from './revealOrder';
import type { Drawn, RowReader } from './rowReader';
import type { SlotRow } from './slotRow';
import type { TokenSpans } from './tokenSpans';
import type { WindowPasses } from './windowPasses';

/**
 * What says whether a revealed slot stays: the probability of what the model would put there now (as the published
 * programs do), or of the token that stands there, so that a token that the model has come to doubt is masked even when
 * it is sure of another one.
 */
export type Planner = 'predicted' | 'standing';

export interface PathOptions {
  readonly planner: Planner;
  readonly steps: number | undefined;
  readonly random: () => number;
}

/**
 * Path planning (P2, arXiv 2502.03540) with the model as its own planner: after step i of T all but a share i/T of the
 * slots are masks, namely the least sure ones, also where they were revealed before. A slot that stays revealed keeps its
 * token; one that becomes so gets what is drawn in this step.
 * @param row without slots that could be deleted or doubled
 * @returns how often the model ran
 */
export async function planPaths(
  passes: WindowPasses,
  row: SlotRow,
  reader: RowReader,
  { planner, steps, random }: PathOptions,
  checkpoint: Checkpoint,
): Promise<number> {
  const variable = row.variable;
  const total = steps ?? variable.length;
  let count = 0;
  for (let step = 0; row.masked > 0; step++) {
    const open = new Map(row.open(true).map(({ slot, spans }) => [slot, spans]));
    const locked = row.locked();
    // Slots that have to wait for what a constraint prescribes before them.
    const waiting = variable.filter((slot) => row.isMasked(slot) && !open.has(slot));
    const asked = variable.filter((slot) => open.has(slot) || (!row.isMasked(slot) && !locked.has(slot)));
    const logits = await passes.logits(row.tokens, asked, checkpoint, row.lengths);
    count++;
    const drawn = asked.map((slot, index) => reader.read(logits, index, spansAt(slot), random));
    const sure = asked.map((slot, index) => sureness(logits, slot, index, drawn[index]!));
    // Whole numbers: 10 * (1 - 9/10) is less than 1 in floating point, and a slot would be revealed too early.
    const masks = Math.floor((variable.length * Math.max(0, total - step - 1)) / total);
    const kept = descending(sure).slice(0, asked.length - Math.max(0, masks - waiting.length));
    const staying = new Set(kept.map((index) => asked[index]!));
    const revealed = kept.filter((index) => row.isMasked(asked[index]!));
    row.reveal(revealed.map((index) => ({ slot: asked[index]!, choice: drawn[index]! })));
    row.mask(asked.filter((slot) => !staying.has(slot)));

    function spansAt(slot: number): TokenSpans {
      return open.get(slot) ?? row.freeSpans;
    }
    function sureness(values: Float32Array, slot: number, index: number, each: Drawn): number {
      if (planner === 'predicted') return each.confidence;
      if (row.isMasked(slot)) return each.probability;
      return reader.probabilityOf(values, index, row.freeSpans, row.tokenAt(slot));
    }
  }
  return count;
}
