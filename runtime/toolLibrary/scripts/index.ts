/** Scripts, targets, tasks, programs and APIs of a workspace as tools. */
export { findScripts } from './findScripts';
export { programTools, type Program } from './programHelp';
export { runScript, type RunOptions } from './runScript';
export { scriptRecord } from './scriptRecord';
export { scriptSource, type ScriptSourceOptions } from './scriptSource';
export { validateScripts } from './validateScripts';
export { apiRecord, validateApi } from './openApi/apiTools';
export { callOperation, loopbackUrl, type ApiAnswer, type ApiServer } from './openApi/callOperation';
export { readApiDocument, type ApiDocument, type ApiOperation } from './openApi/readDocument';
export type * from './types';
