import { create } from 'zustand';

export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'problem';
  undo?: (() => void) | undefined;
}

interface ToastState {
  toasts: Toast[];
}

export const useToasts = create<ToastState>(() => ({ toasts: [] }));

const SHOWN_MS = 4000;
/** Long enough to read a sentence and reach for the mouse. */
export const UNDO_MS = 7000;
let lastId = 0;

/** Says something in the corner for a few seconds; with `undo`, offers to take it back. */
export function showToast(toast: { text: string; tone?: Toast['tone']; undo?: () => void }): void {
  const id = ++lastId;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-2), { tone: 'plain', ...toast, id }] }));
  setTimeout(() => closeToast(id), toast.undo ? UNDO_MS : SHOWN_MS);
}

export function closeToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
