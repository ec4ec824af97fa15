/** Settings of the agent. All belong to the user: a repository must not give itself tools, servers or rights. */
import {
  booleanSetting,
  choiceSetting,
  globMapSetting,
  numberSetting,
  objectMapSetting,
  textSetting,
  type Setting,
} from './settingKinds';

export const agentSettings = {
  'whetstone.agent.model': textSetting({
    default: 'auto',
    scope: 'application',
    text: "Model of *@whetstone* when the chat's list of models has one of another extension chosen: the id of a model that calls tools, such as `local/qwen2.5-coder-7b`, `local` for those on this machine, or `auto` for the router. A Whetstone model that is chosen in the chat goes before.",
  }),
  'whetstone.agent.mode': choiceSetting({
    choices: {
      ask: { label: 'Ask', text: 'Reads are free; edits, programs and servers ask first.' },
      'read-only': { label: 'Read only', text: 'Nothing but reads.' },
      'allow-writes': {
        label: 'Allow edits',
        text: 'Files of the workspace are edited without a question; programs and servers ask.',
      },
    },
    default: 'ask',
    scope: 'application',
    text: 'What *@whetstone* may do. `/readonly` in the chat makes one question read only. A workspace cannot change this.',
  }),
  'whetstone.agent.maxSteps': numberSetting({
    default: 20,
    minimum: 1,
    maximum: 200,
    integer: true,
    scope: 'application',
    text: 'Model calls of one run at most.',
  }),
  'whetstone.agent.maxTools': numberSetting({
    default: 16,
    minimum: 1,
    maximum: 128,
    integer: true,
    scope: 'application',
    text: 'Tools that a model is shown at once: the ones that fit the question best. Small models do better with few.',
  }),
  'whetstone.agent.tools': globMapSetting({
    default: {},
    scope: 'application',
    text: 'Tools by name, `false` to switch one off. The command *Choose Tools* writes it.',
  }),
  'whetstone.agent.workspaceScripts': booleanSetting({
    default: true,
    scope: 'application',
    text: 'Offer scripts of `package.json`, targets of a `Makefile`, recipes, and tasks of the workspace as tools of their own, with their parameters. Each call asks first, and runs in the sandbox over a copy of the workspace, in trusted workspaces only.',
  }),
  'whetstone.agent.mcpServers': objectMapSetting({
    default: {},
    scope: 'application',
    tags: ['usesOnlineServices'],
    properties: {
      type: { type: 'string', enum: ['stdio', 'http', 'sse'], description: 'How the server is reached.' },
      command: { type: 'string', description: 'Program of a server on this machine.' },
      args: { type: 'array', items: { type: 'string' }, description: 'Its arguments.' },
      env: { type: 'object', additionalProperties: { type: 'string' }, description: 'Variables of its environment.' },
      envFile: { type: 'string', description: 'File with more variables.' },
      cwd: { type: 'string', description: 'Folder that it is started in.' },
      url: { type: 'string', description: 'Address of a server that is reached over HTTP.' },
      risks: {
        type: 'object',
        additionalProperties: { type: 'string', enum: ['read', 'write', 'execute', 'network'] },
        description: 'What its tools do at worst, by their names; without it they count as network.',
      },
      headers: { type: 'object', additionalProperties: { type: 'string' }, description: 'Headers of each request.' },
    },
    text: 'MCP servers for every workspace, by name, in the form of `.vscode/mcp.json`; those of the workspace stand there. None is started before you allow it: *Manage MCP Servers*. Keys belong into `${input:NAME}`, which is asked for and kept in the secret storage.',
  }),
} as const satisfies Record<string, Setting<unknown>>;
