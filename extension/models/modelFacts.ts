import type { ModelListing } from '../../runtime/models/protocol';
import type { MeasuredSpeed, ModelProblem, ModelRow, ModelWork } from '../../webviews/models/protocol';
import { actsOf } from './modelActs';

/** All that is known here about one model: what the manager lists, and what this window does with it. */
export interface ModelFacts {
  readonly listing: ModelListing;
  readonly used: boolean;
  readonly work?: ModelWork | undefined;
  /** Why the last act on it failed. */
  readonly problem?: ModelProblem | undefined;
  readonly remark?: string | undefined;
  readonly speed?: MeasuredSpeed | undefined;
}

/** What the user must know about: the last act's failure, else what is wrong with the model or its download. */
export function problemOf({ listing, problem }: ModelFacts): ModelProblem | undefined {
  const found = problem ?? (listing.download?.active ? undefined : (listing.download?.error ?? listing.problem));
  return found && { message: found.message, action: found.action };
}

/** Share of a download or other work that is done, 0..1; undefined while nobody knows how much it is. */
export function shareDone({ listing, work }: Pick<ModelFacts, 'listing' | 'work'>): number | undefined {
  const { doneBytes, totalBytes } = work ?? listing.download ?? {};
  return doneBytes === undefined || !totalBytes ? undefined : Math.min(1, doneBytes / totalBytes);
}

export function rowOf(facts: ModelFacts): ModelRow {
  const { listing, used, work, remark, speed } = facts;
  const { id, title, state, family, parameters, precision, goodFor, licence, download } = listing;
  return {
    ...{ id, title, state, used, family, parameters, precision, goodFor, work, remark, speed },
    source: listing.repository ?? (listing.origin === 'embedded' ? undefined : listing.folder),
    // What is installed has been counted.
    sizesUnverified: state !== 'installed' && listing.unverified.includes('downloadBytes'),
    licence: licence && {
      name: licence.name,
      needsAcceptance: licence.needsAcceptance,
      accepted: licence.accepted && { by: licence.accepted.by, at: licence.accepted.at },
    },
    downloadBytes: listing.downloadBytes,
    bytes: listing.bytes,
    fit: listing.fit,
    download: download && {
      phase: download.phase,
      active: download.active,
      doneBytes: download.doneBytes,
      totalBytes: download.totalBytes,
      bytesPerSecond: download.bytesPerSecond,
      waiting: download.waiting,
    },
    problem: problemOf(facts),
    ...actsOf(facts),
  };
}
