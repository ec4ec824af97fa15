/** Tools of a folder as records, whatever they are written in. */
export { extractTools, type ExtractOptions } from './extractTools';
export { FollowedCollection, type FollowedFile } from './followedCollection';
export { recordsOfServer, serverTools, type ListedTools } from './servers/serverTools';
export { liveServerTools, type LiveServersOptions, type LiveTools, type WaitingServer } from './servers/liveServers';
export { namedServers, type NamedServers } from './servers/namedServers';
export { apartByServer, sameNames, type SameName } from './servers/sameNames';
export { serverText } from './servers/serverText';
export { ExtractionError } from './extractionError';
export { summaryOf, withId } from './toolRecord';
export { isPlainObject } from './literal';
