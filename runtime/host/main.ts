/** Entry of the ONNX Runtime child, bundled to dist/runtime/diffusionHost.cjs. */
import { parseHostOptions } from './hostOptions';
import { runHost } from './hostProcess';
import { LazyEngine } from './lazyEngine';

const options = parseHostOptions(process.argv.slice(2));
const { threads, provider, stateFolder } = options;
// Made when first needed, as the engine is: both load the native library.
const providers = lazily(async () => {
  const { Providers, probeProgram } = await import('../diffusion/index');
  return new Providers({ program: probeProgram(), threads, folder: stateFolder });
});
const engine = new LazyEngine(async () => {
  const { InfillEngine } = await import('../diffusion/index');
  return new InfillEngine({
    threads,
    modelsFolder: options.modelsFolder,
    // The parent logs standard output at debug level.
    log: (message) => console.log(message),
    // And standard error as a warning.
    warn: (message) => console.error(message),
    provider: () => (provider === 'auto' ? providers().then((known) => known.chosen()) : Promise.resolve(provider)),
  });
});
runHost(options, engine, { list: async (params) => (await providers()).list(params) });

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
