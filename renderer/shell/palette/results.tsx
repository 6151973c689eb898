import { useEffect, useRef } from 'react';
import { t } from '../../i18n/i18n.ts';
import { actionGroups } from '../../stores/actions.ts';
import { Keys } from '../../ui/keys.tsx';
import type { Found } from './search.ts';

interface ResultsProps {
  readonly id: string;
  readonly found: readonly Found[];
  readonly active: number;
  readonly isGrouped: boolean;
  readonly onPoint: (index: number) => void;
  readonly onRun: (one: Found) => void;
  readonly optionId: (index: number) => string;
}

export function Results(props: ResultsProps) {
  const { id, found, isGrouped } = props;
  if (found.length === 0) return <p className="palette__none">{t('palette.none')}</p>;
  const indexed = found.map((one, index) => ({ one, index }));
  return (
    <div className="palette__list" id={id} role="listbox" tabIndex={-1} aria-label={t('palette.list')}>
      {isGrouped
        ? actionGroups.map((group) => {
            const own = indexed.filter(({ one }) => one.action.group === group);
            if (own.length === 0) return null;
            return (
              // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a list of options
              <div key={group} role="group" aria-label={t(`group.${group}`)}>
                <p className="palette__group" aria-hidden="true">
                  {t(`group.${group}`)}
                </p>
                {own.map((item) => (
                  <Result key={item.one.action.id} {...item} {...props} />
                ))}
              </div>
            );
          })
        : indexed.map((item) => <Result key={item.one.action.id} {...item} {...props} />)}
    </div>
  );
}

interface ResultProps extends ResultsProps {
  readonly one: Found;
  readonly index: number;
}

function Result({ one, index, active, onPoint, onRun, optionId }: ResultProps) {
  const element = useRef<HTMLDivElement>(null);
  const isActive = index === active;
  useEffect(() => {
    if (isActive) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard runs it from the field above
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active option
    <div
      ref={element}
      id={optionId(index)}
      className="palette__option"
      role="option"
      aria-selected={isActive}
      data-action={one.action.id}
      onPointerMove={() => {
        if (!isActive) onPoint(index);
      }}
      onClick={() => onRun(one)}
    >
      <Marked text={one.action.title} places={one.places} />
      {one.action.keys === undefined ? null : <Keys keys={one.action.keys} />}
    </div>
  );
}

/** The letters that were searched for stand out. */
function Marked({ text, places }: { readonly text: string; readonly places: readonly number[] }) {
  if (places.length === 0) return <span className="palette__title">{text}</span>;
  return (
    <span className="palette__title">
      {runsOf(text, new Set(places)).map(({ start, run, isMarked }) =>
        isMarked ? <mark key={start}>{run}</mark> : <span key={start}>{run}</span>,
      )}
    </span>
  );
}

interface Run {
  readonly start: number;
  readonly run: string;
  readonly isMarked: boolean;
}

function runsOf(text: string, places: ReadonlySet<number>): readonly Run[] {
  const starts = [...text].flatMap((_, at) => (at === 0 || places.has(at) !== places.has(at - 1) ? [at] : []));
  return starts.map((start, index) => ({
    start,
    run: text.slice(start, starts[index + 1] ?? text.length),
    isMarked: places.has(start),
  }));
}
