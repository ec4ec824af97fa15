import assert from 'node:assert/strict';
import { allowedFiles, isTarget, nativePatterns, requiredFiles } from './targets';

const binary = (platform: string) => `node_modules/onnxruntime-node/bin/napi-v6/${platform}/onnxruntime_binding.node`;

describe('packaging targets', () => {
  const allowed = (file: string) => allowedFiles('linux-x64').some((pattern) => pattern.test(file));

  it('know the platforms that have binaries', () => {
    assert.equal(isTarget('linux-x64'), true);
    assert.equal(isTarget('linux-riscv64'), false);
    assert.equal(isTarget('toString'), false);
  });

  it('ship the binaries of their own platform alone', () => {
    assert.equal(allowed(binary('linux/x64')), true);
    for (const platform of ['linux/arm64', 'win32/x64', 'darwin/arm64']) assert.equal(allowed(binary(platform)), false);
    const binaries = nativePatterns('linux-x64').filter((pattern) => pattern.includes('/bin/'));
    assert.deepEqual(binaries, ['!node_modules/onnxruntime-node/bin/napi-v6/linux/x64/*']);
  });

  it('give Intel Macs llama.cpp alone', () => {
    const onMac = (file: string) => allowedFiles('darwin-x64').some((pattern) => pattern.test(file));
    assert.deepEqual(nativePatterns('darwin-x64'), []);
    assert.equal(onMac('dist/nodeLlama/bins/mac-x64/llama-addon.node'), true);
    assert.equal(onMac('dist/nodeLlama/bins/linux-x64/llama-addon.node'), false);
    assert.equal(onMac(binary('darwin/arm64')), false);
    assert.ok(
      requiredFiles('darwin-x64').some((pattern) => pattern.test('dist/nodeLlama/bins/mac-x64/llama-addon.node')),
    );
  });

  const neverShipped = [
    'extension/main.ts',
    'runtime/protocol.ts',
    'runtime/diffusion/training/train.py',
    'dist/extension.cjs.map',
    'dist/test/index.cjs',
    'dist/dev/start.cjs',
    '.cache/harness/node',
    '.vscode/launch.json',
    'node_modules/zod/package.json',
    'media/drawIcon.mjs',
    'eslint.config.mjs',
  ];

  for (const file of neverShipped) {
    it(`keep ${file} out`, () => {
      assert.equal(allowed(file), false);
    });
  }
});
