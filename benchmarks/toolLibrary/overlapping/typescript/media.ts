/** Length of a film in seconds as H:MM:SS. */
export function filmLength(seconds: number): string {
  if (seconds < 0 || seconds % 1 !== 0) throw new RangeError('no length of a film');
  let rest = seconds;
  const hours = (rest - (rest % 3600)) / 3600;
  rest -= hours * 3600;
  const minutes = (rest - (rest % 60)) / 60;
  rest -= minutes * 60;
  return [hours, minutes < 10 ? `0${minutes}` : minutes, rest < 10 ? `0${rest}` : rest].join(':');
}

/** Volume kept between a low and a high limit. */
export function allowedVolume(volume: number, low: number, high: number): number {
  if (low > high) throw new RangeError('limits are in the wrong order');
  if (volume < low) return low;
  return volume > high ? high : volume;
}
