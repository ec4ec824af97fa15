import type { ModelListing } from '../../runtime/models/protocol';
import type { ModelAct, ModelWork } from '../../webviews/models/protocol';

/** What decides about the acts. */
export interface ActFacts {
  readonly listing: ModelListing;
  /** Whether it makes the suggestions. */
  readonly used: boolean;
  readonly work?: ModelWork | undefined;
}

export interface ModelActs {
  /** The likeliest; undefined where nothing can be done just now. */
  readonly main: ModelAct | undefined;
  readonly more: readonly ModelAct[];
}

/** What can be done with a model now. The tree's menus, the page's buttons and the palette's lists all go by this. */
export function actsOf({ listing, used, work }: ActFacts): ModelActs {
  if (work) return { main: work.cancellable ? 'cancel' : undefined, more: [] };
  switch (listing.state) {
    case 'downloading':
      return { main: 'cancel', more: [] };
    case 'available':
      return { main: 'download', more: [] };
    case 'partial':
      return { main: 'resume', more: ['discard'] };
    case 'installed':
      return used
        ? { main: 'measure', more: ['verify', ...ofFolder(listing)] }
        : { main: 'use', more: ['measure', 'verify', ...ofFolder(listing)] };
    case 'broken':
      return fromHub(listing)
        ? { main: 'download', more: ['verify', ...ofFolder(listing)] }
        : { main: isRemovable(listing) ? 'remove' : 'verify', more: listing.folder === undefined ? [] : ['reveal'] };
  }
}

export function canDo(facts: ActFacts, act: ModelAct): boolean {
  const { main, more } = actsOf(facts);
  return act === main || more.includes(act) || (act === 'licence' && facts.listing.licence !== undefined);
}

function ofFolder(listing: ModelListing): readonly ModelAct[] {
  return [
    ...(listing.folder === undefined ? [] : ['reveal' as const]),
    ...(isRemovable(listing) ? ['remove' as const] : []),
  ];
}

function fromHub(listing: ModelListing): boolean {
  return listing.repository !== undefined && isRemovable(listing);
}

/** What somebody else put into the folder, or what ships, is not ours to remove. */
function isRemovable({ origin }: ModelListing): boolean {
  return origin !== 'embedded' && origin !== 'unmanaged';
}
