import { chartSpansMs, densities, formatChoices, themes, unitChoices } from '../../../shared/model/page-settings.ts';
import { t } from '../../i18n/i18n.ts';
import type { Action } from '../../stores/actions.ts';
import type { App } from '../../stores/context.ts';
import { goTo } from '../../stores/ui.ts';
import { formatChoiceName } from '../../ui/format-name.ts';

/** How the page looks and how it writes figures and times. */
export function viewActions(app: App): readonly Action[] {
  return [
    ...themeActions(app),
    ...densityActions(app),
    ...spanActions(app),
    ...zoneActions(app),
    ...formatActions(app),
    ...unitActions(app),
  ];
}

function themeActions({ stores: { ui } }: App): readonly Action[] {
  return themes.map((theme) => ({
    id: `theme.${theme}`,
    group: 'view',
    title: t('do.theme', { theme: t(`theme.${theme}`) }),
    words: t('do.theme.words'),
    isUseful: ui.getState().theme !== theme,
    run: () => ui.setState({ theme }),
  }));
}

function densityActions({ stores: { ui } }: App): readonly Action[] {
  const toggled = ui.getState().density === 'compact' ? 'comfortable' : 'compact';
  return densities.map((density) => ({
    id: `density.${density}`,
    group: 'view',
    title: t('do.density', { density: t(`density.${density}`) }),
    words: t('do.density.words'),
    ...(density === toggled ? { keys: 'd' } : {}),
    isUseful: density === toggled,
    run: () => ui.setState({ density }),
  }));
}

function spanActions({ stores: { ui } }: App): readonly Action[] {
  const now = ui.getState();
  return chartSpansMs.map((spanMs) => ({
    id: `span.${spanMs}`,
    group: 'view',
    title: t('do.span', { span: t(`chart.span.${spanMs}`) }),
    isUseful: now.chartSpanMs !== spanMs,
    run: () => {
      ui.setState({ chartSpanMs: spanMs });
      goTo(ui, window.location, { page: 'overview', part: null });
    },
  }));
}

function zoneActions({ stores: { ui } }: App): readonly Action[] {
  return (['system', 'UTC'] as const).map((zone) => ({
    id: `zone.${zone}`,
    group: 'view',
    title: zone === 'UTC' ? t('do.zone.utc') : t('do.zone.system'),
    words: t('settings.zone'),
    isUseful: ui.getState().zone !== zone,
    run: () => ui.setState({ zone }),
  }));
}

function formatActions({ stores: { ui } }: App): readonly Action[] {
  return formatChoices.map((format) => ({
    id: `format.${format}`,
    group: 'view',
    title: t('do.format', { format: formatChoiceName(format) }),
    words: t('settings.format'),
    isUseful: ui.getState().format !== format,
    run: () => ui.setState({ format }),
  }));
}

function unitActions({ stores: { ui } }: App): readonly Action[] {
  return unitChoices.map((units) => ({
    id: `units.${units}`,
    group: 'view',
    title: t('do.units', { units: t(`units.${units}`) }),
    words: t('settings.units'),
    isUseful: ui.getState().units !== units,
    run: () => ui.setState({ units }),
  }));
}
