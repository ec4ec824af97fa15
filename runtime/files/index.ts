export { readableBytes, requireSpace } from './diskSpace';
export { acquireFolderLock, type FolderLock } from './folderLock';
