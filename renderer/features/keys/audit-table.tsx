import { useStore } from 'zustand';
import type { AuditEntry } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { formatDayTime } from '../../ui/format.ts';

const HEADS = ['seq', 'time', 'actor', 'verb', 'subject', 'facts', 'result'] as const;

export function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it where the page is narrow
    <section className="scrolls" tabIndex={0} aria-label={t('audit.table')}>
      <table className="rights audit__table">
        <thead>
          <tr>
            {HEADS.map((head) => (
              <th key={head} scope="col">
                {t(`audit.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Row key={entry.seq} entry={entry} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ entry }: { readonly entry: AuditEntry }) {
  const { seq, atMs, actor, verb, subject, facts, result } = entry;
  const { keys } = useStores();
  const label = useStore(keys, (state) => state.keys.find(({ id }) => id === subject)?.label);
  return (
    <tr className="rights__row rights__row--on">
      <td>{seq}</td>
      <td>{formatDayTime(atMs)}</td>
      <td>{t(`audit.actor.${actor}`)}</td>
      <td>
        <code translate="no">{verb}</code>
      </td>
      <td translate="no">{label ?? subject}</td>
      <td className="audit__facts" translate="no">
        {Object.entries(facts)
          .map(([name, value]) => `${name}: ${value}`)
          .join(', ')}
      </td>
      <td>
        <span className={`result result--${result}`}>{t(`audit.result.${result}`)}</span>
      </td>
    </tr>
  );
}
