/** How long a decision takes, beside the nearest of a thousand stored prompts as other routers look them up. */
import { LearningRouter, MemoryStore, featuresOf, SeededRandom } from '../../runtime/gateway/router';
import type { GatewayModel, GenerateRequest, RoutingArm } from '../../runtime/gateway/types';
import { percentile } from '../core/statistics';
import { nearestNeighbours } from '../routing/rivals';
import { stopwatch, type Elapsed } from './stopwatch';

/** Milliseconds; processor times hardly depend on what else the machine does. */
export interface DecisionTimes {
  readonly p50: number;
  readonly p99: number;
  readonly processor: { readonly p50: number; readonly p99: number };
}

export interface DecisionReport {
  readonly decisions: number;
  readonly models: number;
  readonly promptBytes: number;
  readonly router: DecisionTimes;
  /** Features and the thirty nearest of a thousand stored prompts, by a plain scan. */
  readonly nearestNeighbours: DecisionTimes;
}

const MODELS = 10;
const STORED = 1_000;
const WARM_UP = 200;

/** @param promptBytes characters of the last message; @param decisions that are measured, in turn with the rival's */
export function measureDecisions(decisions: number, promptBytes = 20_000): DecisionReport {
  const random = new SeededRandom(1);
  const arms = Array.from({ length: MODELS }, (_, i) => armOf(i));
  const policy = { localOnly: false, allowedModels: [], quality: 5, defaultModel: 'auto' };
  const router = new LearningRouter({ store: new MemoryStore(), policy, seed: 1, refit: 'at-once' });
  const decide = (request: GenerateRequest) =>
    router.decide({ request, taskType: 'chat.other', inputTokens: promptBytes / 4, maxOutputTokens: 1000 }, arms, []);
  for (let i = 0; i < WARM_UP; i++) {
    const { id, model } = decide(requestOf(promptBytes, random));
    router.learn({
      decision: id,
      model,
      event: random.uniform() < 0.7 ? 'verified' : 'verification-failed',
      at: Date.now(),
    });
  }
  const stored = Array.from({ length: STORED }, () => ({
    features: featuresOf(requestOf(promptBytes, random), promptBytes / 4),
    ...{ weak: random.uniform() < 0.6, strong: random.uniform() < 0.8 },
  }));
  const gain = nearestNeighbours(stored);
  const own: Elapsed[] = [];
  const rival: Elapsed[] = [];
  for (let i = 0; i < decisions + WARM_UP; i++) {
    const request = requestOf(promptBytes, random);
    const [first, second] = [timeOf(() => decide(request)), timeOf(() => gain(featuresOf(request, promptBytes / 4)))];
    if (i < WARM_UP) continue;
    own.push(first);
    rival.push(second);
  }
  const of = (values: readonly number[]) => ({ p50: percentile(values, 0.5), p99: percentile(values, 0.99) });
  const times = (elapsed: readonly Elapsed[]) => ({
    ...of(elapsed.map(({ wall }) => wall)),
    processor: of(elapsed.map(({ cpu }) => cpu)),
  });
  return { decisions, models: MODELS, promptBytes, router: times(own), nearestNeighbours: times(rival) };
}

function timeOf(work: () => unknown): Elapsed {
  const elapsed = stopwatch();
  work();
  return elapsed();
}

function requestOf(bytes: number, random: SeededRandom): GenerateRequest {
  let text = '';
  while (text.length < bytes) text += `${Math.floor(random.uniform() * 1e9).toString(36)} `;
  return {
    ...{ model: 'auto', purpose: 'chat' },
    messages: [{ role: 'user', content: [{ type: 'text', text: text.slice(0, bytes) }] }],
  };
}

function armOf(i: number): RoutingArm {
  const locality = i < 2 ? 'local' : 'cloud';
  const dollars = locality === 'local' ? 0 : i;
  const model: GatewayModel = {
    ...{ id: `${locality}/model-${i}`, provider: locality, name: `model-${i}`, title: `model-${i}`, locality },
    ...{ unit: 'tokens', contextTokens: undefined, maxOutputTokens: undefined },
    capabilities: { tools: true, images: false, json: true, reasoning: false },
    price: {
      rates: { input: dollars, output: 4 * dollars, cacheRead: undefined, cacheWrite: undefined },
      ...{ tiers: [], perRequest: 0, source: locality === 'local' ? 'local' : 'user' },
    },
  };
  return { model, worstCost: 9000 * dollars, latencyMs: undefined };
}
