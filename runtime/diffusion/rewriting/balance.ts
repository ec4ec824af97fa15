import { isMisfit, looseSigns } from '../gate/misfit';
import type { Surroundings } from '../infilling/postProcess';

/**
 * Whether a new text leaves brackets or quotes in more disorder than the old one did, here and around it. Where the old text was in
 * disorder already, the new one may be as well.
 */
export function breaksBalance(old: string, now: string, around: Surroundings): boolean {
  if (old === now) return false;
  return looseSigns(now, around) > looseSigns(old, around) || (isMisfit(now, around) && !isMisfit(old, around));
}
