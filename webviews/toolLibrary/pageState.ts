import type { LibraryPageState } from './protocol';

export const firstState: LibraryPageState = {
  version: 1,
  tab: 'tools',
  tools: undefined,
  groups: undefined,
  group: undefined,
  list: 'equal',
  acceptWeak: false,
  tables: false,
  model: undefined,
  candidates: 2,
  limit: undefined,
};

/** An earlier version of the page may have kept something else. */
export function isPageState(value: unknown): value is LibraryPageState {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === 1 &&
    ['tab', 'list', 'acceptWeak', 'tables'].every((key) => key in value)
  );
}
