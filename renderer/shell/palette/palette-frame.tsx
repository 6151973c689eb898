import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import './palette.css';

/** Stands in until the palette's code is there: the letters typed meanwhile must not be lost. */
export function PaletteFrame({ onType }: { readonly onType: (text: string) => void }) {
  const { ui } = useStores();
  return (
    <Dialog label={t('palette.title')} className="palette" onClose={() => ui.setState({ dialog: null })}>
      <input
        className="palette__query"
        type="text"
        aria-label={t('palette.query')}
        placeholder={t('palette.query')}
        autoComplete="off"
        onChange={(event) => onType(event.currentTarget.value)}
      />
    </Dialog>
  );
}
