import { callOrToast } from '../desk.ts';
import { closeDialog } from '../dialogs/dialog-store.ts';
import { ConfirmDialog } from '../ui/dialog.tsx';

/** Asks before every saved value is dropped. */
export function ResetAllDialog() {
  return (
    <ConfirmDialog
      title="Reset all parameters"
      question="Every saved value is dropped; the environment’s values and the defaults hold again. It can be undone."
      action="Reset all"
      onConfirm={() => callOrToast('config.reset', {})}
      onClose={closeDialog}
    />
  );
}
