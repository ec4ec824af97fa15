import type { LocoData, OtherSetKind, SetUpState, StartRunParams } from '../protocol';

/** @returns what a run would be started with; undefined while scenarios or models are not chosen */
export function startParams(setUp: SetUpState, data: LocoData): StartRunParams | undefined {
  const set = chosenSet(setUp, data);
  if (!set || setUp.models.length === 0) return undefined;
  return {
    folder: set.folder,
    models: setUp.models,
    repeats: setUp.repeats,
    seed: set.seed,
    maxOutputTokens: setUp.maxOutputTokens,
    temperature: setUp.temperature,
    budget: setUp.budget === undefined ? undefined : Math.round(setUp.budget * 1e6),
    sampling: setUp.stopEarly
      ? { batch: 8, minimum: Math.min(24, set.scenarios), halfWidth: setUp.halfWidth / 100, confidence: 0.95 }
      : undefined,
    localOnly: setUp.localOnly || data.localOnly,
    cache: setUp.cache,
    name: setUp.name === '' ? undefined : setUp.name,
    queue: setUp.queue === '' ? undefined : setUp.queue,
    ...otherChoices(setUp, set),
  };
}

interface ChosenSet {
  readonly folder: string;
  readonly seed: number;
  readonly scenarios: number;
  readonly kind: OtherSetKind | undefined;
  readonly dialogues?: number | undefined;
}

function chosenSet({ set }: SetUpState, { sets, otherSets }: LocoData): ChosenSet | undefined {
  const other = otherSets.find(({ folder }) => folder === set);
  if (other) return other;
  const loco = sets.find(({ folder }) => folder === set);
  return loco && { folder: loco.folder, seed: loco.set.seed, scenarios: loco.set.scenarios.length, kind: undefined };
}

/** What a set of this kind can be told; nothing that it does not know. */
function otherChoices(
  { asking }: SetUpState,
  { kind, dialogues = 0 }: ChosenSet,
): Pick<StartRunParams, 'options' | 'roles'> {
  const { choices, mode, setting, turns, user } = asking;
  const roles = user === '' ? {} : { roles: { user } };
  const userMode = user === '' ? 'rules' : 'model';
  switch (kind) {
    case undefined:
      return {};
    case 'mcp':
      return toolChoices(asking, dialogues > 0);
    case 'travel':
      return { ...roles, options: { choices, turns, user: userMode } };
    case 'gym':
      return { ...roles, options: { turns, user: userMode } };
    case 'workspace':
      return { ...roles, options: { mode, setting, turns, user: userMode } };
  }
}

/** A dialogue has a user; a judge is named as a role, and asked for as an option. */
function toolChoices(
  { way, user, judge }: SetUpState['asking'],
  hasDialogues: boolean,
): Pick<StartRunParams, 'options' | 'roles'> {
  const multiTurn = hasDialogues && way === 'dialogue';
  const roles = { ...(judge === '' ? {} : { judge }), ...(multiTurn && user !== '' ? { user } : {}) };
  return {
    ...(Object.keys(roles).length > 0 && { roles }),
    options: { judge: judge !== '', ...(multiTurn && { multiTurn, user: user === '' ? 'rules' : 'model' }) },
  };
}

/** Whether a queue's address has the form of one, before anything is sent there; a password has no place in what a page keeps. */
export function isQueueAddress(address: string): boolean {
  return /^rediss?:\/\/[^\s@/]+(\/\d*)?$/.test(address);
}

/** What other machines are told to run. */
export function workerCommand(address: string): string {
  return `WHETSTONE_WORKER_TOKEN=... whetstone worker --queue ${address}`;
}
