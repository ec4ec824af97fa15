import { childEnvironment } from '../runtimeProcess/childEnvironment';

/** How the network is reached, and where the state of this user lies. */
const kept = [
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
  ...['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
  ...['WHETSTONE_HOME', 'XDG_DATA_HOME', 'LOCALAPPDATA'],
] as const;

/**
 * Variables of the gateway child. Keys are not among them, although many users have `OPENAI_API_KEY` and the like set: what
 * is paid with is what the user gave this extension, and it is handed over by `configure`.
 *
 * @param proxy VS Code's own proxy, which goes before the environment's
 */
export function gatewayEnvironment(
  source: NodeJS.ProcessEnv,
  electron: boolean,
  proxy: string | undefined,
): NodeJS.ProcessEnv {
  const environment = childEnvironment(source, electron);
  for (const name of kept) {
    if (source[name] !== undefined) environment[name] = source[name];
  }
  if (proxy !== undefined) {
    environment.HTTP_PROXY = proxy;
    environment.HTTPS_PROXY = proxy;
  }
  // Node's fetch takes a proxy of the environment only when told so. Models on this machine are never asked through one.
  environment.NODE_USE_ENV_PROXY = '1';
  const direct = environment.NO_PROXY ?? environment.no_proxy;
  environment.NO_PROXY = [...(direct ? [direct] : []), '127.0.0.1', 'localhost', '::1'].join(',');
  delete environment.no_proxy;
  return environment;
}
