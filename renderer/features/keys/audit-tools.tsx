import { useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { copyText } from '../../ui/copy-text.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatCount } from '../../ui/format.ts';
import { allEntries, jsonLines, saveAsFile } from './audit-export.ts';

const FILE_NAME = 'headroom-audit.jsonl';

interface Told {
  readonly text: string;
  readonly isBad: boolean;
}

/** Walks the chain, and hands it out. The desktop window saves no files: there it is copied. */
export function AuditTools() {
  const host = useHost();
  const isOpen = useIsOpen();
  const { link } = useStores();
  const isBrowser = useStore(link, (state) => state.hello?.capabilities.host === 'headless');
  const [told, setTold] = useState<Told | null>(null);

  async function verify(): Promise<void> {
    const result = await host.ask('audit.verify', {});
    if (!result.ok) return setTold({ text: failureText(result.failure), isBad: true });
    const { entries, firstBad, isAnchored } = result.value;
    if (firstBad !== null) return setTold({ text: t('audit.verify.bad', { seq: firstBad }), isBad: true });
    const values = { entries: formatCount(entries) };
    setTold({
      text: isAnchored ? t('audit.verify.good', values) : t('audit.verify.unanchored', values),
      isBad: false,
    });
  }

  async function hand(): Promise<void> {
    const entries = await allEntries(host.ask);
    if ('kind' in entries) return setTold({ text: failureText(entries), isBad: true });
    if (isBrowser) {
      saveAsFile(FILE_NAME, jsonLines(entries));
      return setTold({ text: t('audit.export.saved', { count: entries.length }), isBad: false });
    }
    const isCopied = await copyText(jsonLines(entries), navigator.clipboard);
    setTold({ text: isCopied ? t('audit.export.copied') : t('audit.export.refused'), isBad: !isCopied });
  }

  return (
    <>
      <span className={told?.isBad === true ? 'audit__told audit__told--bad' : 'audit__told'} role="status">
        {told?.text ?? ''}
      </span>
      <button type="button" className="button" disabled={!isOpen} onClick={() => void verify()}>
        {t('audit.verify')}
      </button>
      <button type="button" className="button" disabled={!isOpen} onClick={() => void hand()}>
        {t('audit.export')}
      </button>
    </>
  );
}
