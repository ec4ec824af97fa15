import { z } from 'zod';
import type { Check } from '../../parity/goldenForm';
import { referenceSpecs, type SpecParts } from '../servers/referenceSpecs';
import { serverSpecs } from '../servers/serverSpecs';

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
  return [...as('reference', referenceSpecs(servers)), ...correctedChecks(name, golden)];
}

/** Where the reference reads one of the servers wrongly. */
function correctedChecks(name: string, { servers, paths }: z.infer<typeof serverSpecCase>): readonly Check[] {
  const [only, ...others] = servers;
  const meant = only === undefined || others.length > 0 ? undefined : plainMeaning(only);
  if (only === undefined || meant === undefined) return [];
  const actual = serverSpecs([only]).map(({ path }) => path);
  return [{ case: name, key: 'paths', expected: paths, actual, corrected: meant }];
}

/** The three forms that the reference reads wrongly; what they mean is plain without a parser. */
function plainMeaning(server: string): { readonly expected: readonly string[]; readonly why: string } | undefined {
  if (/^https?:\/\/[^,^\s]+$/.test(server)) return { expected: [server], why: 'An address is cut at its first colon.' };
  if (/^[A-Za-z]:[\\/][^:,^]+$/.test(server)) return { expected: [server], why: 'A path is cut behind the drive.' };
  if (!/^[^:^@,]+(,[^:^@,]+)+$/.test(server)) return undefined;
  const expected = server.split(',').map((each) => each.trim());
  return { expected, why: 'A list with commas is one server unless the next begins with @.' };
}
