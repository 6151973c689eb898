import { useMemo } from 'react';
import { useStore } from 'zustand';
import {
  densities,
  formatChoices,
  type PageSettings,
  themes,
  unitChoices,
} from '../../../shared/model/page-settings.ts';
import { t } from '../../i18n/i18n.ts';
import { useHostSecond, useStores } from '../../stores/context.ts';
import { isTimeZone } from '../../stores/preferences.ts';
import { Choice } from '../../ui/choice.tsx';
import { formatAmount, formatDayTime } from '../../ui/format.ts';
import { formatChoiceName } from '../../ui/format-name.ts';
import { Panel } from '../../ui/panel.tsx';
import { Pick } from '../../ui/pick.tsx';
import { Setting } from '../../ui/setting.tsx';
import { zoneGroups } from './zones.ts';

export function LookSettings() {
  const [{ theme, density }, choose] = usePreferences();
  return (
    <Panel title={t('settings.theme')}>
      <Setting name={t('theme.label')} hint={t('settings.theme.text')} part="theme">
        {() => (
          <Choice
            label={t('theme.label')}
            options={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
            value={theme}
            onChoose={(next) => choose({ theme: next })}
          />
        )}
      </Setting>
      <Setting name={t('settings.density')} hint={t('settings.density.text')} part="density">
        {() => (
          <Choice
            label={t('settings.density')}
            options={densities.map((value) => ({ value, label: t(`density.${value}`) }))}
            value={density}
            onChoose={(next) => choose({ density: next })}
          />
        )}
      </Setting>
    </Panel>
  );
}

export function WritingSettings() {
  const [{ zone, format, units }, choose] = usePreferences();
  const groups = useMemo(() => zoneGroups(zone), [zone]);
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Panel title={t('settings.writing')} extra={<Example />}>
      <Setting name={t('settings.zone')} hint={t('settings.zone.text')} part="zone">
        {(ids) => (
          <Pick
            ids={ids}
            options={[
              { value: 'system', label: t('settings.zone.system', { zone: own }) },
              { value: 'UTC', label: t('settings.zone.utc') },
            ]}
            groups={groups}
            value={zone}
            onPick={(next) => {
              if (next === 'system' || isTimeZone(next)) choose({ zone: next });
            }}
          />
        )}
      </Setting>
      <Setting name={t('settings.format')} hint={t('settings.format.text')} part="format">
        {(ids) => (
          <Pick
            ids={ids}
            options={formatChoices.map((value) => ({ value, label: formatChoiceName(value) }))}
            value={format}
            onPick={(next) => {
              const known = formatChoices.find((one) => one === next);
              if (known !== undefined) choose({ format: known });
            }}
          />
        )}
      </Setting>
      <Setting name={t('settings.units')} hint={t('settings.units.text')} part="units">
        {() => (
          <Choice
            label={t('settings.units')}
            options={unitChoices.map((value) => ({ value, label: t(`units.${value}`) }))}
            value={units}
            onChoose={(next) => choose({ units: next })}
          />
        )}
      </Setting>
    </Panel>
  );
}

const EXAMPLE_AMOUNT = 1_234_567;

/** How it looks now: the figures and the time of this very second. */
function Example() {
  const nowMs = useHostSecond();
  return (
    <span>
      {t('settings.example', {
        amount: formatAmount(EXAMPLE_AMOUNT),
        day: formatDayTime(nowMs),
      })}
    </span>
  );
}

export function KeyboardSettings() {
  const [{ singleKeys }, choose] = usePreferences();
  const { ui } = useStores();
  return (
    <Panel title={t('settings.keyboard')}>
      <Setting name={t('settings.single-keys')} hint={t('settings.single-keys.text')} part="keyboard">
        {() => (
          <Choice
            label={t('settings.single-keys')}
            options={(['on', 'off'] as const).map((value) => ({ value, label: t(`settings.switch.${value}`) }))}
            value={singleKeys}
            onChoose={(next) => choose({ singleKeys: next })}
          />
        )}
      </Setting>
      <Setting name={t('do.shortcuts')}>
        {() => (
          <button type="button" className="button" onClick={() => ui.setState({ dialog: 'shortcuts' })}>
            {t('settings.shortcuts.show')}
          </button>
        )}
      </Setting>
    </Panel>
  );
}

function usePreferences(): readonly [PageSettings, (choice: Partial<PageSettings>) => void] {
  const { ui } = useStores();
  return [useStore(ui), (choice) => ui.setState(choice)];
}
