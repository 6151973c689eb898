import { useState } from 'react';
import { useStore } from 'zustand';
import type { Environment, ExchangeId } from '../../../shared/model/account.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { copyText } from '../../ui/copy-text.ts';
import { keyPageOf } from './places.ts';

interface ExchangePageProps {
  readonly exchange: ExchangeId;
  readonly environment: Environment;
}

/** The way to where the exchange's keys are made. The desktop window opens no pages: there the address is copied. */
export function ExchangePage({ exchange, environment }: ExchangePageProps) {
  const { link } = useStores();
  const isBrowser = useStore(link, (state) => state.hello?.capabilities.host === 'headless');
  const [isCopied, setCopied] = useState(false);
  const address = keyPageOf(exchange, environment);
  if (address === null) return null;
  const name = t(`exchange.${exchange}`);
  if (isBrowser) {
    return (
      <a className="button" href={address} target="_blank" rel="noopener noreferrer">
        {t('exchange-page.open', { exchange: name })}
      </a>
    );
  }
  return (
    <button
      type="button"
      className="button"
      onClick={() => void copyText(address, navigator.clipboard).then(setCopied)}
    >
      {isCopied ? t('exchange-page.copied') : t('exchange-page.copy', { exchange: name })}
    </button>
  );
}
