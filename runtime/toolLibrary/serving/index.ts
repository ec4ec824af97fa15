/** The tools of a library, served to whatever speaks MCP. */
export { libraryOffer, type LibraryOfferOptions } from './libraryOffer';
export { openServed, type OpenServedOptions, type Served } from './openServed';
export { servedTools, type ServedOptions, type ServedTool, type ServedTools } from './servedTools';
