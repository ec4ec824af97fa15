import { setTimeout as wait } from 'node:timers/promises';
import { GatewayError } from '../../../../runtime/gateway/gatewayError';
import { EvaluationError } from '../../../core/runs/evaluationError';
import type { RoleModel, RolePrompt } from '../../environments/types';
import type { GymOptions } from './gymOptions';

const tries = 3;

/**
 * @returns undefined where three tries failed
 * @throws EvaluationError, GatewayError as they come, so that a provider's failure is no failure of the model that is measured
 */
export async function askRole(
  model: RoleModel,
  role: string,
  prompt: RolePrompt,
  { retryPauseMs = 2000 }: GymOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await model.ask(role, prompt, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof EvaluationError || error instanceof GatewayError) throw error;
      if (attempt === tries) return undefined;
      await wait(retryPauseMs, undefined, { signal });
    }
  }
}
