import type { KeyView } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { formatDayTime } from '../../ui/format.ts';
import { ageText, deadlineSource, deadlineText, urgencyOf } from './key-words.ts';

/** What ends when, and how old the key is. */
export function KeyTimes({ view, nowMs }: { readonly view: KeyView; readonly nowMs: number }) {
  const facts = view.check?.facts ?? null;
  const createdAtMs = facts?.createdAtMs ?? null;
  const rows = [
    ...(createdAtMs === null
      ? []
      : [{ name: t('key.created'), value: `${formatDayTime(createdAtMs)} · ${ageText(createdAtMs, nowMs)}` }]),
    { name: t('key.added'), value: `${formatDayTime(view.addedAtMs)} · ${ageText(view.addedAtMs, nowMs)}` },
    { name: t('key.last-used'), value: lastUseText(view) },
  ];
  return (
    <section className="key-part">
      <h3>{t('key.times')}</h3>
      <dl className="times">
        {(view.audit?.deadlines ?? []).map((deadline) => (
          <div key={deadline.kind} className={`times__deadline times__deadline--${urgencyOf(deadline, nowMs)}`}>
            <dt>{t(`key.deadline.${deadline.kind}`)}</dt>
            <dd>
              <strong>{deadlineText(deadline, nowMs)}</strong>{' '}
              <span className="times__source">{deadlineSource(deadline)}</span>
            </dd>
          </div>
        ))}
        {rows.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <Names name={t('key.fingerprint')} value={view.fingerprint} />
        {facts?.accountRef === null || facts === null ? null : (
          <Names name={t('key.account-ref')} value={facts.accountRef} />
        )}
        {Object.entries(facts?.extra ?? {}).map(([name, value]) => (
          <div key={name} translate="no">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Names({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code translate="no">{value}</code>
      </dd>
    </div>
  );
}

function lastUseText({ check, audit }: KeyView): string {
  const times = [check?.facts?.lastUsedAtMs ?? null, ...(audit?.matrix ?? []).map((row) => row.lastUsedAtMs)];
  const known = times.filter((atMs) => atMs !== null);
  return known.length === 0 ? t('figure.none') : formatDayTime(Math.max(...known));
}
