/** Guests of the first list who are not in the second list of answers. */
export function guestsWithoutAnswer(invited: string[], answered: string[]): string[] {
  const missing: string[] = [];
  for (const guest of invited) {
    if (!answered.includes(guest)) missing.push(guest);
  }
  return missing;
}
