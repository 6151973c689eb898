import { t } from '../../i18n/i18n.ts';
import { type Action, actionGroups, actionsOf } from '../../stores/actions.ts';
import { useApp } from '../../stores/context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Keys } from '../../ui/keys.tsx';
import './shortcuts.css';

interface Line {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly string[];
}

/** All keys that do something, from the same list of actions as the palette. */
export function ShortcutsList() {
  const app = useApp();
  const { ui } = app.stores;
  const actions = actionsOf(app).filter((action) => action.keys !== undefined);
  const close = (): void => ui.setState({ dialog: null });
  const areOff = ui.getState().singleKeys === 'off';
  return (
    <Dialog label={t('shortcuts.title')} className="shortcuts" onClose={close}>
      <header className="shortcuts__head">
        <h2>{t('shortcuts.title')}</h2>
        <button type="button" className="button button--quiet" aria-label={t('palette.close')} onClick={close}>
          <Icon name="close" size={16} />
        </button>
      </header>
      {areOff ? <p className="shortcuts__off">{t('shortcuts.off')}</p> : null}
      <div className="shortcuts__groups">
        {actionGroups.map((group) => {
          const own = actions.filter((action) => action.group === group);
          return own.length === 0 ? null : <Group key={group} title={t(`group.${group}`)} lines={own.map(lineOf)} />;
        })}
        <Group title={t('shortcuts.rows')} lines={rowLines()} />
        <Group title={t('shortcuts.anywhere')} lines={anywhereLines()} />
      </div>
    </Dialog>
  );
}

function Group({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {lines.map((line) => (
          <div key={line.id}>
            <dt>{line.title}</dt>
            <dd>
              {line.keys.map((keys) => (
                <Keys key={keys} keys={keys} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function lineOf({ id, title, keys = '' }: Action): Line {
  return { id, title, keys: [keys] };
}

function rowLines(): readonly Line[] {
  return [
    { id: 'move', title: t('shortcuts.rows.move'), keys: ['↑', '↓'] },
    { id: 'draw', title: t('shortcuts.rows.draw'), keys: [t('keys.enter')] },
  ];
}

function anywhereLines(): readonly Line[] {
  return [
    { id: 'next', title: t('shortcuts.anywhere.next'), keys: [t('keys.tab')] },
    { id: 'choose', title: t('shortcuts.anywhere.choose'), keys: ['←', '→'] },
    { id: 'escape', title: t('shortcuts.anywhere.escape'), keys: [t('keys.escape')] },
  ];
}
