import type { Problem } from '../../shared/result.ts';
import { Button } from '../ui/button.tsx';

/** Whether asking the very same once more may come to another end. */
export function mayHelp({ code }: Problem): boolean {
  return code !== 'invalid' && code !== 'not-found' && code !== 'too-large';
}

/** What runs by itself does not run again where its question stays: here a person asks for it. */
export function TryAgain({ onClick }: { onClick(): void }) {
  return (
    <Button small onClick={onClick}>
      Run it again
    </Button>
  );
}
