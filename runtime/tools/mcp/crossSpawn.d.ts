/** The package brings no types; its function is Node's, which also finds `npx.cmd` on Windows. */
declare module 'cross-spawn' {
  import type { spawn as nodeSpawn } from 'node:child_process';
  const spawn: typeof nodeSpawn;
  export default spawn;
}
