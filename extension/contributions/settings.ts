/**
 * Every setting, once: its type, default, scope and text. `configuration.ts` reads settings by these types, and package.json is
 * written from here. Scopes: what names a path or a machine's resource is `machine`, what guards privacy is `application` (a
 * repository can raise neither), what depends on the language is `language-overridable`.
 */
import {
  booleanSetting,
  choiceSetting,
  globListSetting,
  globMapSetting,
  numberSetting,
  textSetting,
} from './settingKinds';
import { agentSettings } from './agentSettings';
import { gatewaySettings } from './gatewaySettings';
import { toolLibrarySettings } from './toolLibrarySettings';
import type { Setting } from './settingKinds';

/** Files that hold secrets: neither completed nor shown to the model as context. */
export const secretFiles = [
  '**/.env',
  '**/.env.*',
  '**/.envrc',
  '**/*.pem',
  '**/*.key',
  '**/*.p8',
  '**/*.pfx',
  '**/*.p12',
  '**/*.jks',
  '**/*.keystore',
  '**/*.kdbx',
  '**/id_rsa*',
  '**/id_dsa*',
  '**/id_ecdsa*',
  '**/id_ed25519*',
  '**/.ssh/**',
  '**/.aws/credentials',
  '**/.docker/config.json',
  '**/.kube/config',
  '**/.netrc',
  '**/.npmrc',
  '**/.pypirc',
  '**/.htpasswd',
  '**/.git-credentials',
  '**/*.tfstate',
  '**/secrets.{json,yml,yaml,toml}',
] as const;

const infillSettings = {
  'whetstone.infill.enable': booleanSetting({
    default: true,
    scope: 'language-overridable',
    text: 'Suggest code while you type. Can be set for one language: `"[markdown]": { "whetstone.infill.enable": false }`.',
  }),
  'whetstone.infill.trigger': choiceSetting({
    choices: {
      automatic: { label: 'Automatic', text: 'Suggest whenever you pause while typing.' },
      onDemand: {
        label: 'On demand',
        text: 'Suggest only after the command *Trigger Suggestion*.',
      },
    },
    default: 'automatic',
    scope: 'language-overridable',
    text: 'When suggestions are made.',
  }),
  'whetstone.infill.delay': numberSetting({
    default: 50,
    minimum: 0,
    maximum: 5000,
    scope: 'window',
    text: 'Shortest wait after a key press, in milliseconds. The wait adapts to your typing and is never shorter than this.',
  }),
  'whetstone.infill.extent': choiceSetting({
    choices: {
      auto: {
        label: 'By context',
        text: 'A block of lines on an empty line of a block or on demand; else the rest of the line.',
      },
      line: { label: 'Line', text: 'Never more than the rest of the line.' },
    },
    default: 'auto',
    scope: 'language-overridable',
    text: 'How far a suggestion may reach.',
  }),
  'whetstone.infill.minimumChance': numberSetting({
    default: 0.2,
    minimum: 0,
    maximum: 1,
    scope: 'language-overridable',
    text: 'Least chance, from `0` to `1`, that a suggestion is exactly what you want, for it to come by itself. Lower: more suggestions, more of them wrong. Higher: fewer, but you can rely on them. With the embedded model and code that it had not seen, `0.05` showed 49 % of the suggestions, 39 % of them exactly right; `0.2` showed 31 %, 55 % right; `0.5` showed 18 %, 73 % right. `0` shows everything. On demand everything is shown whatever this says.',
  }),
  'whetstone.infill.alternatives': numberSetting({
    default: 3,
    minimum: 1,
    maximum: 8,
    integer: true,
    scope: 'window',
    text: 'Number of different suggestions to cycle through after *Trigger Suggestion*.',
  }),
  'whetstone.infill.copyFrom': choiceSetting({
    choices: {
      workspace: {
        label: 'Workspace',
        text: 'Look in the same file and in the files of the workspace that are written in the same or a related language.',
      },
      file: { label: 'Same file', text: 'Look in the same file only.' },
      off: { label: 'Off', text: 'Rely on the model alone.' },
    },
    default: 'workspace',
    scope: 'language-overridable',
    text: 'Where suggestions look for text that goes on like the text before the cursor. Other files are read only in trusted workspaces, never when `#whetstone.privacy.exclude#` excludes them, and not without `#whetstone.privacy.contextFromOtherFiles#`.',
  }),
  'whetstone.infill.contextFrom': choiceSetting({
    choices: {
      workspace: {
        label: 'Workspace',
        text: 'Open files, and declarations of files that are not open: what the file imports, its test, files like it. They come from an index of the repository, which is kept on this machine.',
      },
      openFiles: { label: 'Open files', text: 'Parts of other open files only. No index is made for suggestions.' },
      off: { label: 'Off', text: 'The file itself only.' },
    },
    default: 'openFiles',
    scope: 'language-overridable',
    text: 'Which other files help with a suggestion. Only in trusted workspaces, never files that `#whetstone.privacy.exclude#` or `.gitignore` excludes, and not without `#whetstone.privacy.contextFromOtherFiles#`. Models with room for it read the declarations; the embedded model only copies from them, which helps it where `#whetstone.infill.copyFrom#` is `file` and was measured to bring nothing beside `workspace`.',
  }),
  'whetstone.infill.inComments': booleanSetting({
    default: true,
    scope: 'language-overridable',
    text: 'Suggest inside comments too.',
  }),
  'whetstone.infill.inStrings': booleanSetting({
    default: true,
    scope: 'language-overridable',
    text: 'Suggest inside string literals too.',
  }),
  'whetstone.infill.exclude': globListSetting({
    default: [],
    scope: 'resource',
    text: 'Files in which nothing is suggested and that are not used as context, as glob patterns, such as `**/vendor/**`. They add to `#whetstone.privacy.exclude#`.',
  }),
} as const satisfies Record<string, Setting<unknown>>;

const rewriteSettings = {
  'whetstone.rewrite.gapMarker': textSetting({
    default: '<<?>>',
    scope: 'language-overridable',
    text: 'What *Fill Gaps* takes for a gap and replaces. The default can be typed on every keyboard and is valid code in none of the usual languages, so it is never there by chance.',
  }),
} as const satisfies Record<string, Setting<unknown>>;

const privacySettings = {
  'whetstone.privacy.exclude': globMapSetting({
    default: Object.fromEntries(secretFiles.map((glob) => [glob, true])),
    scope: 'application',
    text: 'Files that the model never sees, neither completed nor as context. Set a pattern to `false` to lift it. A workspace cannot change this.',
  }),
  'whetstone.privacy.contextFromOtherFiles': booleanSetting({
    default: true,
    scope: 'application',
    text: 'Show the model parts of other open and recently edited files. They never leave this machine. Without workspace trust other files are not used.',
  }),
  'whetstone.privacy.localOnly': booleanSetting({
    default: false,
    scope: 'application',
    tags: ['usesOnlineServices'],
    text: 'Never use the network. Suggestions never do; this also makes calls to cloud models impossible (a refused call says so), refuses downloads of models, and calls off those that go on. Models on this machine go on working: those of `#whetstone.gateway.localModels#`, and servers such as Ollama at a loopback address. Models can still be added from a folder. A workspace cannot change this.',
  }),
  'whetstone.privacy.keepConversations': booleanSetting({
    default: false,
    scope: 'application',
    text: 'Keep on the disk what models of `#whetstone.gateway.localModels#` have read of a conversation, so that a long one goes on at once after a restart. The files hold what was said; only you can read them, and they are deleted after 14 days. Switching it off deletes them. A workspace cannot change this.',
  }),
} as const satisfies Record<string, Setting<unknown>>;

const modelsSettings = {
  'whetstone.models.folder': textSetting({
    default: '',
    scope: 'machine',
    text: 'Absolute path of the folder in which downloaded and converted models lie. Empty: the storage that VS Code gives this extension. Models that are there already are not moved.',
  }),
  'whetstone.models.endpoint': textSetting({
    default: '',
    scope: 'machine',
    tags: ['usesOnlineServices'],
    text: 'Address of the hub that models are downloaded from, e.g. of a mirror. Empty: the environment variable `HF_ENDPOINT`, else `https://huggingface.co`. The proxy is that of `#http.proxy#`; a token is given by the command *Set Hub Token*.',
  }),
} as const satisfies Record<string, Setting<unknown>>;

const runtimeSettings = {
  'whetstone.infill.model': textSetting({
    default: 'embedded',
    scope: 'machine',
    text: 'The model that makes suggestions: `embedded`, the absolute path of a folder with a converted model, or that of a GGUF file of a code model that fills in the middle (Qwen2.5-Coder, StarCoder2, DeepSeek-Coder, Code Llama, CodeGemma, Codestral). The commands *Use Model for Suggestions* and *Use GGUF File for Suggestions* and the page of models set it.',
  }),
  'whetstone.runtime.provider': choiceSetting({
    choices: {
      auto: {
        label: 'Automatic',
        text: 'The fastest that computes what the processor computes, tried once in the background when a model is large enough to gain from it. Until then, and for small models, the processor.',
      },
      cpu: { label: 'Processor', text: 'Never a GPU.' },
      webgpu: {
        label: 'WebGPU',
        text: 'A GPU through Vulkan, Metal or Direct3D 12. For weights in int8-blocks, int4 or fp32.',
      },
      directml: { label: 'DirectML', text: 'A GPU on Windows. For weights in int4 or fp32.' },
      coreml: { label: 'Core ML', text: 'A Mac with Apple silicon. For weights in fp32.' },
      cuda: { label: 'CUDA', text: "An NVIDIA GPU, where ONNX Runtime's CUDA library is installed." },
      llama: { label: 'llama.cpp', text: 'llama.cpp on the processor, for models that have a GGUF file.' },
    },
    default: 'auto',
    scope: 'machine',
    text: 'What runs the models. A model whose weights do not run there stays on the processor, and a GPU that fails gives way to it; the status bar and *Diagnose* say so. Models in GGUF are always run by llama.cpp. The command *Try Execution Providers* finds out what works on this machine.',
  }),
  'whetstone.runtime.threads': numberSetting({
    default: 0,
    minimum: 0,
    maximum: 128,
    integer: true,
    scope: 'machine',
    text: 'Processor threads of the model. `0`: one less than the machine has.',
  }),
  'whetstone.runtime.idleMinutes': numberSetting({
    default: 10,
    minimum: 1,
    maximum: 1440,
    scope: 'machine',
    text: 'Minutes without a request after which the model process ends and its memory is given back. It starts again by itself.',
  }),
} as const satisfies Record<string, Setting<unknown>>;

/** Blocks of the settings page, in its order. */
export const settingBlocks = [
  { id: 'infill', title: 'Suggestions', settings: infillSettings },
  { id: 'rewrite', title: 'Rewriting', settings: rewriteSettings },
  { id: 'privacy', title: 'Privacy', settings: privacySettings },
  { id: 'gateway', title: 'Budget and Routing', settings: gatewaySettings },
  { id: 'agent', title: 'Agent and Tools', settings: agentSettings },
  { id: 'toolLibrary', title: 'Tool Library', settings: toolLibrarySettings },
  { id: 'models', title: 'Models', settings: modelsSettings },
  { id: 'runtime', title: 'Model and Runtime', settings: runtimeSettings },
] as const;

export const settings = {
  ...infillSettings,
  ...rewriteSettings,
  ...privacySettings,
  ...gatewaySettings,
  ...agentSettings,
  ...toolLibrarySettings,
  ...modelsSettings,
  ...runtimeSettings,
} as const;

export type SettingKey = keyof typeof settings;
export type SettingValue<K extends SettingKey> = (typeof settings)[K] extends Setting<infer T> ? T : never;
