export { manifestFile, plainName, sha256, type ManifestFile, type ModelManifest } from './manifest';
export { modelPath, openModelFolder, type ModelFolder } from './modelFolder';
export { holdsModel, putModelFile } from './putFile';
