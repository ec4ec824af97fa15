/**
 * Entry of the agent's child, bundled to dist/runtime/agentHost.cjs. Loads no native module. Runs under way are broken off and can be gone
 * on with; those of a process that is killed are found by the next one.
 */
import { runChildProgram } from '../../host/childProgram';
import { stateFolder } from '../../store/stateFolder';
import { AgentServer } from './agentServer';
import { parseAgentHostOptions } from './hostOptions';

runChildProgram({
  // For tools and servers to end.
  closeMs: 5000,
  start: ({ connection, log, stop }) => {
    const { idleMs, compiler } = parseAgentHostOptions(process.argv.slice(2));
    return new AgentServer({ connection, folder: stateFolder(), idleMs, compiler, onIdle: stop, log });
  },
});
