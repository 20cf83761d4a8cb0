import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { MenuProps } from './menu.tsx';

/** The menu itself, open from its first paint: it is fetched when first asked for. */
export function MenuPanel({ trigger, label, items }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          sideOffset={6}
          collisionPadding={12}
          aria-label={label}
          className="rise z-50 max-h-[60vh] min-w-48 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-float"
        >
          {items.map((item) => (
            <DropdownMenu.Item
              key={item.key}
              onSelect={item.onSelect}
              className="flex items-center gap-3 rounded-sm px-2.5 py-1.5 text-sm outline-none select-none data-highlighted:bg-hover"
            >
              <span className="min-w-0 flex-1 truncate">{item.label}</span>
              {item.detail && <span className="text-xs text-faint">{item.detail}</span>}
              {item.checked && <Check size={14} aria-label="chosen" className="text-accent" />}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
