import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../core/packageRoot';
import { DEFAULT_GATE } from './defaults';

const manifestSchema = z.object({
  contributes: z.object({
    configuration: z.array(z.object({ properties: z.record(z.string(), z.object({ default: z.unknown() })) })),
  }),
});

describe('defaults of evaluations', () => {
  it('show what the extension shows', () => {
    const manifest: unknown = JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8'));
    const { configuration } = manifestSchema.parse(manifest).contributes;
    const settings = Object.assign({}, ...configuration.map(({ properties }) => properties)) as Record<
      string,
      { readonly default: unknown }
    >;
    assert.equal(settings['whetstone.infill.minimumChance']?.default, DEFAULT_GATE);
  });
});
