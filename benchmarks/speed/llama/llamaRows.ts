/** Text generation on llama.cpp: our engine beside llama.cpp's own programs, and what grammars, tools and second turns cost. */
import { mkdir } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import path from 'node:path';
import { ToolIndex, type PromptPiece } from '../../../runtime/functionCalling';
import { LlamaEngine, type CompletionRequest, type CompletionResult } from '../../../runtime/llama';
import { packageRoot } from '../../core/packageRoot';
import { versus, type SpeedReport, type SpeedRow } from '../report';
import { stopwatch, type Elapsed } from '../stopwatch';
import { grammarOf, manyTools, promptOf, question, saidCall } from './callWorkload';
import { callStart, fim, parameters, writeHalfBillionModel } from './halfBillionModel';
import { runLlamaBench } from './llamaBench';
import type { LlamaCppPrograms } from './llamaCppBuild';
import { LlamaServer } from './llamaServer';

export interface LlamaSpeedOptions {
  readonly programs: LlamaCppPrograms;
  /** What is measured: all of them by default. */
  readonly only: readonly string[];
  readonly threads: number;
  readonly rounds: number;
  readonly signal: AbortSignal;
  readonly onProgress: (what: string) => void;
}

export const llamaMeasures = ['prefill', 'generation', 'infill', 'constrained', 'turns', 'tools'] as const;
const contextTokens = 4096;
const promptTokens = 256;
const generatedTokens = 64;
const plain = (text: string): PromptPiece => ({ kind: 'text', text });
const special = (text: string): PromptPiece => ({ kind: 'special', text });

export async function measureLlama(options: LlamaSpeedOptions): Promise<SpeedReport> {
  const loadBefore = loadavg()[0] ?? 0;
  const folder = path.join(packageRoot(), '.cache', 'speed');
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'half-a-billion.gguf');
  options.onProgress('writing the model (once)');
  await writeHalfBillionModel(file, saidCall);
  const engine = await LlamaEngine.open({ file, threads: options.threads, contextTokens, gpu: 'off' });
  const rows: SpeedRow[] = [];
  try {
    const measured = new Measures(options, engine, file);
    for (const name of llamaMeasures) {
      if (options.only.length > 0 && !options.only.includes(name)) continue;
      options.onProgress(name);
      rows.push(...(await measured[name]()));
    }
  } finally {
    await engine.dispose();
  }
  return {
    machine: {
      cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
      cores: availableParallelism(),
      node: process.version,
      load: [loadBefore, loadavg()[0] ?? 0],
    },
    model: { id: 'random weights of Qwen2.5-0.5B’s shape, Q8_0', parameters },
    rival: { name: 'llama.cpp’s own programs, from the same sources' },
    threads: options.threads,
    rows,
    missing: [],
  };
}

class Measures {
  private prompts = 0;

  constructor(
    private readonly options: LlamaSpeedOptions,
    private readonly engine: LlamaEngine,
    private readonly file: string,
  ) {}

  /** Reading a prompt, beside llama-bench. */
  async prefill(): Promise<readonly SpeedRow[]> {
    const { programs, threads } = this.options;
    const bench = { program: programs.bench, file: this.file, threads, prompt: promptTokens, generated: 0 };
    const [ours, rival] = await this.inTurn(
      () => this.warmed(() => ({ prompt: [plain(this.fresh(promptTokens))], maxTokens: 1 })),
      () => runLlamaBench(bench),
    );
    return [atLeast('llama-prefill', `${promptTokens} tokens of a prompt`, 'llama-bench', ours, rival, 0.95)];
  }

  /** Writing token by token, beside llama-bench, which neither chooses tokens nor makes text of them. */
  async generation(): Promise<readonly SpeedRow[]> {
    const { programs, threads } = this.options;
    const bench = { program: programs.bench, file: this.file, threads, prompt: 0, generated: generatedTokens };
    const [ours, rival] = await this.inTurn(
      () => this.warmed(() => ({ prompt: this.wander(), maxTokens: generatedTokens })),
      () => runLlamaBench(bench),
    );
    return [atLeast('llama-generation', `${generatedTokens} tokens written`, 'llama-bench', ours, rival, 0.85)];
  }

  /** Completion in the middle of code, beside llama-server's /infill: from nothing, and after four more characters. */
  async infill(): Promise<readonly SpeedRow[]> {
    const { programs, threads } = this.options;
    const server = await LlamaServer.open(programs.server, this.file, threads, contextTokens);
    const suffix = '\n}\n';
    const tokens = 24;
    const ask = (prefix: string) =>
      [
        () => this.write({ prompt: fimPrompt(prefix, suffix), maxTokens: tokens }).then(({ time }) => time),
        () => server.infill({ prefix, suffix, tokens }),
      ] as const;
    const cold: (readonly [Elapsed, Elapsed])[] = [];
    const warm: (readonly [Elapsed, Elapsed])[] = [];
    try {
      for (let round = 0; round < this.options.rounds; round++) {
        this.options.signal.throwIfAborted();
        const prefix = this.fresh(380);
        cold.push(await pair(...ask(prefix), round));
        warm.push(await pair(...ask(`${prefix}more`), round));
      }
    } finally {
      server.dispose();
    }
    return [
      row('llama-infill-cold', `infilling of ${tokens} tokens, new file`, 'llama-server /infill', cold),
      row('llama-infill-warm', `infilling of ${tokens} tokens, four characters later`, 'llama-server /infill', warm),
    ];
  }

  /** The same call with and without a grammar, token for token. */
  async constrained(): Promise<readonly SpeedRow[]> {
    const gbnf = grammarOf(manyTools(10));
    const grammar = { gbnf, when: 'always' } as const;
    const call = [special(callStart)];
    const free = await this.write({ prompt: call, maxTokens: 300 });
    const held = await this.write({ prompt: call, maxTokens: 300, grammar });
    if (free.text !== saidCall || held.text !== saidCall)
      throw new Error(`The model does not say its call: ${held.text}`);
    const rows: SpeedRow[] = [];
    for (const [id, what, request] of [
      ['llama-call-always', 'a call under a grammar', { grammar }],
      [
        'llama-call-opened',
        'a call, grammar switched on as it starts',
        { grammar: { gbnf, when: 'opened', openings: ['[{'] } },
      ],
      [
        'llama-call-guarded',
        'a call, switched on as it starts, its probability asked for',
        { grammar: { gbnf, when: 'opened', openings: ['[{'], least: 0.1 } },
      ],
    ] as const) {
      const [ours, rival] = await this.inTurn(
        () => this.write({ prompt: call, maxTokens: 300, ...request }).then(({ time }) => time),
        () => this.write({ prompt: call, maxTokens: 300 }).then(({ time }) => time),
      );
      rows.push(atMost(id, what, 'the same call, free', ours, rival, 1.1));
    }
    return rows;
  }

  /** Time to the first token of a conversation's second turn, beside its first. */
  async turns(): Promise<readonly SpeedRow[]> {
    const first: Elapsed[] = [];
    const second: Elapsed[] = [];
    for (let round = 0; round < Math.min(4, this.options.rounds); round++) {
      const start = this.fresh(2000);
      const conversation = `turns${round}`;
      const one = await this.write({ prompt: [plain(start), special('<|im_start|>')], conversation, maxTokens: 1 });
      const next = `${start} And the next question is this one.`;
      const two = await this.write({ prompt: [plain(next), special('<|im_start|>')], conversation, maxTokens: 1 });
      first.push(one.time);
      second.push(two.time);
    }
    return [
      atMost(
        'llama-second-turn',
        'first token of a second turn (36 tokens after 2000)',
        'first turn',
        second,
        first,
        0.1,
      ),
    ];
  }

  /** What 200 tools in the registry cost a request, beside the ten of them that it needs. */
  async tools(): Promise<readonly SpeedRow[]> {
    const all = manyTools(200);
    const few = manyTools(10);
    const index = new ToolIndex(all);
    const before = async (pick: () => readonly (typeof all)[number][]) => {
      const elapsed = stopwatch();
      const tools = pick();
      await this.engine.prepare({ prompt: promptOf(tools), grammar: { gbnf: grammarOf(tools), when: 'always' } });
      return elapsed();
    };
    const ours: Elapsed[] = [];
    const rival: Elapsed[] = [];
    for (let round = 0; round < 5 * this.options.rounds; round++) {
      ours.push(await before(() => index.find(question, 10).map(({ tool }) => tool)));
      rival.push(await before(() => few));
    }
    const found = versus(ours, 'ten tools', rival);
    const added = found.ours.p50 - (found.rival?.p50 ?? 0);
    return [
      {
        id: 'llama-200-tools',
        what: `200 tools: choosing, prompt and grammar (${added.toFixed(1)} ms more)`,
        unit: 'ms',
        ...found,
        target: '<= 20 ms more',
        reached: added <= 20,
      },
    ];
  }

  private async write(request: CompletionRequest): Promise<{ time: Elapsed; text: string; result: CompletionResult }> {
    let text = '';
    const elapsed = stopwatch();
    const result = await this.engine.complete(request, (piece) => (text += piece), this.options.signal);
    return { time: elapsed(), text, result };
  }

  /** As llama-bench measures: after a run that does not count. */
  private async warmed(request: () => CompletionRequest): Promise<Elapsed> {
    await this.write(request());
    return (await this.write(request())).time;
  }

  /** A prompt that nothing is held of. */
  private fresh(length: number): string {
    const start = String((this.prompts += 1))
      .padStart(4, '0')
      .split('')
      .reverse()
      .join('');
    return `${start} ${'the quick brown fox jumps over the lazy dog; '.repeat(length)}`.slice(0, length);
  }

  private wander(): readonly PromptPiece[] {
    return [plain(String((this.prompts += 1) % 10)), special('<|im_start|>')];
  }

  private async inTurn(
    ours: () => Promise<Elapsed>,
    rival: () => Promise<Elapsed>,
  ): Promise<readonly [readonly Elapsed[], readonly Elapsed[]]> {
    const pairs: (readonly [Elapsed, Elapsed])[] = [];
    await ours();
    for (let round = 0; round < this.options.rounds; round++) {
      this.options.signal.throwIfAborted();
      pairs.push(await pair(ours, rival, round));
    }
    return [pairs.map(([our]) => our), pairs.map(([, their]) => their)];
  }
}

/** Who comes first changes, so that neither has the warmer machine. */
async function pair(
  ours: () => Promise<Elapsed>,
  rival: () => Promise<Elapsed>,
  round: number,
): Promise<readonly [Elapsed, Elapsed]> {
  if (round % 2 === 0) return [await ours(), await rival()];
  const their = await rival();
  return [await ours(), their];
}

function fimPrompt(prefix: string, suffix: string): readonly PromptPiece[] {
  return [special(fim.prefix), plain(prefix), special(fim.suffix), plain(suffix), special(fim.middle)];
}

function row(id: string, what: string, name: string, pairs: readonly (readonly [Elapsed, Elapsed])[]): SpeedRow {
  const ours = pairs.map(([our]) => our);
  return {
    id,
    what,
    unit: 'ms',
    ...versus(
      ours,
      name,
      pairs.map(([, their]) => their),
    ),
  };
}

/** Speeds are the other way round than times: `share` of the rival's speed at least. */
function atLeast(
  id: string,
  what: string,
  name: string,
  ours: readonly Elapsed[],
  rival: readonly Elapsed[],
  share: number,
): SpeedRow {
  const pair = versus(ours, name, rival);
  const speed = 1 / (pair.cpuRatio ?? Infinity);
  const target = `>= ${share} of its speed (${speed.toFixed(2)} by processor time)`;
  return { id, what, unit: 'ms', ...pair, target, reached: speed >= share };
}

function atMost(
  id: string,
  what: string,
  name: string,
  ours: readonly Elapsed[],
  rival: readonly Elapsed[],
  ratio: number,
): SpeedRow {
  const pair = versus(ours, name, rival);
  return { id, what, unit: 'ms', ...pair, target: `<= ${ratio}`, reached: (pair.cpuRatio ?? Infinity) <= ratio };
}
