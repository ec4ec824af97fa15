import type { DownloadStatus, ModelListing } from '../../../runtime/models/protocol';

/** A model of the catalogue of which nothing is here, changed as wanted. */
export function listing(changes: Partial<ModelListing> = {}): ModelListing {
  return {
    id: 'tiny',
    title: 'Tiny',
    state: 'available',
    bytes: 0,
    downloadBytes: 2e9,
    repository: 'tests/tiny',
    unverified: ['downloadBytes'],
    licence: { name: 'Apache License 2.0', needsAcceptance: false },
    sourceKept: false,
    inUse: false,
    fit: { verdict: 'fits', memoryNeeded: 1e9, precision: 'int8', memoryTotal: 24e9, threads: 2 },
    ...changes,
  };
}

export function embedded(): ModelListing {
  return listing({
    ...{ id: 'embedded', title: 'Embedded model', state: 'installed', origin: 'embedded', model: 'embedded' },
    ...{ folder: '/extension/embedded', bytes: 7e6, precision: 'int8', unverified: [] },
    repository: undefined,
    licence: undefined,
  });
}

export function installed(changes: Partial<ModelListing> = {}): ModelListing {
  return listing({
    ...{ state: 'installed', origin: 'download', model: '/models/tiny', folder: '/models/tiny' },
    ...{ bytes: 1e9, precision: 'int8' },
    ...changes,
  });
}

export function status(changes: Partial<DownloadStatus> = {}): DownloadStatus {
  return {
    model: 'tiny',
    phase: 'downloading',
    doneBytes: 423e6,
    totalBytes: 1e9,
    doneFiles: 1,
    totalFiles: 3,
    bytesPerSecond: 12.4e6,
    active: true,
    pid: 7,
    startedAt: '2026-11-20T09:00:00.000Z',
    updatedAt: '2026-11-20T09:01:00.000Z',
    ...changes,
  };
}
