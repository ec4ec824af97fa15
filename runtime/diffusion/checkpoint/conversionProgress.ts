import type { StoredConstant } from './dataPlan';

/** Bytes of a checkpoint's tensors. */
export interface TensorSizes {
  bytes(name: string): number;
}

/** Counts how much of a checkpoint is converted, in bytes of its tensors, each of them once. */
export class ConversionProgress {
  private readonly total: number;
  /** How many constants that are made of a tensor are still to be written. */
  private readonly pending = new Map<string, number>();
  private done = 0;
  /** Bytes read for constants whose tensors are not done. */
  private reading = 0;
  private reported = 0;

  constructor(
    private readonly tensors: TensorSizes,
    constants: readonly StoredConstant[],
    private readonly report: (done: number, total: number) => void = () => undefined,
  ) {
    for (const name of constants.flatMap(({ sources = [] }) => sources)) {
      this.pending.set(name, (this.pending.get(name) ?? 0) + 1);
    }
    this.total = [...this.pending.keys()].reduce((sum, name) => sum + tensors.bytes(name), 0);
  }

  read(bytes: number): void {
    this.reading += bytes;
    this.tell(this.done + this.reading);
  }

  written({ sources = [] }: StoredConstant): void {
    for (const name of sources) {
      const left = (this.pending.get(name) ?? 0) - 1;
      this.pending.set(name, left);
      if (left !== 0) continue;
      this.done += this.tensors.bytes(name);
      this.reading = 0;
    }
    this.tell(this.done + this.reading);
  }

  finished(): void {
    this.tell(this.total);
  }

  /** Never less than before: scales are read again after a restart, and count once. */
  private tell(done: number): void {
    const value = Math.min(done, this.total);
    if (value <= this.reported && this.reported > 0) return;
    this.reported = value;
    this.report(value, this.total);
  }
}
