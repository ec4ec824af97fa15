/** Faults to be found and corrected: put in on purpose, or brought back by undoing the commit that corrected them. */
import type { Draft, MakerInput, ScenarioMaker } from '../maker';
import { revertedFixes } from './revertedFixes';
import { seededFaults } from './seededFaults';

export const bugMaker: ScenarioMaker = {
  category: 'bug_investigation',
  ahead: 1,
  async *drafts(input: MakerInput): AsyncIterable<Draft> {
    let live = [seededFaults(input), revertedFixes(input)];
    while (live.length > 0) {
      const next: typeof live = [];
      for (const source of live) {
        const step = await source.next();
        if (step.done === true) continue;
        yield step.value;
        next.push(source);
      }
      live = next;
    }
  },
};
