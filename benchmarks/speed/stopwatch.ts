/** Wall time, and processor time of this process (all its threads), in milliseconds. */
export interface Elapsed {
  readonly wall: number;
  /** Hardly depends on what else the machine does, unlike wall time; with one thread, near the wall time when idle. */
  readonly cpu: number;
}

/** Starts measuring; the returned function reads. */
export function stopwatch(): () => Elapsed {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { wall: performance.now() - wall, cpu: (user + system) / 1000 };
  };
}
