import { Dialog } from '../../ui/dialog.tsx';
import { commandKey, Kbd } from '../../ui/kbd.tsx';
import { closeShortcuts, shortcuts } from './commands.ts';

export function ShortcutsDialog() {
  return (
    <Dialog open onClose={closeShortcuts} title="Keyboard shortcuts">
      <dl className="flex flex-col">
        {shortcuts.map(({ keys, says }) => (
          <div key={says} className="flex items-center gap-4 border-b border-line py-2 last:border-0">
            <dt className="flex-1 text-sm">{says}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key === 'command' ? commandKey : key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
