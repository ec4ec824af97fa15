import { z } from 'zod';
import type { Check } from '../../parity/goldenForm';
import { referenceSpecs, type SpecParts } from '../servers/referenceSpecs';
import { serverSpecs } from '../servers/serverSpecs';
import type { CorrectedCheck } from './correctedCheck';

export const serverSpecCase = z.object({
  servers: z.array(z.string()),
  paths: z.array(z.string()),
  args: z.array(z.array(z.string())),
  env: z.array(z.record(z.string(), z.string())),
});

export function specChecks(golden: z.infer<typeof serverSpecCase>): readonly Check[] {
  const { servers, paths, args, env } = golden;
  const name = `server_specs ${servers.join(' ')}`;
  const as = (key: string, specs: readonly SpecParts[]) => [
    { case: name, key: `${key}.paths`, expected: paths, actual: specs.map((spec) => spec.path) },
    { case: name, key: `${key}.args`, expected: args, actual: specs.map((spec) => spec.args) },
    { case: name, key: `${key}.env`, expected: env, actual: specs.map((spec) => spec.env) },
  ];
  return [...as('reference', referenceSpecs(servers)), ...servers.flatMap((server) => correctedChecks(name, server))];
}

/** The three forms that the reference reads wrongly; what they mean is plain without a parser. */
function correctedChecks(name: string, server: string): readonly CorrectedCheck[] {
  const check = (expected: readonly string[], corrected: string) => [
    { case: name, key: 'paths', expected, actual: serverSpecs([server]).map(({ path }) => path), corrected },
  ];
  if (/^https?:\/\/[^,^\s]+$/.test(server)) return check([server], 'An address is cut at its first colon.');
  if (/^[A-Za-z]:[\\/][^:,^]+$/.test(server)) return check([server], 'A path is cut behind the drive.');
  if (/^[^:^@,]+(,[^:^@,]+)+$/.test(server)) {
    return check(
      server.split(',').map((each) => each.trim()),
      'A list with commas is one server unless the next begins with @.',
    );
  }
  return [];
}
