import { useDesk } from '../store.ts';
import { Badge } from '../ui/badge.tsx';
import { receiptInWords } from './receipt-words.ts';

/** How the latest update reached the services, quietly, under the parameters. */
export function ReceiptLine() {
  const receipt = useDesk((desk) => desk.config.last_receipt);
  const version = useDesk((desk) => desk.config.version);
  const preview = useDesk((desk) => desk.config.preview);
  const text = receipt ? receiptInWords(receipt) : `v${version}: no change since the start`;
  return (
    <div className="receipt">
      {preview && <Badge tone="warning">preview, not saved</Badge>}
      <span
        className="receipt-text"
        role="status"
        aria-label="Latest receipt"
        title={text}
        data-failed={receipt?.callbacks.some((run) => run.error !== null) || undefined}
      >
        {text}
      </span>
    </div>
  );
}
