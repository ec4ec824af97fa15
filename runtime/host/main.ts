/** Entry of the child that runs models, bundled to dist/runtime/diffusionHost.cjs. */
import { parseHostOptions } from './hostOptions';
import { runHost } from './hostProcess';
import { LazyEngine } from './lazyEngine';

const options = parseHostOptions(process.argv.slice(2));
const { threads, provider, stateFolder, crashed } = options;
// Made when first needed, as the engine is: both load the native library.
const providers = lazily(async () => {
  const { Providers, probeProgram } = await import('../diffusion/index');
  const known = new Providers({ program: probeProgram(), threads, folder: stateFolder });
  if (crashed) await known.exclude(crashed, 'it ended the process in which it ran a model');
  return known;
});
const engine = new LazyEngine(async () => {
  const { InfillEngine, decideRunner } = await import('../diffusion/index');
  return new InfillEngine({
    threads,
    modelsFolder: options.modelsFolder,
    // The parent logs standard output at debug level.
    log: (message) => console.log(message),
    warn: (message) => host.notice(message),
    usingProvider: (name) => host.usingProvider(name),
    longPass: (model, milliseconds) => host.longPass(model, milliseconds),
    runner: async (model) => decideRunner(provider, model, await (await providers()).list({ probe: 'never' })),
  });
});
const host = runHost(options, engine, {
  list: async (params) => {
    const known = await (await providers()).list(params);
    const { decideRunner } = await import('../diffusion/index');
    const outdated = engine.models().some((model) => {
      const { quantisation, provider: now } = model;
      if (provider !== 'auto' || quantisation === undefined || now === 'llama') return false;
      return decideRunner(provider, { ...model, quantisation, hasGraph: true, hasGguf: false }, known).runner !== now;
    });
    return { ...known, outdated };
  },
});

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    // What failed once may work at the next request: the library may have been installed meanwhile.
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
