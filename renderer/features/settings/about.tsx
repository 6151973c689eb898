import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { PROTOCOL } from '../../../shared/contract/channels.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { Panel, Skeleton } from '../../ui/panel.tsx';

const Licences = lazy(() => import('./licences.tsx').then((file) => ({ default: file.Licences })));
const WAITING = [45, 60, 50];

export function About() {
  const { link } = useStores();
  const hello = useStore(link, (state) => state.hello);
  const [isOpen, setOpen] = useState(false);
  const facts =
    hello === null
      ? []
      : [
          { name: t('settings.version'), value: hello.version, isName: true },
          { name: t('settings.protocol'), value: `${hello.protocol} / ${PROTOCOL}`, isName: true },
          { name: t('settings.host'), value: t(`settings.host.${hello.capabilities.host}`), isName: false },
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
