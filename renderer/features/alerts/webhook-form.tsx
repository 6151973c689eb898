import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { Webhook } from '../../../shared/model/alert.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen } from '../../stores/context.ts';
import { formatDayTime } from '../../ui/format.ts';
import { ActFailure } from './act-failure.tsx';
import { useAct } from '../../ui/use-act.ts';
import { faultOfAddress, faultOfSecret, type WebhookFault } from './webhook-draft.ts';

interface Faults {
  readonly url: WebhookFault | null;
  readonly secret: WebhookFault | null;
}

const NO_FAULTS: Faults = { url: null, secret: null };

/** Where alerts are sent. The secret is in its box alone, never in the page's state, and leaves it when it is handed over. */
export function WebhookForm({ webhook }: { readonly webhook: Webhook }) {
  const host = useHost();
  const isOpen = useIsOpen();
  const act = useAct();
  const box = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const [faults, setFaults] = useState(NO_FAULTS);
  const [isSaved, setSaved] = useState(false);
  const url = typed ?? webhook.url;
  const isOn = wanted ?? webhook.isOn;
  useEmptied(box);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setSaved(false);
    const isLeft = !isOn && url === '';
    const found: Faults = {
      url: isLeft ? null : faultOfAddress(url),
      secret: isLeft ? null : faultOfSecret(box.current?.value.length ?? 0, webhook.hasSecret || !isOn),
    };
    setFaults(found);
    if (found.url !== null || found.secret !== null) return;
    const secret = takeText(box);
    if (!(await act.run(() => host.alerts.setWebhook({ isOn, url, secret: secret === '' ? null : secret })))) return;
    setTyped(null);
    setWanted(null);
    setSaved(true);
  }
  return (
    <form className="webhook" noValidate autoComplete="off" onSubmit={(event) => void save(event)}>
      <p className="alerts__about">{t('telling.webhook.text')}</p>
      <label className="webhook__on">
        <input
          type="checkbox"
          className="alerts__switch"
          checked={isOn}
          onChange={(event) => setWanted(event.currentTarget.checked)}
        />
        {t('telling.webhook.on')}
      </label>
      <Address text={url} fault={faults.url} onText={setTyped} />
      <SecretBox box={box} hasSecret={webhook.hasSecret} fault={faults.secret} />
      <span className="webhook__acts">
        <button type="submit" className="button" disabled={!isOpen || act.isBusy}>
          {t('telling.webhook.save')}
        </button>
        <span role="status">{isSaved ? t('telling.webhook.saved') : null}</span>
      </span>
      <ActFailure act={act} />
      <LastResult webhook={webhook} />
    </form>
  );
}

function LastResult({ webhook: { lastAtMs, lastResult } }: { readonly webhook: Webhook }) {
  if (lastAtMs === null) return <p className="alerts__note">{t('telling.webhook.never')}</p>;
  return (
    <p className="alerts__note">
      {t('telling.webhook.last', { time: formatDayTime(lastAtMs) })} <span translate="no">{lastResult}</span>
    </p>
  );
}

interface AddressProps {
  readonly text: string;
  readonly fault: WebhookFault | null;
  readonly onText: (text: string) => void;
}

function Address({ text, fault, onText }: AddressProps) {
  const id = useId();
  return (
    <span className="webhook__field">
      <label htmlFor={id}>{t('telling.webhook.url')}</label>
      <input
        id={id}
        className="field"
        type="url"
        inputMode="url"
        spellCheck={false}
        value={text}
        aria-invalid={fault !== null}
        aria-describedby={`${id}-fault`}
        onChange={(event) => onText(event.currentTarget.value.trim())}
      />
      <Fault id={`${id}-fault`} fault={fault} />
    </span>
  );
}

interface SecretBoxProps {
  readonly box: React.RefObject<HTMLInputElement | null>;
  readonly hasSecret: boolean;
  readonly fault: WebhookFault | null;
}

function SecretBox({ box, hasSecret, fault }: SecretBoxProps) {
  const id = useId();
  return (
    <span className="webhook__field">
      <label htmlFor={id}>{t('telling.webhook.secret')}</label>
      <input
        id={id}
        ref={box}
        className="field"
        type="password"
        autoComplete="off"
        autoCorrect="off"
        autoCapitalize="off"
        spellCheck={false}
        data-1p-ignore=""
        data-lpignore="true"
        aria-invalid={fault !== null}
        aria-describedby={`${id}-hint ${id}-fault`}
      />
      <span className="setting__hint" id={`${id}-hint`}>
        {hasSecret ? t('telling.webhook.kept') : t('telling.webhook.fresh')}
      </span>
      <Fault id={`${id}-fault`} fault={fault} />
    </span>
  );
}

function Fault({ id, fault }: { readonly id: string; readonly fault: WebhookFault | null }) {
  return (
    <span id={id} className="alerts__fault" role={fault === null ? undefined : 'alert'}>
      {fault === null ? null : t(`telling.fault.${fault}`)}
    </span>
  );
}

/** Takes the text out of the box and leaves it empty. */
function takeText(box: React.RefObject<HTMLInputElement | null>): string {
  const text = box.current?.value ?? '';
  if (box.current !== null) box.current.value = '';
  return text;
}

/** A secret that was typed and not handed over goes with its box. */
function useEmptied(box: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const { current } = box;
    return () => {
      if (current !== null) current.value = '';
    };
  }, [box]);
}
