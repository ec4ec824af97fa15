import { speaksToJudge } from '../../users';
import type { GymOptions } from './gymOptions';

/**
 * Whether a text speaks to the model that plays user or judge, and not to the user: then rules decide in its place, which nobody can talk
 * into anything. Never with the reference's quirks, which trusts every text.
 */
export function mistrusted(text: string, { roles, referenceQuirks }: GymOptions): boolean {
  return roles !== undefined && referenceQuirks !== true && speaksToJudge(text);
}
