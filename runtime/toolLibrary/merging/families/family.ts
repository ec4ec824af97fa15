import type { ToolRecord } from '../../types';

/** Functions that are one but for constants. */
export interface Family {
  readonly id: string;
  readonly members: readonly FamilyMember[];
  /** Constants that become parameters: the same place or places in all members. */
  readonly columns: readonly FamilyColumn[];
}

export interface FamilyMember {
  readonly tool: ToolRecord;
  readonly path: string;
  readonly access: string;
}

export interface FamilyColumn {
  /** Indices among the constants of the code. */
  readonly places: readonly number[];
  /** By member. */
  readonly values: readonly (number | string)[];
}
