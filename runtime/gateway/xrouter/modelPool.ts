import { SeededRandom } from '../router';
import type { GatewayModel } from '../types';

/**
 * A random part of the models, so that a router reads its list of tools instead of knowing names by heart. At least one
 * local and one other model are in it where there are such.
 *
 * @param size models of the pool; undefined: all of them
 */
export function modelPool(
  models: readonly GatewayModel[],
  size: number | undefined,
  seed: number,
): readonly GatewayModel[] {
  if (size === undefined || size >= models.length) return models;
  const shuffled = new SeededRandom(seed).shuffled(models);
  const local = shuffled.find(({ locality }) => locality === 'local');
  const cloud = shuffled.find(({ locality }) => locality === 'cloud');
  const first = [local, cloud].filter((model) => model !== undefined);
  const pool = new Set([...first, ...shuffled].slice(0, Math.max(1, size)));
  for (const model of shuffled) if (pool.size < Math.max(1, size)) pool.add(model);
  return models.filter((model) => pool.has(model));
}
