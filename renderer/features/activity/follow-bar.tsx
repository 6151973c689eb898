import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatCount } from '../../ui/format.ts';

/** How many rows there are, whether new ones come in, and how many wait. */
export function FollowBar() {
  const { activity } = useStores();
  const host = useHost();
  const isLinked = useIsOpen();
  const { phase, hold, newCount, isNewCountLow, view, failure, isAsking } = useStore(activity);
  const isKnown = phase.kind === 'ready';
  const isHeld = hold !== 'none';
  const count = formatCount(view.total);
  const state = !isLinked ? 'lost' : isHeld ? hold : 'live';
  return (
    <div className="follow">
      {failure === null ? null : (
        <span className="follow__failure" role="alert">
          {t('activity.not-renewed', { reason: failureText(failure) })}
          <button type="button" className="button button--small" onClick={() => host.activity.retry()}>
            {t('action.retry')}
          </button>
        </span>
      )}
      <span className="follow__count" data-asking={isAsking}>
        {isKnown ? t(view.isTotalExact ? 'activity.total' : 'activity.about', { total: count }) : null}
      </span>
      {isKnown ? (
        <span className="follow__state" data-state={state} role="status">
          {t(`activity.state.${state}`)}
        </span>
      ) : null}
      {isHeld ? (
        <button type="button" className="button button--marked" onClick={() => host.activity.follow()}>
          {newCount === 0
            ? t('activity.resume')
            : t('activity.new', { new: `${formatCount(newCount)}${isNewCountLow ? '+' : ''}` })}
        </button>
      ) : null}
      {hold === 'paused' || !isKnown ? null : (
        <button type="button" className="button" onClick={() => host.activity.hold('paused')}>
          {t('activity.pause')}
        </button>
      )}
    </div>
  );
}
