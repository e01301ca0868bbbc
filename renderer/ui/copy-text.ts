import { showToast } from './toast-store.ts';

/**
 * Puts a text on the clipboard and says so; works only while a click or a key of the last seconds is being
 * answered. By the page's own copy event: the asynchronous clipboard needs a permission, and the desk grants none.
 */
export function copyText(text: string, told: string): void {
  if (copied(text)) showToast('info', told);
  else showToast('error', 'The system’s clipboard took nothing. Select the text and press Ctrl+C instead.');
}

function copied(text: string): boolean {
  let taken = false;
  const onCopy = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
    taken = event.clipboardData !== null;
  };
  document.addEventListener('copy', onCopy, true);
  const done = document.execCommand('copy');
  document.removeEventListener('copy', onCopy, true);
  return done && taken;
}
