import { EnvironmentError } from './environmentError';
import type { ActionChoices, Environment, RoleModel } from './types';
import type { Execution } from '../gyms/swe/execution';
import { gymKinds } from '../gyms/gymKinds';
import { travelKind } from './travel/travelKind';

/** A kind of environment that is known by name: how one is made, with everything that comes from outside checked. */
export interface EnvironmentKind {
  /** As environments call themselves, e.g. `TravelGym-v0`. */
  readonly name: string;
  /** For people, one line. */
  readonly title: string;
  readonly actions: ActionChoices;
  /** @throws EnvironmentError `bad-data`, BadInputError for the configuration */
  open(parts: EnvironmentParts): Environment;
}

export interface EnvironmentParts {
  /** Tasks in the kind's own form, as JSON. */
  readonly data: unknown;
  /** What differs from the kind's defaults. */
  readonly configuration?: unknown;
  /** Models for the roles of its user and judges; default: rules, where the kind has them. */
  readonly roles?: RoleModel | undefined;
  /** Runs programs, for kinds that need it; default: nothing is run. */
  readonly execution?: Execution | undefined;
}

/** @throws EnvironmentError `no-environment` with the names that there are */
export function environmentKind(name: string, kinds: readonly EnvironmentKind[] = environmentKinds): EnvironmentKind {
  const found = kinds.find((kind) => kind.name === name);
  if (found !== undefined) return found;
  const names = kinds.map((kind) => kind.name).join(', ');
  throw new EnvironmentError('no-environment', `There is no environment "${name}". Known are ${names}.`);
}

/** Every kind of environment. A gym adds its own here. */
export const environmentKinds: readonly EnvironmentKind[] = [travelKind, ...gymKinds];
