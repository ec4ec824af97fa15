export { readableBytes, requireSpace } from './diskSpace';
export { alive, holder, ProcessLock, type LockOwner } from './processLock';
export { watchFiles } from './watchFiles';
