/**
 * Settings of the gateway: which endpoints there are, and how the router chooses. Budgets are no settings: they are kept in
 * the ledger, which all windows and the command line share, and keys are kept in SecretStorage.
 */
import {
  globListSetting,
  numberMapSetting,
  numberSetting,
  objectListSetting,
  textSetting,
  type Setting,
  type SettingSchema,
} from './settingKinds';

const dollars = (description: string): SettingSchema => ({ type: 'number', minimum: 0, description });

const model: SettingSchema = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', description: 'The name that the endpoint knows the model by.' },
    title: { type: 'string', description: 'The name for people.' },
    contextTokens: { type: 'integer', minimum: 256, description: 'Tokens of input and output together.' },
    maxOutputTokens: { type: 'integer', minimum: 1, description: 'Most tokens of one answer.' },
    tools: { type: 'boolean', description: 'Whether it can call tools.' },
    images: { type: 'boolean', description: 'Whether it can read images.' },
    price: {
      type: 'object',
      required: ['input', 'output'],
      additionalProperties: false,
      properties: {
        input: dollars('US dollars for a million tokens of input.'),
        output: dollars('US dollars for a million tokens of output.'),
        cacheRead: dollars('US dollars for a million tokens that were read from a cache.'),
        cacheWrite: dollars('US dollars for a million tokens that were written into a cache.'),
        perRequest: dollars('US dollars for a request, besides its tokens.'),
      },
    },
  },
};

export const gatewaySettings = {
  'whetstone.gateway.providers': objectListSetting({
    default: [],
    // A repository must not send prompts to an endpoint of its choice, nor set prices.
    scope: 'application',
    tags: ['usesOnlineServices'],
    properties: {
      id: { type: 'string', description: 'Short name, unique: the first half of the ids of its models.' },
      kind: { type: 'string', enum: ['openai', 'anthropic', 'google', 'openai-compatible'] },
      title: { type: 'string', description: 'The name for people.' },
      baseUrl: { type: 'string', description: "Address of the endpoint; without it the vendor's own." },
      models: { type: 'array', items: model },
      concurrency: { type: 'integer', minimum: 1, maximum: 256, description: 'Calls under way at once.' },
      requestsPerMinute: { type: 'number', minimum: 0, description: 'Calls a minute.' },
      tokensPerMinute: { type: 'number', minimum: 0, description: 'Tokens a minute.' },
    },
    required: ['id', 'kind'],
    text: 'Endpoints that models are called at. The command *Add Provider* writes them; keys are kept apart, by *Set API Key*. A model whose price neither the built-in table nor `price` knows is not called while a budget holds. A workspace cannot change this.',
  }),
  'whetstone.gateway.localModels': globListSetting({
    default: [],
    scope: 'machine',
    text: 'Absolute paths of GGUF files with chat models that run on this machine. They cost nothing, and nothing that they read leaves the machine.',
  }),
  'whetstone.gateway.editorModels': numberMapSetting({
    default: {},
    minimum: 0,
    names: /^[^/]+\/.+$/,
    scope: 'application',
    tags: ['usesOnlineServices'],
    text: "Models of other extensions (VS Code's language models, such as Copilot's) that may be routed to: `vendor/id`, with US dollars a request. They are counted by requests. The command *Use Models of VS Code* writes this, and asks for your consent first. A workspace cannot change this.",
  }),
  'whetstone.gateway.quality': numberSetting({
    default: 5,
    minimum: 0,
    maximum: 10,
    scope: 'application',
    text: 'What is worth more, from `0`, the cheapest model that will do, to `10`, the best one. The page *Budget & Routing* shows what other values would have cost. No value lets a budget be exceeded.',
  }),
  'whetstone.gateway.defaultModel': textSetting({
    default: 'auto',
    scope: 'application',
    text: 'Model for as long as the router has too little to go by: the id of a model such as `openai/gpt-5-mini`, `local` for those on this machine, or `auto` for the best that the budget allows.',
  }),
  'whetstone.gateway.routerModel': textSetting({
    default: '',
    scope: 'application',
    text: 'Id of a model, such as `ollama/xrouter-7b` or `local/NAME` for a GGUF file of this machine: it decides for the additional model `xrouter` who answers, by calling the other models, and its own tokens are paid for like all others. Empty: there is no such model.',
  }),
  'whetstone.gateway.allowedModels': globListSetting({
    default: [],
    scope: 'window',
    text: 'Models that may be called, as glob patterns over their ids, such as `ollama/**`. Empty: all. A workspace can only narrow what you allow: a model is called only if the list of the user and the list of the workspace both let it through.',
  }),
  'whetstone.gateway.serverPort': numberSetting({
    default: 0,
    minimum: 0,
    maximum: 65535,
    integer: true,
    scope: 'machine',
    text: 'Port of the local server that the command *Start Local Server* opens on `127.0.0.1`. `0`: any free one.',
  }),
} as const satisfies Record<string, Setting<unknown>>;
