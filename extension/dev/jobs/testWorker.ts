import { combine, nothing, type PartResult } from '../parts/part';
import { ProgramGroup, type Program } from './programGroup';
import { endOfFile, fromWorker, type FromWorker, type ToWorker } from './workerMessages';

/** The file that a worker is at. */
interface Run {
  readonly print: (text: string) => void;
  /** How many of its two streams and its messages have come to the file's end. */
  ended: number;
  test: string | undefined;
  readonly finish: () => void;
}

/** A process that runs files of tests, one after the other. */
export class TestWorker {
  private readonly group: ProgramGroup;
  private run: Run | undefined;
  /** Outcomes that no result holds yet. */
  private result: PartResult = nothing;
  private over = false;

  /** @param name what a file is called in failures, from its path */
  constructor(
    program: Program,
    private readonly name: (file: string) => string,
  ) {
    this.group = new ProgramGroup(program);
    const partial = { stdout: '', stderr: '' };
    this.group.onOutput((text, stream) => {
      // The mark may come in two pieces.
      const pieces = (partial[stream] + text).split(endOfFile);
      const rest = pieces.pop() ?? '';
      for (const piece of pieces) {
        this.run?.print(piece);
        this.reachedEnd();
      }
      const begun = rest.lastIndexOf('\u0001');
      partial[stream] = begun === -1 ? '' : rest.slice(begun);
      if (begun !== 0) this.run?.print(begun === -1 ? rest : rest.slice(0, begun));
    });
    this.group.child.on('message', (value) => this.take(fromWorker.parse(value)));
    void this.group.ended.then(() => {
      this.over = true;
      this.run?.finish();
    });
  }

  /** False when its process is over: it takes no more files. */
  get alive(): boolean {
    return !this.over;
  }

  /**
   * Runs a file to its end, or to that of the process: a test that ends it, or a file that takes too long, is a failure
   * beside the outcomes that were known by then.
   */
  async runFile(file: string, limitMs: number, print: (text: string) => void): Promise<PartResult> {
    const inTime = this.group.endAfter(limitMs);
    const run = await new Promise<Run>((resolve) => {
      const begun: Run = { print, ended: 0, test: undefined, finish: () => resolve(begun) };
      this.run = begun;
      if (this.over) begun.finish();
      else this.send({ file });
    });
    inTime();
    this.run = undefined;
    const whole = run.ended === 3;
    if (!whole) {
      const ended = await this.group.ended;
      const why = this.group.exceeded
        ? `took more than ${Math.round(limitMs / 1000)} s`
        : `ended its process (${ended})`;
      this.add({ failed: [`${this.name(file)} ${why}${run.test === undefined ? '' : ` in: ${run.test}`}`] });
      print(`  ${this.result.failed.at(-1) ?? ''}\n`);
    }
    return this.taken();
  }

  /** @returns what failed since the last file was over */
  async end(): Promise<PartResult> {
    if (this.alive) this.send({ end: true });
    const status = await this.group.ended;
    if (status !== 0 && this.result.failed.length === 0)
      this.add({ failed: [`a process of tests ended with ${status}`] });
    return this.taken();
  }

  private send(message: ToWorker): void {
    // What cannot be sent to a process that is over does not matter: its end is noticed.
    this.group.child.send(message, () => undefined);
  }

  private take(message: FromWorker): void {
    switch (message.type) {
      case 'begun':
        if (this.run) this.run.test = message.title;
        break;
      case 'passed':
        this.add({ passed: 1 });
        break;
      case 'ended':
        this.reachedEnd();
        break;
      default:
        this.add({ [message.type]: [message.title] });
    }
  }

  private reachedEnd(): void {
    if (!this.run) return;
    this.run.ended += 1;
    if (this.run.ended === 3) this.run.finish();
  }

  private add(more: Partial<PartResult>): void {
    this.result = combine(this.result, { ...nothing, ...more });
  }

  private taken(): PartResult {
    const { result } = this;
    this.result = nothing;
    return result;
  }
}
