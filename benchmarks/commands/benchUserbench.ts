/** `whetstone bench userbench`: episodes by rules, and episodes in flight beside the ideal. */
import type { Command } from 'commander';
import { createInterface } from 'node:readline';
import type { CommandOutput } from '../core/commandOutput';
import { integer } from './optionValues';

export function addBenchUserbenchCommand(bench: Command, output: CommandOutput): void {
  bench
    .command('userbench')
    .description(
      'episodes by rules on 2 processes; 64 episodes in flight with replies of 200 ms, beside the bare replies',
    )
    .option('--episodes <n>', 'by rules', integer(2, 1_000_000), 10_000)
    .option('--json', 'print one JSON document: {rules, flight}')
    .action(async ({ episodes, json }: { readonly episodes: number; readonly json?: true }) => {
      const { measureUserbench } = await import('../speed/userbenchRows');
      const speed = await measureUserbench(episodes);
      const { rules, flight } = speed;
      output.answer(json === true, speed, () =>
        [
          `${rules.episodes} episodes by rules on ${rules.processes} processes: ${rules.seconds.toFixed(1)} s, ${rules.perSecond.toFixed(0)} a second`,
          `${flight.episodes} episodes, ${flight.inFlight} in flight, replies of ${flight.latencyMs} ms: ${flight.seconds.toFixed(2)} s; ` +
            `the replies alone: ${flight.idealSeconds.toFixed(2)} s; ${(100 * flight.share).toFixed(1)} % of the ideal throughput`,
        ].join('\n'),
      );
    });
  bench.command('userbench-child', { hidden: true }).action(async () => {
    const { playByRules } = await import('../speed/userbenchRows');
    process.stdout.write('ready\n');
    for await (const line of createInterface({ input: process.stdin })) {
      const [episodes = 0, seed = 1] = line.split(' ').map(Number);
      process.stdout.write(`${await playByRules(episodes, seed)}\n`);
    }
  });
}
