import { fill } from '../shared/dom';
import { NumberTexts } from '../shared/numbers';
import type { ModelRow, ModelsStrings } from './protocol';

/** The words of a row's cells; the filter finds them too. */
export class ModelTexts {
  readonly numbers: NumberTexts;

  /** @param locale BCP 47 tag */
  constructor(
    readonly strings: ModelsStrings,
    locale: string,
  ) {
    this.numbers = new NumberTexts(locale);
  }

  /** Family, size and precision, e.g. "CoDA · 2B parameters · int8". */
  kind({ family, parameters, precision }: ModelRow): string {
    const size = parameters === undefined ? undefined : fill(this.strings.parameters, this.numbers.compact(parameters));
    return [family, size, precision].filter(Boolean).join(' · ');
  }

  state(row: ModelRow): string {
    const { strings } = this;
    if (row.work) return strings.works[row.work.kind];
    if (row.state === 'downloading' && row.download) return strings.phases[row.download.phase];
    return row.used ? strings.used : strings.states[row.state];
  }

  /** Beside the word, for quick reading; shape, not colour alone. */
  sign(row: ModelRow): string {
    if (row.work) return '…';
    if (row.used) return '✓';
    return { available: '○', downloading: '↓', partial: '◐', installed: '●', broken: '✕' }[row.state];
  }

  /** Share of what goes on that is done, 0..1; undefined while nobody knows how much it is or nothing goes on. */
  share({ work, download, state }: ModelRow): number | undefined {
    const { doneBytes, totalBytes } =
      work ?? (state === 'downloading' || state === 'partial' ? download : undefined) ?? {};
    return doneBytes === undefined || !totalBytes ? undefined : Math.min(1, doneBytes / totalBytes);
  }

  progress(row: ModelRow): string | undefined {
    const { work, download, state } = row;
    const { doneBytes, totalBytes } = work ?? download ?? {};
    if (doneBytes === undefined || !totalBytes) return undefined;
    const [done, total] = [this.numbers.bytes(doneBytes), this.numbers.bytes(totalBytes)];
    const pace = work === undefined && state === 'downloading' ? (download?.bytesPerSecond ?? 0) : 0;
    return pace > 0
      ? fill(this.strings.progress, done, total, this.numbers.bytes(pace))
      : fill(this.strings.progressPlain, done, total);
  }

  licence({ licence }: ModelRow): string {
    if (!licence) return this.strings.none;
    if (!licence.needsAcceptance) return licence.name;
    const { accepted } = licence;
    const note = accepted
      ? fill(this.strings.accepted, accepted.by, this.numbers.date(accepted.at))
      : this.strings.needsAcceptance;
    return `${licence.name}, ${note}`;
  }

  download({ downloadBytes, sizesUnverified }: ModelRow): string {
    if (downloadBytes === undefined) return this.strings.none;
    const size = this.numbers.bytes(downloadBytes);
    return sizesUnverified ? fill(this.strings.estimated, size) : size;
  }

  disk({ bytes }: ModelRow): string {
    return bytes === 0 ? this.strings.none : this.numbers.bytes(bytes);
  }

  /** The verdict in a word or two. */
  verdict({ fit }: ModelRow): string {
    return this.strings.verdicts[fit.verdict];
  }

  verdictSign({ fit }: ModelRow): string {
    return { fits: '✓', tight: '!', 'too-large': '✕', unknown: '?' }[fit.verdict];
  }

  /** The numbers behind the verdict. */
  memory({ fit }: ModelRow): readonly string[] {
    const { memoryNeeded, precision, memoryTotal, gpu } = fit;
    const { strings, numbers } = this;
    const needed =
      memoryNeeded === undefined
        ? []
        : [fill(strings.memory, numbers.bytes(memoryNeeded), precision, numbers.bytes(memoryTotal))];
    if (!gpu) return needed;
    const name = gpu.device ?? gpu.provider;
    if (!gpu.usable) {
      const unusable = fill(strings.gpuUnusable, name);
      return [...needed, gpu.reason === undefined ? unusable : `${unusable}: ${gpu.reason}`];
    }
    return gpu.memoryBytes === undefined
      ? [...needed, fill(strings.gpuPlain, name)]
      : [...needed, fill(strings.gpu, name, numbers.bytes(gpu.memoryBytes))];
  }

  /** Main figure first; only one line when nothing was measured. */
  speed({ speed }: ModelRow): readonly string[] {
    const { strings, numbers } = this;
    if (!speed) return [strings.notMeasured];
    const { infillMs, coldMs, passMs, at, threads } = speed;
    const pass = passMs === undefined ? strings.none : numbers.milliseconds(passMs);
    return [
      fill(strings.speed, numbers.milliseconds(infillMs)),
      fill(strings.speedDetail, pass, numbers.milliseconds(coldMs)),
      fill(strings.speedWhen, numbers.date(at), threads === undefined ? strings.none : numbers.whole(threads)),
    ];
  }

  /** What a screen reader is told of a change: what went wrong, else how far it is. */
  spoken(row: ModelRow, before: ModelRow | undefined): string | undefined {
    const { problem } = row;
    if (problem && problem.message !== before?.problem?.message && before !== undefined) {
      return `${row.title}: ${problem.message} ${problem.action}`;
    }
    if (!row.work && row.state !== 'downloading') return undefined;
    const share = this.share(row);
    const percent = share === undefined ? '' : this.numbers.percent(share);
    return fill(this.strings.spokenProgress, row.title, this.state(row), percent);
  }
}
