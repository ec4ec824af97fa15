import { childEnvironment } from '../runtimeProcess/childEnvironment';

/** How the network is reached: proxies, and certificates that are trusted beside the system's. */
const network = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];
const kept: readonly string[] = [
  ...network,
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HF_ENDPOINT',
  'HF_HUB_OFFLINE',
  'USER',
  'LOGNAME',
  'USERNAME',
];

/**
 * Variables of the models child and of the processes that download. Tokens are not among them: they are handed over
 * with the request that needs them.
 */
export function modelsEnvironment(source: NodeJS.ProcessEnv, electron: boolean): NodeJS.ProcessEnv {
  const environment = childEnvironment(source, electron);
  for (const name of kept) {
    if (source[name] !== undefined) environment[name] = source[name];
  }
  return environment;
}
