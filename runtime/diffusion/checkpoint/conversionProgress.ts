import type { StoredConstant } from './dataPlan';

/** Bytes of a checkpoint's tensors. */
export interface TensorSizes {
  bytes(name: string): number;
}

/** Counts how much of a checkpoint is converted, in bytes of its tensors, each of them once. */
export class ConversionProgress {
  private readonly total: number;
  private readonly pending: Set<string>;
  private done = 0;
  /** Bytes read for the constant that is being written. */
  private reading = 0;
  private reported = 0;

  constructor(
    private readonly tensors: TensorSizes,
    constants: readonly StoredConstant[],
    private readonly report: (done: number, total: number) => void = () => undefined,
  ) {
    this.pending = new Set(constants.flatMap(({ sources = [] }) => sources));
    this.total = [...this.pending].reduce((sum, name) => sum + tensors.bytes(name), 0);
  }

  read(bytes: number): void {
    this.reading += bytes;
    this.tell(this.done + this.reading);
  }

  written({ sources = [] }: StoredConstant): void {
    for (const name of sources) if (this.pending.delete(name)) this.done += this.tensors.bytes(name);
    this.reading = 0;
    this.tell(this.done);
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
