import { ExchangeId } from '../../shared/model/account.ts';
import type { HostTrouble } from '../../shared/model/host.ts';
import { t } from '../i18n/i18n.ts';
import { formatLeft } from '../ui/format.ts';

/** The sentence of one trouble, with the figures its details stand for. */
export function troubleText({ code, detail }: Pick<HostTrouble, 'code' | 'detail'>): string {
  switch (code) {
    case 'slept':
      return t('trouble.slept', { time: spanText(detail) });
    case 'clock-stepped':
      return t(Number(detail) < 0 ? 'trouble.clock-stepped.back' : 'trouble.clock-stepped', { time: spanText(detail) });
    case 'clock-wrong': {
      const [name = '', seconds = ''] = detail.split(' ');
      const exchange = ExchangeId.safeParse(name);
      return t('trouble.clock-wrong', {
        exchange: exchange.success ? t(`exchange.${exchange.data}`) : name,
        time: spanText(seconds),
      });
    }
    case 'store-replaced':
    case 'store-damaged':
    case 'store-write-failed':
    case 'settings-unreadable':
      return t(`trouble.${code}`, { detail });
  }
}

/** Seconds of either sign, as text; what is no number is shown as it came. */
function spanText(seconds: string): string {
  const value = Math.abs(Number(seconds));
  return Number.isFinite(value) ? formatLeft(Math.max(1_000, value * 1_000)) : seconds;
}
