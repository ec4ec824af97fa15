import type { RoleModel } from '../../environments/types';
import type { Execution } from '../swe/execution';

/** What all gyms can be told; defaults are the reference's. */
export interface GymOptions {
  /** A model in the roles of user and judge; undefined: both by rules, which need no model and are the same at every run. */
  readonly roles?: RoleModel | undefined;
  /** Runs programs of an episode, for the gyms that need it; undefined: it was not allowed. */
  readonly execution?: Execution | undefined;
  /** Steps until an episode is cut off; default 20. */
  readonly maxSteps?: number | undefined;
  /** Default 1. */
  readonly rewardScale?: number | undefined;
  /** What a step costs; default 0. In most gyms times the number of steps so far. */
  readonly stepPenalty?: number | undefined;
  /** Rewards are kept between 0 and 1; default: they are not. */
  readonly normalizeRewards?: boolean | undefined;
  /** Reads judges and actions as the reference does, faults included: for golden tests only. */
  readonly referenceQuirks?: boolean | undefined;
  /** Between tries of a role's model; default 2,000 ms. */
  readonly retryPauseMs?: number | undefined;
}
