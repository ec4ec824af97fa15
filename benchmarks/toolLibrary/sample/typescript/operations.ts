/** What touches the world: none of this may be run to be compared. */
import { execFile } from 'node:child_process';
import { appendFile, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Reads a JSON file. */
export async function readJsonFile(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

/** Loads the content of a file of JSON. */
export async function loadJsonFile(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8');
  return JSON.parse(text);
}

/** Appends a line to a file of logs. */
export async function appendLogLine(path: string, line: string): Promise<void> {
  await appendFile(path, `${line}\n`);
}

/** Milliseconds since 1970. */
export function millisecondsNow(): number {
  return Date.now();
}

/** Random whole number from 0 up to, not including, a bound. */
export function randomBelow(bound: number): number {
  return Math.floor(Math.random() * bound);
}

/** Text of a page on the web. */
export async function pageText(address: string): Promise<string> {
  return (await fetch(address)).text();
}

/** Version of a program that is installed. */
export async function programVersion(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(program, ['--version']);
  return stdout.trim();
}
