/** Functions of the workspace made callable: as a source of tools, and as an MCP server. */
export { functionSource, type FunctionSourceOptions } from './functionSource';
export {
  FUNCTIONS_FILE,
  readFunctionsFile,
  schemaProblem,
  type DeclaredFunction,
  type FunctionLanguage,
} from './functionsFile';
export { serveFunctions, type ServeOptions } from './serveFunctions';
export { WorkspaceFunctions, type CallableFunction, type FunctionResult } from './workspaceFunctions';
