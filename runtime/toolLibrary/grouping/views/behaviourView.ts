import type { Fingerprint } from '../../types';
import type { SimilarityView } from '../types';

/** A tool that raises on more of its cases than this has shown too little of itself. */
const mostRaised = 0.9;

/** What a fingerprint says of behaviour; undefined where it says too little. */
export function behaviourOf(fingerprint: Fingerprint | undefined): string | undefined {
  return fingerprint?.status === 'run' && fingerprint.raised <= mostRaised ? fingerprint.hash : undefined;
}

/** 1 for tools that answer alike on the same cases, 0 for others that were run. */
export function behaviourView(fingerprints: readonly (Fingerprint | undefined)[], weight: number): SimilarityView {
  const behaviours = fingerprints.map(behaviourOf);
  return {
    name: 'behaviour',
    weight,
    fill: (tool, row) => {
      const own = behaviours[tool];
      for (let other = 0; other < tool; other++) {
        const theirs = behaviours[other];
        row[other] = own === undefined || theirs === undefined ? NaN : own === theirs ? 1 : 0;
      }
    },
  };
}
