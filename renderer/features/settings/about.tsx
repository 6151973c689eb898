import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { PROTOCOL } from '../../../shared/contract/channels.ts';
import type { Hello } from '../../../shared/model/host.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { Panel, Skeleton } from '../../ui/panel.tsx';

const Licences = lazy(() => import('./licences.tsx').then((file) => ({ default: file.Licences })));
const WAITING = [45, 60, 50];

interface Fact {
  readonly name: string;
  readonly value: string;
  /** A name, which no translation changes. */
  readonly isName: boolean;
}

const PARTS = ['electron', 'chromium', 'node', 'sqlite', 'keychain'] as const;

/** What a report of a fault should name. */
function builtOn({ versions = {} }: Hello): readonly Fact[] {
  const known = PARTS.flatMap((part) => {
    const version = versions[part];
    return version === undefined ? [] : [t(`settings.part.${part}`, { version })];
  });
  return known.length === 0 ? [] : [{ name: t('settings.built-on'), value: known.join(' · '), isName: true }];
}

/** What the desktop can and cannot do here, remembered where it is looked for; a page in a browser has neither. */
function abilitiesOf({ capabilities: { host, tray, notifications } }: Hello): readonly Fact[] {
  if (host !== 'desktop') return [];
  return [
    { name: t('settings.tray'), value: t(tray ? 'settings.tray.yes' : 'settings.tray.no'), isName: false },
    {
      name: t('settings.notices'),
      value: t(notifications ? 'settings.notices.yes' : 'settings.notices.no'),
      isName: false,
    },
  ];
}

export function About() {
  const { link } = useStores();
  const hello = useStore(link, (state) => state.hello);
  const [isOpen, setOpen] = useState(false);
  const facts: readonly Fact[] =
    hello === null
      ? []
      : [
          { name: t('settings.version'), value: hello.version, isName: true },
          { name: t('settings.protocol'), value: `${hello.protocol} / ${PROTOCOL}`, isName: true },
          ...builtOn(hello),
          { name: t('settings.host'), value: t(`settings.host.${hello.capabilities.host}`), isName: false },
          ...abilitiesOf(hello),
          { name: t('settings.store'), value: t(`settings.store.${hello.capabilities.secretStore}`), isName: false },
        ];
  return (
    <Panel title={t('settings.about')}>
      <div data-part="about">
        {hello === null ? <Skeleton widths={WAITING} /> : null}
        <dl className="settings__facts">
          {facts.map(({ name, value, isName }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd translate={isName ? 'no' : undefined}>{value}</dd>
            </div>
          ))}
        </dl>
        <div className="settings__licences" data-part="licences">
          <button type="button" className="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? t('licences.hide') : t('licences.show')}
          </button>
          {isOpen ? (
            <Suspense fallback={<Skeleton widths={WAITING} />}>
              <Licences />
            </Suspense>
          ) : null}
        </div>
      </div>
    </Panel>
  );
}
