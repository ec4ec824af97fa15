/** What tests of the router have in common. */
import type { BudgetState, GatewayModel, GenerateRequest, RoutingArm, RoutingTask } from '../types';
import type { PromptFeatures } from './features/promptFeatures';
import { SHAPE_FEATURES } from './features/promptFeatures';
import { EDITOR_STANDARDISER } from './predictor/standardiser';

export function testRequest(text: string, changes: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    ...{ model: 'auto', purpose: 'chat', messages: [{ role: 'user', content: [{ type: 'text', text }] }] },
    ...changes,
  };
}

export function testTask(request: GenerateRequest): RoutingTask {
  return { request, taskType: 'chat.other', inputTokens: 500, maxOutputTokens: 500 };
}

export function testModel(name: string, locality: GatewayModel['locality'], dollars = 10): GatewayModel {
  const price = locality === 'local' ? 0 : dollars;
  return {
    ...{ id: `${locality}/${name}`, provider: locality, name, title: name, locality, unit: 'tokens' },
    ...{ contextTokens: undefined, maxOutputTokens: undefined },
    capabilities: { tools: true, images: false, json: true, reasoning: false },
    price: {
      rates: { input: price, output: price, cacheRead: price / 10, cacheWrite: undefined },
      ...{ tiers: [], perRequest: 0, source: locality === 'local' ? 'local' : 'user' },
    },
  };
}

export function testArm(model: GatewayModel, changes: Partial<RoutingArm> = {}): RoutingArm {
  const worstCost = model.locality === 'local' ? 0 : 1000 * model.price!.rates.output;
  return { model, worstCost, latencyMs: undefined, ...changes };
}

export function testBudget(limit: number, settled: number, until: number): BudgetState {
  return {
    budget: { id: 'month', scope: { kind: 'all' }, period: 'month', unit: 'usd', limit, warnAt: [] },
    ...{ from: 0, until, settled, reserved: 0, headroom: limit - settled, passed: [] },
  };
}

/** A request of which nothing but a few n-grams is known; its shape is that of the average. */
export function testFeatures(grams: Readonly<Record<number, number>>): PromptFeatures {
  const entries = Object.entries(grams);
  return {
    indices: Uint16Array.from(entries, ([index]) => Number(index)),
    values: Float32Array.from(entries, ([, value]) => value),
    shape: Float64Array.from({ length: SHAPE_FEATURES }, (_, i) => EDITOR_STANDARDISER.means[i]!),
  };
}
