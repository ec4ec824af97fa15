import type { Llama, LlamaGrammarEvaluationState, LlamaModel } from 'node-llama-cpp';
import { RuntimeError } from '../../runtimeError';
import type { NodeLlama } from '../nodeLlama';

/** Reading the grammar of many tools takes milliseconds, and the next turn has the same. */
const most = 16;

/** Grammars by their text: each is read once, and every answer starts with a copy of its first state. */
export class Grammars {
  private readonly states = new Map<string, LlamaGrammarEvaluationState>();

  constructor(
    private readonly llama: Llama,
    private readonly model: LlamaModel,
    private readonly State: NodeLlama['LlamaGrammarEvaluationState'],
  ) {}

  /** @throws RuntimeError bad-request when llama.cpp cannot read it */
  async start(gbnf: string): Promise<LlamaGrammarEvaluationState> {
    const state = this.states.get(gbnf) ?? (await this.read(gbnf));
    // The least recently used one stands first.
    this.states.delete(gbnf);
    this.states.set(gbnf, state);
    const [oldest] = this.states.keys();
    if (this.states.size > most && oldest !== undefined) this.states.delete(oldest);
    return state.clone();
  }

  private async read(gbnf: string): Promise<LlamaGrammarEvaluationState> {
    try {
      const grammar = await this.llama.createGrammar({ grammar: gbnf });
      return new this.State({ model: this.model, grammar });
    } catch (cause) {
      throw new RuntimeError(
        'bad-request',
        'llama.cpp cannot read the grammar that the answer was to be held to.',
        'Check the GBNF: it needs a rule `root`, and every rule that is named.',
        { cause },
      );
    }
  }
}
