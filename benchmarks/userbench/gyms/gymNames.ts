import { BadInputError } from '../../core/badInputError';
import type { GymKind } from './gymKind';
import { gymKinds } from './gymKinds';
import { workspaceGymKinds } from './workspace/workspaceGymKinds';

const all = [...gymKinds, ...workspaceGymKinds];

/** Short names of sets: `function` for FunctionGym-v0, `function-ws` for FunctionGym-WS. */
export const gymSetNames: ReadonlyMap<string, GymKind> = new Map(
  all.map((kind) => [kind.name.replace('Gym-v0', '').replace('Gym-WS', '-ws').toLowerCase(), kind]),
);

/** By the name of the environment. @throws BadInputError with the names that there are */
export function gymKindNamed(name: string): GymKind {
  const found = all.find((kind) => kind.name === name);
  if (found !== undefined) return found;
  throw new BadInputError(`There is no gym "${name}". Known are ${all.map((kind) => kind.name).join(', ')}.`);
}
