import { showToast } from './toast-store.ts';

/** Puts `text` on the clipboard and says so; also where the page is served without TLS and has no clipboard API. */
export async function copyText(text: string, said = 'Copied'): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast({ text: said });
  } catch {
    showToast({
      text: copyBySelection(text) ? said : 'The browser refused the clipboard. Select the text and copy it.',
    });
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  return copied;
}
