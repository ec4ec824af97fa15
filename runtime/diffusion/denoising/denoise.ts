import type { ParallelAcceptance, RevealOrder } from '../../protocol';
import { RuntimeError } from '../../runtimeError';
import type { Checkpoint } from '../infilling/contextCache';
import { randomNumbers } from '../infilling/distribution';
import type { DenoisingVocabulary } from './denoisingVocabulary';
import { LengthRule, type SlotLength } from './lengthRule';
import { planPaths, type Planner } from './pathPlanning';
import { accepted, chooseSlots } from './revealOrder';
import { countToReveal, shareToReveal, type RevealSchedule } from './revealSchedule';
import { RowReader, type Drawn, type TokenFilter } from './rowReader';
import { SlotRow, type DenoisedWindow, type DenoisingWindow, type OpenSlot } from './slotRow';
import type { WindowPasses } from './windowPasses';

/** How windows are denoised; what is left out is the default. */
export interface DenoiseOptions extends Partial<TokenFilter> {
  /** Default 'entropy'. */
  readonly order?: RevealOrder | undefined;
  /** Default none. 'p2' decides by itself, and 'entropy-bounded' needs none. */
  readonly accept?: ParallelAcceptance | undefined;
  /**
   * Steps at most, at least 1; default: one for each slot. Exceeded only where a constraint makes slots wait. A step that
   * reveals nothing costs no pass.
   */
  readonly steps?: number | undefined;
  /** The same seed gives the same text. Default 0. */
  readonly seed?: number | undefined;
  /** Default fixed. Not with 'p2'. */
  readonly length?: SlotLength | undefined;
  /** 'entropy-bounded': nats, at least 0; default 0.1. */
  readonly entropyBound?: number | undefined;
  /** Above 0, the slots are drawn and not the surest ones (the reference's alg_temp). Default 0. */
  readonly orderTemperature?: number | undefined;
  /** 'p2': whose probability says whether a revealed slot stays. Default 'predicted'. */
  readonly planner?: Planner | undefined;
  /** Default even. */
  readonly schedule?: RevealSchedule | undefined;
}

export interface Denoised {
  /** In the order of the windows given. */
  readonly windows: readonly DenoisedWindow[];
  /** How often the model ran. */
  readonly passes: number;
}

/**
 * Fills the masks of windows, all in one run: step by step the model is asked for the empty slots, and the surest ones
 * are revealed, until no mask is left.
 * @throws RuntimeError bad-request or model-unsupported; what the checkpoint throws
 */
export async function denoise(
  passes: WindowPasses,
  windows: readonly DenoisingWindow[],
  vocabulary: DenoisingVocabulary,
  options: DenoiseOptions,
  checkpoint: Checkpoint,
): Promise<Denoised> {
  const { order = 'entropy', steps, schedule = { kind: 'even' }, length = { kind: 'fixed' } } = options;
  check(options);
  const rule = new LengthRule(length, vocabulary);
  const row = new SlotRow(windows, vocabulary, rule);
  const reader = new RowReader(vocabulary.size, {
    temperature: options.temperature ?? 0,
    topP: options.topP ?? 1,
    topK: options.topK,
  });
  const random = randomNumbers(options.seed ?? 0);
  if (order === 'p2') {
    const planner = options.planner ?? 'predicted';
    return {
      passes: await planPaths(passes, row, reader, { planner, steps, random }, checkpoint),
      windows: row.finished(),
    };
  }
  const rules = {
    order: order === 'origin' ? 'maskgit_plus' : order,
    accept: options.accept ?? { kind: 'none' },
    entropyBound: options.entropyBound ?? 0.1,
    orderTemperature: options.orderTemperature ?? 0,
  } as const;
  // The reference counts steps of its own, one for each mask by default.
  const planned = steps ?? (schedule.kind === 'reference' ? row.masked : undefined);
  let passCount = 0;
  for (let step = 0; row.masked > 0; step++) {
    const masked = row.masked;
    const open = row.open(planned !== undefined && step >= planned - 1);
    const share = shareToReveal(schedule, step, planned, masked);
    const lucky = order === 'origin' ? open.filter(() => random() < share) : undefined;
    const scheduled = lucky ? 0 : countToReveal(schedule, step, planned, masked);
    const adaptive = rules.accept.kind !== 'none' || order === 'entropy-bounded';
    const asked = lucky && !adaptive ? lucky : open;
    if (asked.length === 0 || (!adaptive && !lucky && scheduled === 0)) continue;
    const drawn = await draw(asked);
    const chosen = lucky
      ? new Set([...lucky.map((each) => asked.indexOf(each)), ...accepted(drawn, rules.accept)])
      : chooseSlots(drawn, scheduled, rules, random);
    row.reveal([...chosen].map((index) => ({ slot: asked[index]!.slot, choice: drawn[index]! })));
  }
  return { windows: row.finished(), passes: passCount };

  async function draw(asked: readonly OpenSlot[]): Promise<readonly Drawn[]> {
    const wanted = asked.map(({ slot }) => slot);
    const logits = await passes.logits(row.tokens, wanted, checkpoint, row.lengths);
    passCount++;
    return asked.map(({ spans }, index) => reader.read(logits, index, spans, random));
  }
}

function check({ order, steps, temperature, topP, topK, length, schedule }: DenoiseOptions): void {
  const wrong = (what: string) => new RuntimeError('bad-request', `${what}.`, 'Change this option of the request.');
  if (steps !== undefined && !(Number.isInteger(steps) && steps >= 1))
    throw wrong('The number of steps must be at least 1');
  if (temperature !== undefined && !(temperature >= 0)) throw wrong('The temperature must be at least 0');
  if (topP !== undefined && !(topP >= 0 && topP <= 1)) throw wrong('The nucleus (topP) must be between 0 and 1');
  if (topK !== undefined && !(topK >= 1)) throw wrong('The number of best tokens (topK) must be at least 1');
  if (order === 'p2' && length && length.kind !== 'fixed') {
    throw wrong(`The order "p2" masks slots again and needs a fixed length, not "${length.kind}"`);
  }
  if (order === 'p2' && schedule?.kind === 'reference') throw wrong('The order "p2" has a schedule of its own');
}
