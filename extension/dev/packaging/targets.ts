/** The platforms that have a VSIX of their own, and the native binaries that each of them needs. */

export interface TargetBinaries {
  /** Folder of onnxruntime-node's binaries; ONNX Runtime has none for Intel Macs. */
  readonly onnx: string | undefined;
  /** node-llama-cpp's package with the binaries of the platform, and their folder in it. */
  readonly llama: string;
}

/** VS Code's name of a platform -> the native binaries. */
export const targets = {
  'linux-x64': { onnx: 'linux/x64', llama: 'linux-x64' },
  'linux-arm64': { onnx: 'linux/arm64', llama: 'linux-arm64' },
  'darwin-arm64': { onnx: 'darwin/arm64', llama: 'mac-arm64-metal' },
  'darwin-x64': { onnx: undefined, llama: 'mac-x64' },
  'win32-x64': { onnx: 'win32/x64', llama: 'win-x64' },
  'win32-arm64': { onnx: 'win32/arm64', llama: 'win-arm64' },
} as const satisfies Readonly<Record<string, TargetBinaries>>;

export type Target = keyof typeof targets;

export const isTarget = (value: string): value is Target => Object.hasOwn(targets, value);

/** Grammars that ship, as tree-sitter names them. */
const grammars = ['c', 'c-sharp', 'cpp', 'go', 'java', 'javascript', 'php', 'python', 'rust', 'tsx', 'typescript'];

const onnxRuntime = 'node_modules/onnxruntime-node';

/** Lines that .vscodeignore gets for one target: the packages that stay outside the bundles, with its binaries only. */
export function nativePatterns(target: Target): readonly string[] {
  const { onnx } = targets[target];
  // Without its binaries the package is of no use. llama.cpp's are put into dist/nodeLlama.
  if (onnx === undefined) return [];
  return [
    `!${onnxRuntime}/package.json`,
    `!${onnxRuntime}/dist/**/*.js`,
    `!${onnxRuntime}/bin/napi-v6/${onnx}/*`,
    '!node_modules/onnxruntime-common/package.json',
    '!node_modules/onnxruntime-common/dist/cjs/**/*.{js,json}',
  ];
}

/** What a VSIX may hold, besides its own two files; everything else in it is a mistake. */
export function allowedFiles(target: Target): readonly RegExp[] {
  const { onnx, llama } = targets[target];
  return [
    /^package(\.nls(\.[\w-]+)?)?\.json$/i,
    /^(readme|changelog)\.md$/i,
    /^license(\.txt|\.md)?$/i,
    /^l10n\/[\w.-]+\.json$/,
    /^dist\/(extension|cli|runtime\/\w+)\.cjs$/,
    /^dist\/webviews\/[\w-]+\.(js|css|ttf)$/,
    /^dist\/grammars\/(LICENSE|tree-sitter(\.js|(-[\w-]+)?\.wasm|-c\.LICENSE))$/,
    /^dist\/nodeLlama\/(package\.json|LICENSE|dist\/\w+\.js|llama\/[\w.]+\.json)$/,
    new RegExp(`^dist\\/nodeLlama\\/bins\\/${llama}\\/[\\w.-]+$`),
    /^benchmarks\/bin\/whetstone\.mjs$/,
    /^media\/.+\.(svg|png|md|json|onnx|data|txt)$/,
    ...(onnx === undefined
      ? []
      : [
          /^node_modules\/onnxruntime-(node|common)\/package\.json$/,
          /^node_modules\/onnxruntime-(node\/dist|common\/dist\/cjs)\/.+\.(js|json)$/,
          new RegExp(`^node_modules\\/onnxruntime-node\\/bin\\/napi-v6\\/${onnx.replace('/', '\\/')}\\/[\\w.]+$`),
        ]),
  ];
}

/** What must be in every VSIX. */
export function requiredFiles(target: Target): readonly RegExp[] {
  const { onnx, llama } = targets[target];
  return [
    /^package\.json$/,
    /^package\.nls\.json$/,
    /^license/i,
    /^dist\/extension\.cjs$/,
    /^dist\/runtime\/diffusionHost\.cjs$/,
    /^dist\/runtime\/providerProbe\.cjs$/,
    /^dist\/runtime\/llamaHost\.cjs$/,
    /^dist\/runtime\/modelsHost\.cjs$/,
    /^dist\/runtime\/downloadHost\.cjs$/,
    /^dist\/runtime\/agentHost\.cjs$/,
    /^dist\/runtime\/evaluationHost\.cjs$/,
    /^dist\/runtime\/toolLibraryHost\.cjs$/,
    /^dist\/runtime\/gatewayHost\.cjs$/,
    /^dist\/runtime\/repositoryHost\.cjs$/,
    /^dist\/runtime\/searchWorker\.cjs$/,
    /^dist\/runtime\/parseWorker\.cjs$/,
    /^dist\/runtime\/functionsServer\.cjs$/,
    /^dist\/cli\.cjs$/,
    /^benchmarks\/bin\/whetstone\.mjs$/,
    ...['activity', 'models', 'budget', 'traces', 'locobench', 'toolLibrary'].map(
      (page) => new RegExp(`^dist\\/webviews\\/${page}\\.js$`),
    ),
    /^dist\/nodeLlama\/dist\/index\.js$/,
    /^dist\/grammars\/tree-sitter\.js$/,
    ...['', ...grammars.map((name) => `-${name}`)].map(
      (name) => new RegExp(`^dist\\/grammars\\/tree-sitter${name}\\.wasm$`),
    ),
    new RegExp(`^dist\\/nodeLlama\\/bins\\/${llama}\\/llama-addon\\.node$`),
    /^dist\/runtime\/llamaChatHost\.cjs$/,
    /^media\/models\/embedded\/model\.onnx$/,
    /^media\/models\/embedded\/whetstone-model\.json$/,
    ...(onnx === undefined
      ? []
      : [
          new RegExp(
            `^node_modules\\/onnxruntime-node\\/bin\\/napi-v6\\/${onnx.replace('/', '\\/')}\\/onnxruntime_binding\\.node$`,
          ),
        ]),
  ];
}
