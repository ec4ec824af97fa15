import type { ProviderConfig } from '../protocol';

/** Environment variable that holds a provider's key on the command line; those of the vendors have the names that they gave them. */
export function keyVariable({ id, kind, baseUrl }: Pick<ProviderConfig, 'id' | 'kind' | 'baseUrl'>): string {
  if (baseUrl === undefined || baseUrl === '') {
    if (kind === 'openai') return 'OPENAI_API_KEY';
    if (kind === 'anthropic') return 'ANTHROPIC_API_KEY';
    if (kind === 'google') return 'GOOGLE_GENERATIVE_AI_API_KEY';
  }
  return `${id.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_API_KEY`;
}

/** A provider's key from the environment: by its own name, or else by its vendor's. */
export function keyFromEnvironment(config: ProviderConfig, environment: NodeJS.ProcessEnv): string | undefined {
  const own = keyVariable({ ...config, kind: 'openai-compatible' });
  const key = environment[own] ?? environment[keyVariable(config)];
  return key === undefined || key.trim() === '' ? undefined : key.trim();
}
