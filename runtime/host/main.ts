/** Entry of the ONNX Runtime child, bundled to dist/runtime/diffusionHost.cjs. */
import { parseHostOptions } from './hostOptions';
import { runHost } from './hostProcess';
import { LazyEngine } from './lazyEngine';

const options = parseHostOptions(process.argv.slice(2));
const engine = new LazyEngine(async () => {
  const { InfillEngine } = await import('../diffusion/index');
  return new InfillEngine({
    threads: options.threads,
    modelsFolder: options.modelsFolder,
    // The parent logs standard output at debug level.
    log: (message) => console.log(message),
  });
});
runHost(options, engine);
