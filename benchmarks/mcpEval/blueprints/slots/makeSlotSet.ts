import { canonicalJson } from '../../../core/runs/canonicalJson';
import { sha256 } from '../../../core/runs/sha256';
import { asJson } from '../../solving/taskContent';
import { Journal } from '../making/journal';
import { drawSlot, type DrawOptions } from './drawSlots';
import { slot, slotSetForm, writeSlotSet, type Slot, type SlotSet } from './slot';

export interface SlotSetOptions extends DrawOptions {
  readonly folder: string;
  readonly name: string;
  readonly count: number;
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** Goes on where an earlier call for the same folder and options ended. The user has agreed to the servers before. */
export async function makeSlotSet(options: SlotSetOptions): Promise<SlotSet> {
  const { folder, name, count, servers, network, seed, signal } = options;
  const { together, groupSize, steps, mostRules, rules } = options;
  const what = asJson({ what: 'slots 1', servers, together, seed, groupSize, steps, mostRules, rules, network });
  const journal = await Journal.open(folder, sha256(canonicalJson(what)).slice(0, 16), slot);
  const slots: Slot[] = [...journal.entries].slice(0, count);
  for (let index = slots.length; index < count; index++) {
    signal.throwIfAborted();
    const drawn = await drawSlot(index, options);
    await journal.add(drawn.slot);
    slots.push(drawn.slot);
    options.onProgress?.(index + 1);
  }
  const made: SlotSet = { set: { form: slotSetForm, name, servers: [...servers], network, seed }, slots };
  await writeSlotSet(folder, made);
  await journal.remove();
  return made;
}
