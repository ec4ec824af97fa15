export { fileWorkspaceHost, type FileHostOptions } from './fileWorkspaceHost';
export { secretFiles } from './files/secretFiles';
export { WorkspacePaths, type WorkspacePath } from './files/workspacePaths';
export { findProgram } from './git/findProgram';
export { outlineOf, type OutlineSymbol } from './outline/outlineOf';
export { workspaceTools, type WorkspaceToolsOptions } from './workspaceTools';
