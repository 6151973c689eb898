import { useStore } from 'zustand';
import { PROTOCOL } from '../../../shared/contract/channels.ts';
import { t } from '../../i18n/i18n.ts';
import { useApp, useStores } from '../../stores/context.ts';
import { chooseTheme, themes } from '../../stores/ui.ts';
import { Choice } from '../../ui/choice.tsx';
import { Panel } from '../../ui/panel.tsx';
import './settings.css';
import { PracticeExchanges, PracticeWorkloads } from './practice-settings.tsx';

const THEMES = themes.map((value) => ({ value, label: t(`theme.${value}`) }));

export function SettingsPage() {
  return (
    <div className="settings">
      <Appearance />
      <PracticeWorkloads />
      <PracticeExchanges />
      <About />
    </div>
  );
}

function Appearance() {
  const { stores, memory } = useApp();
  const theme = useStore(stores.ui, (state) => state.theme);
  return (
    <Panel title={t('settings.theme')}>
      <div className="settings__line">
        <span className="settings__what">
          {t('theme.label')}
          <span className="settings__hint">{t('settings.theme.text')}</span>
        </span>
        <Choice
          label={t('theme.label')}
          options={THEMES}
          value={theme}
          onChoose={(next) => chooseTheme(stores.ui, memory, next)}
        />
      </div>
    </Panel>
  );
}

function About() {
  const { link } = useStores();
  const hello = useStore(link, (state) => state.hello);
  const facts =
    hello === null
      ? []
      : [
          [t('settings.version'), hello.version],
          [t('settings.protocol'), `${hello.protocol} / ${PROTOCOL}`],
          [t('settings.host'), t(`settings.host.${hello.capabilities.host}`)],
          [t('settings.store'), t(`settings.store.${hello.capabilities.secretStore}`)],
        ];
  return (
    <Panel title={t('settings.about')}>
      <dl className="settings__facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
