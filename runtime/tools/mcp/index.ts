/** Servers of the Model Context Protocol as sources of tools. */
export { McpServers, openMcpServers, type McpOptions, type McpSettings } from './mcpServers';
export { readConfiguration, type Configuration, type ConfigurationProblem } from './configurationFile';
export { AllowedServersFile } from './allowedServersFile';
export { consentHash, type ConfiguredServer } from './consent';
export { McpServerError } from './mcpServerError';
export { DEFAULT_LIMITS, type Limits } from './limits';
