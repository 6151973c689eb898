// design: "Allowed imports". Every rule forbids; what no rule forbids is allowed.
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
});

const SHARED = '^shared/';
const packages = (...names) => `node_modules/(?:@types/)?(?:${names.join('|')})(?:/|$)`;

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'nothing-imports-test', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
    only('shared', '^shared/', [SHARED, packages('zod', 'big\\.js')], 'shared depends on zod and the decimal library'),
    only(
      'limiter',
      '^electron/engine/limiter/',
      [SHARED, '^electron/engine/limiter/', '^electron/engine/ports\\.ts$'],
      'the limiter has no packages',
    ),
    only(
      'exchanges',
      '^electron/engine/exchanges/(?!registry)',
      [
        SHARED,
        '^electron/engine/(?:exchanges|limiter)/',
        '^electron/engine/(?:http|json)\\.ts$',
        packages('zod'),
        '^(?:node:)?crypto$',
      ],
      'an exchange knows shared, its definition and node:crypto',
    ),
    {
      name: 'exchanges-apart',
      severity: 'error',
      from: { path: '^electron/engine/exchanges/(binance|okx|kraken)/' },
      to: { path: '^electron/engine/exchanges/(binance|okx|kraken)/', pathNot: '^electron/engine/exchanges/$1/' },
    },
    {
      name: 'exchanges-through-registry',
      severity: 'error',
      from: { path: '^electron/', pathNot: '^electron/engine/exchanges/' },
      to: { path: '^electron/engine/exchanges/(?:binance|okx|kraken)/' },
    },
    only(
      'engine',
      '^electron/engine/(?!exchanges/|vault/)',
      [SHARED, '^electron/engine/', packages('zod')],
      'the engine works through ports',
    ),
    only(
      'vault',
      '^electron/engine/vault/',
      [SHARED, '^electron/engine/', packages('zod'), '^(?:node:)?(?:crypto|util)$'],
      'the vault may box secrets with node:crypto',
    ),
    only(
      'adapters',
      '^electron/adapters/',
      [
        SHARED,
        '^electron/engine/',
        '^electron/adapters/',
        packages('undici', 'ws', 'pino', 'keytar', 'zod', 'node'),
        '^(?:node:)?[a-z_/]+$',
      ],
      'adapters know the engine’s ports, Node and the transport',
    ),
    only(
      'practice',
      '^electron/practice/',
      [SHARED, '^electron/practice/', packages('ws', 'node'), '^(?:node:)?[a-z_/]+$'],
      'the practice exchanges know nothing of the engine',
    ),
    only(
      'headless',
      '^electron/hosts/headless/',
      [SHARED, '^electron/', packages('ws', 'pino', 'zod', 'node'), '^(?:node:)?[a-z_/]+$'],
      'the headless host has no electron',
    ),
    only(
      'desktop',
      '^electron/hosts/desktop/',
      [SHARED, '^electron/', packages('electron', 'zod', 'node'), '^(?:node:)?[a-z_/]+$'],
      'the desktop host adds electron to what hosts may use',
    ),
    only(
      'common',
      '^electron/hosts/common/',
      [SHARED, '^electron/(?!hosts/(?:desktop|headless))', packages('zod', 'pino', 'node'), '^(?:node:)?[a-z_/]+$'],
      'what both hosts share knows neither',
    ),
    only(
      'preload',
      '^electron/preload/',
      ['^shared/contract/channels\\.ts$', packages('electron')],
      'the preload is a pipe and nothing else',
    ),
    {
      name: 'electron-in-desktop-only',
      severity: 'error',
      from: { pathNot: '^electron/(?:hosts/desktop|preload)/' },
      to: { path: 'node_modules/electron/' },
    },
    {
      name: 'network-in-few-files',
      comment: 'one way out to an exchange, one to a webhook, one door for the page, and the practice exchanges',
      severity: 'error',
      from: {
        path: '^(?:shared|electron|renderer)/',
        pathNot: [
          '^electron/adapters/(?:transport/|socket/|webhook\\.ts$)',
          '^electron/hosts/headless/(?:http-server|page-sockets|answers)\\.ts$',
          '^electron/practice/core/(?:server|address-list)\\.ts$',
        ],
      },
      to: {
        path: ['^(?:node:)?(?:http|https|http2|net|tls|dns|dns/promises|dgram)$', 'node_modules/(?:undici|ws)/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'processes-in-few-files',
      comment: 'a program that is started gets constants; here one can see that it does',
      severity: 'error',
      from: {
        path: '^(?:shared|electron|renderer)/',
        pathNot:
          '^electron/(?:hosts/(?:desktop/tray-host|headless/(?:open-browser|core-limit))|adapters/secrets/node-keychain-process)\\.ts$',
      },
      to: { path: '^(?:node:)?child_process$' },
    },
    {
      name: 'hosts-apart',
      severity: 'error',
      from: { path: '^electron/hosts/(desktop|headless)/' },
      to: { path: '^electron/hosts/', pathNot: '^electron/hosts/(?:$1|common)/' },
    },
    {
      name: 'renderer-is-a-page',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: ['^electron/', '^scripts/'] },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-are-islands',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    {
      name: 'ui-is-a-leaf',
      severity: 'error',
      from: { path: '^renderer/ui/' },
      to: { path: '^renderer/', pathNot: '^renderer/(?:ui|i18n)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'require', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
