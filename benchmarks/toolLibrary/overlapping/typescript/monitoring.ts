/** Median of response times, 0 where there are none. */
export function medianResponseTime(times: number[]): number {
  const rest = times.slice().sort((a, b) => b - a);
  while (rest.length > 2) {
    rest.pop();
    rest.shift();
  }
  return rest.length === 0 ? 0 : (rest[0]! + rest[rest.length - 1]!) / 2;
}
