import type { ActivityEntry, ActivityOutcome, ActivitySummary } from '../activity/protocol';

const FILES = [
  ['src/runtime/diffusion/sampler.ts', 'typescript'],
  ['tools/convert_checkpoint.py', 'python'],
  ['cmd/server/main.go', 'go'],
  ['crates/parser/src/lib.rs', 'rust'],
] as const;
const OUTCOMES: readonly ActivityOutcome[] = ['accepted', 'dismissed', 'partlyAccepted', 'superseded', 'accepted'];

/** Entries that differ in everything and are the same in every run. Times rise by 7 s from a fixed start. */
export function activityEntries(count: number, start = 0): ActivityEntry[] {
  return Array.from({ length: count }, (_, offset) => {
    const index = start + offset;
    const [file, languageId] = FILES[index % FILES.length] ?? FILES[0];
    const context = (index * 37) % 211;
    const denoise = 20 + ((index * 53) % 97);
    const contextTokens = index % 50 === 0 ? 0 : 100 + ((index * 13) % 476);
    return {
      id: `entry-${index}`,
      time: Date.UTC(2026, 10, 20, 9, 0, 0) + index * 7000,
      file,
      languageId,
      extent: index % 3 === 0 ? 'block' : 'line',
      model: index % 10 === 0 ? 'coda-1.7b' : 'whetstone-infill',
      ms: { context, denoise, total: context + denoise },
      forwardPasses: 1 + (index % 9),
      tokens: 2 + ((index * 7) % 31),
      contextTokens,
      contextReused: Math.floor(contextTokens * ((index % 11) / 10)),
      outcome: OUTCOMES[index % OUTCOMES.length] ?? 'accepted',
    };
  });
}

export const activitySummary: ActivitySummary = {
  shown: 120,
  decided: 118,
  accepted: { value: 0.61, low: 0.52, high: 0.69 },
  latency: { p50: 142, p95: 268 },
};
