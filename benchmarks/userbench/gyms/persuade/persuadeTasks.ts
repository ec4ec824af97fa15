import { z } from 'zod';

/** An argument against a claim, for the user by rules. */
export interface LedgerPoint {
  /** How far it moves who holds the claim. */
  readonly levels: number;
  readonly about: string;
  /** All of them have to be there; see `core/terms.ts`. */
  readonly terms: string;
}

export interface PersuadeTask {
  readonly id: string;
  readonly claim: string;
  /** Why the user holds it. */
  readonly argument: string;
  /** undefined: the ways of arguing well are counted. */
  readonly ledger?: readonly LedgerPoint[] | undefined;
}

/** The published form. */
export const publishedStatements = z.array(
  z.object({ id: z.string(), claim: z.string().min(1), argument: z.string().default('') }),
);
