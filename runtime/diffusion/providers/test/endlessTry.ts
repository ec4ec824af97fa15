/** Tries a provider that hangs, and remembers in the folder that is the argument; a test kills it meanwhile. */
import path from 'node:path';
import { probeProgram } from '../probeProgram';
import { Providers } from '../providers';

const program = probeProgram();
const hanging = {
  ...program,
  entry: path.join(__dirname, 'scriptedProbe.ts'),
  env: { ...process.env, SCRIPT: 'hang' },
};
const candidates = [{ name: 'cpu' }, { name: 'webgpu' }] as const;
const folder = process.argv[2] ?? '';
const providers = new Providers({ program, programs: { webgpu: hanging }, candidates, threads: 1, folder });
void providers.list({ probe: 'always' }).then(() => process.exit(0));
