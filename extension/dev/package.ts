/** `npm run package -- --target linux-x64 [--out FILE]`: builds for production and makes the VSIX of one platform. */
import { parseArgs } from 'node:util';

import { buildVsix, vsixPath } from './packaging/vsix';
import { isTarget, targets } from './packaging/targets';

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: `${process.platform}-${process.arch}` },
    out: { type: 'string' },
  },
});

async function main(): Promise<void> {
  if (!isTarget(values.target)) throw new Error(`--target is one of ${Object.keys(targets).join(', ')}`);
  const file = values.out ?? vsixPath(values.target);
  await buildVsix(values.target, file);
  console.log(file);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
