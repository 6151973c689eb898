import { useRef } from 'react';
import type { KeyPlace } from '../../../shared/contract/keys-contract.ts';
import { t } from '../../i18n/i18n.ts';
import { EnvironmentBadge } from '../../ui/environment-badge.tsx';
import { failureHelp } from './failure-help.ts';
import type { WantedPhrase } from './add-flow.ts';
import { TextField, Trouble } from './fields.tsx';
import type { ImportFlow, ImportLine } from './import-flow.ts';
import { environmentsOf, SITES, siteName, sitesOf, withChoice } from './places.ts';
import { useHasPractice } from './place-fields.tsx';

interface ImportRowProps {
  readonly line: ImportLine;
  readonly flow: ImportFlow;
}

/** One found key: what it is, as what it is to be taken, and how that went. */
export function ImportRow({ line, flow }: ImportRowProps) {
  const { item, place, isChosen, state } = line;
  const name = `${item.exchangeName} …${item.last4}`;
  return (
    <li className={`import__row ${place === null ? 'import__row--off' : ''}`}>
      <div className="import__line">
        <label className="import__take">
          <input
            type="checkbox"
            checked={isChosen}
            disabled={place === null || state.kind === 'working' || state.kind === 'done'}
            onChange={(event) => flow.change(item.index, { isChosen: event.currentTarget.checked })}
          />
          <span className="unseen">{t('import.take', { label: name })}</span>
          <span className="import__name" translate="no">
            <strong>{item.exchangeName}</strong>
            <code>…{item.last4}</code>
          </span>
        </label>
        {place === null ? null : <Place place={place} name={name} line={line} flow={flow} />}
        {item.problem === null ? <State line={line} /> : <span>{t(`import.problem.${item.problem}`)}</span>}
      </div>
      {state.kind === 'failed' ? <Trouble {...failureHelp(state.failure, item.exchange)} /> : null}
      {state.kind === 'phrase' ? <Phrase key={state.pendingId} line={line} flow={flow} wanted={state} /> : null}
    </li>
  );
}

function State({ line: { state } }: { readonly line: ImportLine }) {
  if (state.kind !== 'waiting' && state.kind !== 'working' && state.kind !== 'done') return null;
  return (
    <span className={`import__state import__state--${state.kind}`} role="status">
      {t(`import.state.${state.kind}`)}
    </span>
  );
}

interface PlaceProps extends ImportRowProps {
  readonly place: KeyPlace;
  readonly name: string;
}

function Place({ place, name, line, flow }: PlaceProps) {
  const hasPractice = useHasPractice();
  const { exchange, environment } = place;
  const isOff = line.state.kind === 'working' || line.state.kind === 'done';
  const sites = sitesOf(exchange, environment);
  const change = (part: Partial<KeyPlace>): void =>
    flow.change(line.item.index, { place: withChoice(place, part, hasPractice) });
  return (
    <>
      <input
        className="field import__label"
        aria-label={t('import.label-of', { name })}
        maxLength={80}
        autoComplete="off"
        spellCheck={false}
        disabled={isOff}
        value={place.label}
        onChange={(event) => flow.change(line.item.index, { place: { ...place, label: event.currentTarget.value } })}
      />
      <select
        className="field"
        aria-label={t('import.environment-of', { name })}
        value={environment}
        disabled={isOff}
        onChange={(event) =>
          change({
            environment: environmentsOf(exchange, true).find((one) => one === event.currentTarget.value) ?? environment,
          })
        }
      >
        {environmentsOf(exchange, hasPractice || environment === 'practice').map((one) => (
          <option key={one} value={one}>
            {t(`environment.${one}`)}
          </option>
        ))}
      </select>
      {sites.length > 1 ? (
        <select
          className="field"
          aria-label={t('import.site-of', { name })}
          value={place.region}
          disabled={isOff}
          onChange={(event) =>
            change({ region: SITES.find((site) => site === event.currentTarget.value) ?? place.region })
          }
        >
          {sites.map((site) => (
            <option key={site} value={site}>
              {siteName(exchange, site)}
            </option>
          ))}
        </select>
      ) : null}
      <EnvironmentBadge environment={environment} />
    </>
  );
}

interface PhraseProps extends ImportRowProps {
  readonly wanted: WantedPhrase;
}

function Phrase({ line, flow, wanted: { reason, phrase, grants } }: PhraseProps) {
  const typed = useRef<HTMLInputElement>(null);
  return (
    <form
      className="danger form"
      onSubmit={(event) => {
        event.preventDefault();
        flow.confirm(line.item.index, typed.current?.value ?? '');
      }}
    >
      <p>
        {t(`add.phrase.${reason}.text`)} {grants.length === 0 ? null : <code translate="no">{grants.join(', ')}</code>}
      </p>
      <p>{t(`add.phrase.${reason}.type`, { phrase })}</p>
      <div className="inline-form">
        <TextField label={t('add.phrase.field')} field={typed} />
        <button type="submit" className="button button--danger">
          {t(`add.phrase.${reason}.do`)}
        </button>
      </div>
    </form>
  );
}
