/**
 * Entry of the gateway child, bundled to dist/runtime/gatewayHost.cjs. Loads no native module. Calls under way are broken off and settled; a
 * process that is killed leaves their reservations booked in full.
 */
import { runChildProgram } from '../../host/childProgram';
import { stateFolder } from '../../store/stateFolder';
import { GatewayServer } from './gatewayServer';
import { parseGatewayHostOptions } from './hostOptions';

runChildProgram({
  // For calls to be settled.
  closeMs: 3000,
  start: ({ connection, log, stop }) => {
    const { idleMs } = parseGatewayHostOptions(process.argv.slice(2));
    return new GatewayServer({ connection, folder: stateFolder(), idleMs, onIdle: stop, log });
  },
});
