/** Entry of the models child, bundled to dist/runtime/modelsHost.cjs. Loads no native module. Downloads are in processes of their own. */
import { runChildProgram } from '../../host/childProgram';
import { ModelManager } from '../modelManager';
import { parseModelsHostOptions } from './hostOptions';
import { ModelsServer } from './modelsServer';

runChildProgram({
  start: ({ connection, stop }) => {
    const options = parseModelsHostOptions(process.argv.slice(2));
    return new ModelsServer({
      connection,
      manager: new ModelManager(options),
      // As this process was started: from its source in development, from its bundle otherwise.
      downloads: { entry: options.downloadEntry, execArgv: process.execArgv },
      idleMs: options.idleMs,
      onIdle: stop,
    });
  },
});
