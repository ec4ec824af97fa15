/** `whetstone bench userbench`: episodes by rules, of each gym, and episodes in flight beside the ideal. */
import type { Command } from 'commander';
import { createInterface } from 'node:readline';
import type { CommandOutput } from '../core/commandOutput';
import type { FlightSpeed } from '../speed/userbench/flightRows';
import type { GymSpeed } from '../speed/userbench/gymRows';
import { integer } from './optionValues';

interface Values {
  readonly episodes: number;
  readonly gymEpisodes: number;
  readonly execute?: true;
  readonly json?: true;
}

export function addBenchUserbenchCommand(bench: Command, output: CommandOutput): void {
  bench
    .command('userbench')
    .description(
      'episodes by rules on 2 processes, and of each gym; 64 episodes in flight with replies of 200 ms, in process and through the gateway, beside the bare replies',
    )
    .option('--episodes <n>', 'by rules', integer(2, 1_000_000), 10_000)
    .option('--gym-episodes <n>', 'of each gym, by the script that knows everything', integer(1, 1_000_000), 1000)
    .option('--execute', 'also the gym whose episodes run programs, in the sandbox')
    .option('--json', 'print one JSON document: {rules, gyms, flight, gatewayFlight, gatewayTogether}')
    .action(async ({ episodes, gymEpisodes, execute, json }: Values) => {
      const { measureUserbench } = await import('../speed/userbench/userbenchRows');
      const { sandboxExecution } = await import('../userbench/gyms/swe/execution');
      const execution = execute === true ? sandboxExecution({ allowed: true }) : undefined;
      const speed = await measureUserbench({ episodes, gymEpisodes, execution });
      const { rules, gyms, flight, gatewayFlight, gatewayTogether } = speed;
      output.answer(json === true, speed, () =>
        [
          `${rules.episodes} episodes by rules on ${rules.processes} processes: ${rules.seconds.toFixed(1)} s, ${rules.perSecond.toFixed(0)} a second`,
          ...gyms.map(gymText),
          ...(execution === undefined ? ['SweGym-v0: left out, because it runs programs (--execute)'] : []),
          flightText('in process', flight),
          flightText('through the gateway', gatewayFlight),
          flightText('through the gateway, all begun at the same moment', gatewayTogether),
        ].join('\n'),
      );
    });
  bench.command('userbench-child', { hidden: true }).action(async () => {
    const { playByRules } = await import('../speed/userbench/userbenchRows');
    process.stdout.write('ready\n');
    for await (const line of createInterface({ input: process.stdin })) {
      const [episodes = 0, seed = 1] = line.split(' ').map(Number);
      process.stdout.write(`${await playByRules(episodes, seed)}\n`);
    }
  });
  bench.command('userbench-provider', { hidden: true }).action(async () => {
    const { workAsKnowingProvider } = await import('../speed/userbench/knowingProvider');
    await workAsKnowingProvider();
  });
}

function gymText({ gym, tasks, rounds, perSecond, range: [slowest, fastest] }: GymSpeed): string {
  return (
    `${gym}: ${perSecond.toFixed(0)} episodes a second on one process ` +
    `(${slowest.toFixed(0)} to ${fastest.toFixed(0)} in ${rounds} rounds of ${tasks} tasks)`
  );
}

function flightText(
  how: string,
  { episodes, inFlight, latencyMs, seconds, idealSeconds, share, processorMs }: FlightSpeed,
): string {
  return (
    `${episodes} episodes, ${inFlight} in flight, ${how}, replies of ${latencyMs} ms: ${seconds.toFixed(2)} s; ` +
    `the replies alone: ${idealSeconds.toFixed(2)} s; ${(100 * share).toFixed(1)} % of the ideal throughput, ` +
    `${processorMs.toFixed(2)} ms of the processor for a reply`
  );
}
