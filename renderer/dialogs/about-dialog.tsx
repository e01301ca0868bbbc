import { useDesk } from '../store.ts';
import { Dialog } from '../ui/dialog.tsx';
import { closeDialog } from './dialog-store.ts';

export function AboutDialog() {
  const about = useDesk((desk) => desk.about);
  return (
    <Dialog title="About Ensemble Desk" onClose={closeDialog}>
      <dl className="about copyable">
        <dt>Version</dt>
        <dd>{about.version}</dd>
        <dt>Electron</dt>
        <dd>{about.electron}</dd>
        <dt>Saved in</dt>
        <dd>{about.user_data}</dd>
        <dt>Charts</dt>
        <dd>
          TradingView Lightweight Charts™, copyright © TradingView, Inc., https://www.tradingview.com/ (Apache
          License 2.0)
        </dd>
        <dt>Type faces</dt>
        <dd>Inter and JetBrains Mono (SIL Open Font License 1.1)</dd>
      </dl>
    </Dialog>
  );
}
