import { readableBytes } from '../../../runtime/files';
import type { DownloadStatus, LicenceSummary, ModelListing } from '../../../runtime/models/protocol';

/** The list of models for a reader: one line each, in columns. */
export function listText(models: readonly ModelListing[]): string {
  const rows = [
    ['MODEL', 'STATE', 'SIZE', 'MEMORY', 'HERE', 'LICENCE'],
    ...models.map((model) => [
      model.id,
      stateText(model),
      sizeText(model),
      model.fit.memoryNeeded === undefined ? '-' : `~${readableBytes(model.fit.memoryNeeded)} ${model.fit.precision}`,
      verdicts[model.fit.verdict],
      model.licence ? licenceText(model.licence) : '-',
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function showText(model: ModelListing): string {
  const { fit, licence } = model;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Model', `${model.id} (${model.title})`],
    ['Good for', model.goodFor],
    ['State', stateText(model)],
    ['Problem', model.problem && `${model.problem.message} ${model.problem.action}`],
    ['Folder', model.folder],
    ['Size', sizeText(model)],
    ['Parameters', model.parameters?.toLocaleString('en')],
    ['Weights', model.precision],
    [
      'Memory',
      fit.memoryNeeded === undefined
        ? undefined
        : `about ${readableBytes(fit.memoryNeeded)} as ${fit.precision} of ${readableBytes(fit.memoryTotal)}: ${verdicts[fit.verdict]}`,
    ],
    ['Threads', String(fit.threads)],
    ['Repository', model.repository],
    ['Licence', licence && licenceText(licence)],
    ['Not checked', model.unverified.length > 0 ? model.unverified.join(', ') : undefined],
  ];
  return lines.flatMap(([name, text]) => (text === undefined ? [] : [`${`${name}:`.padEnd(13)}${text}`])).join('\n');
}

/** One line of a download that goes on. */
export function progressText(status: DownloadStatus): string {
  const { phase, doneBytes, totalBytes, bytesPerSecond, waiting } = status;
  if (phase === 'listing') return waiting ?? 'Asks the hub for its files.';
  const share = totalBytes > 0 ? Math.floor((100 * doneBytes) / totalBytes) : 0;
  const left = bytesPerSecond > 0 ? ` ${durationText((totalBytes - doneBytes) / bytesPerSecond)} left` : '';
  const speed = bytesPerSecond > 0 ? ` ${readableBytes(bytesPerSecond)}/s` : '';
  const verb = phase === 'converting' ? 'Converts' : 'Downloads';
  return `${verb} ${share} % of ${readableBytes(totalBytes)}${speed}${left}${waiting === undefined ? '' : ` (waits: ${waiting})`}`;
}

const verdicts = { fits: 'fits', tight: 'tight', 'too-large': 'too large', unknown: '?' } as const;

function stateText({ state, origin, download }: ModelListing): string {
  if (state === 'downloading' && download) return progressText(download);
  if (state === 'partial' && download)
    return `${download.phase === 'failed' ? 'failed' : 'stopped'} at ${readableBytes(download.doneBytes)}`;
  return origin === undefined || origin === 'download' ? state : `${state} (${origin})`;
}

function sizeText({ bytes, downloadBytes }: ModelListing): string {
  if (bytes > 0) return readableBytes(bytes);
  return downloadBytes === undefined ? '-' : `${readableBytes(downloadBytes)} to download`;
}

function licenceText({ name, needsAcceptance, accepted }: LicenceSummary): string {
  if (!needsAcceptance) return name;
  return accepted ? `${name}, accepted by ${accepted.by} on ${accepted.at.slice(0, 10)}` : `${name}, to be accepted`;
}

function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
