import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { ModelInfo } from '../../runtime/protocol';
import { ChanceCalibration } from './suggestionChanceCalibration';

/** The part of `vscode.Memento` that is needed. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

/** Under this key the outcomes are kept: counts alone, no text. */
export const memoryKey = 'whetstone.infill.calibration';
/** Models of which outcomes are kept, those used last. */
const mostModels = 8;
const writeDelayMs = 5000;

const count = z.number().check(z.nonnegative());
const keptSchema = z.array(
  z.object({ model: z.string(), bins: z.array(z.object({ n: count, predicted: count, kept: count })) }),
);

/** Calibrations of the models that were used on this machine, kept between windows. */
export class ChanceStore {
  /** By model; the one that learnt last stands last. */
  private readonly calibrations = new Map<string, ChanceCalibration>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly memory: Memory) {
    const kept = keptSchema.safeParse(memory.get(memoryKey));
    for (const { model, bins } of kept.data ?? []) this.calibrations.set(model, new ChanceCalibration(bins));
  }

  of(model: ModelInfo): ChanceCalibration {
    return this.calibrations.get(keyOf(model)) ?? new ChanceCalibration();
  }

  /** @param chance what the model gave @param kept 0..1, see ChanceCalibration.learn */
  learn(model: ModelInfo, chance: number, kept: number): void {
    const calibration = this.of(model);
    calibration.learn(chance, kept);
    this.calibrations.delete(keyOf(model));
    this.calibrations.set(keyOf(model), calibration);
    // unref: a pending write does not keep a process alive; dispose() writes it.
    this.timer ??= setTimeout(() => this.write(), writeDelayMs).unref();
  }

  /** Forgets what was learnt, of all models. */
  reset(): void {
    this.calibrations.clear();
    this.write();
  }

  dispose(): void {
    if (this.timer) this.write();
  }

  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const kept = [...this.calibrations].slice(-mostModels);
    void this.memory.update(
      memoryKey,
      kept.map(([model, { outcomes }]) => ({ model, bins: outcomes })),
    );
  }
}

/** Another gate gives other chances: what was learnt of the earlier ones does not hold for them. */
function keyOf({ id, gate }: ModelInfo): string {
  const mark = gate ? createHash('sha256').update(JSON.stringify(gate)).digest('hex').slice(0, 12) : 'no gate';
  return `${id} (${mark})`;
}
