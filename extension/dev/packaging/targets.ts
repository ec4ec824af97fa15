/** The platforms that have a VSIX of their own, and the native binaries that each of them needs. */

/** VS Code's name of a platform -> the folder of onnxruntime-node's binaries. ONNX Runtime has none for Intel Macs. */
export const targets = {
  'linux-x64': 'linux/x64',
  'linux-arm64': 'linux/arm64',
  'darwin-arm64': 'darwin/arm64',
  'win32-x64': 'win32/x64',
  'win32-arm64': 'win32/arm64',
} as const;

export type Target = keyof typeof targets;

export const isTarget = (value: string): value is Target => Object.hasOwn(targets, value);

const onnxRuntime = 'node_modules/onnxruntime-node';

/** Lines that .vscodeignore gets for one target: the packages that stay outside the bundles, with its binaries only. */
export function nativePatterns(target: Target): readonly string[] {
  return [
    `!${onnxRuntime}/package.json`,
    `!${onnxRuntime}/dist/**/*.js`,
    `!${onnxRuntime}/bin/napi-v6/${targets[target]}/*`,
    '!node_modules/onnxruntime-common/package.json',
    '!node_modules/onnxruntime-common/dist/cjs/**/*.{js,json}',
  ];
}

/** What a VSIX may hold, besides its own two files; everything else in it is a mistake. */
export function allowedFiles(target: Target): readonly RegExp[] {
  const binaries = targets[target].replace('/', '\\/');
  return [
    /^package(\.nls(\.[\w-]+)?)?\.json$/i,
    /^(readme|changelog)\.md$/i,
    /^license(\.txt|\.md)?$/i,
    /^l10n\/[\w.-]+\.json$/,
    /^dist\/(extension|cli|runtime\/\w+)\.cjs$/,
    /^dist\/webviews\/[\w-]+\.(js|css|ttf)$/,
    /^benchmarks\/bin\/whetstone\.mjs$/,
    /^media\/.+\.(svg|png|md|json|onnx|data|txt)$/,
    /^node_modules\/onnxruntime-(node|common)\/package\.json$/,
    /^node_modules\/onnxruntime-(node\/dist|common\/dist\/cjs)\/.+\.(js|json)$/,
    new RegExp(`^node_modules\\/onnxruntime-node\\/bin\\/napi-v6\\/${binaries}\\/[\\w.]+$`),
  ];
}

/** What must be in every VSIX. */
export function requiredFiles(target: Target): readonly RegExp[] {
  const binaries = targets[target].replace('/', '\\/');
  return [
    /^package\.json$/,
    /^package\.nls\.json$/,
    /^license/i,
    /^dist\/extension\.cjs$/,
    /^dist\/runtime\/diffusionHost\.cjs$/,
    /^dist\/runtime\/modelsHost\.cjs$/,
    /^dist\/runtime\/downloadHost\.cjs$/,
    /^dist\/runtime\/gatewayHost\.cjs$/,
    /^dist\/runtime\/llamaChatHost\.cjs$/,
    /^media\/models\/embedded\/model\.onnx$/,
    /^media\/models\/embedded\/whetstone-model\.json$/,
    new RegExp(`^node_modules\\/onnxruntime-node\\/bin\\/napi-v6\\/${binaries}\\/onnxruntime_binding\\.node$`),
  ];
}
