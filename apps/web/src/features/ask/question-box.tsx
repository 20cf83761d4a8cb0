import type { AskBody } from '@locum/contracts';
import { ArrowUp } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { setDraft, useAskPreferences } from './ask-preferences.ts';
import { CompletionList } from './completion-list.tsx';
import { registerQuestionBox } from './question-focus.ts';
import { SourceChip, useChosenSourceId } from './source-chip.tsx';
import { TimeRangeChip } from './time-range-chip.tsx';
import { applyCompletion, type Completion, useCompletions } from './use-completions.ts';

const MAX_CHARACTERS = 2000;

interface QuestionBoxProps {
  draft: 'new' | 'follow-up';
  placeholder: string;
  autoFocus?: boolean;
  onAsk(body: AskBody): void;
}

/** The centre of the product: several lines, completions from the catalog, source and range, the draft remembered. */
export function QuestionBox({ draft, placeholder, autoFocus, onAsk }: QuestionBoxProps) {
  const text = useAskPreferences((state) => state.drafts[draft]);
  const range = useAskPreferences((state) => state.range);
  const sourceId = useChosenSourceId();
  const area = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const recall = useRecall((question) => write(question));
  const completing = useCompletionState(text, sourceId);
  const { options, active } = completing;

  useEffect(() => (area.current ? registerQuestionBox(area.current) : undefined), []);
  useEffect(() => {
    // A phone's keyboard would cover half the page.
    if (autoFocus && matchMedia('(pointer: fine)').matches) area.current?.focus();
  }, [autoFocus]);

  function write(next: string, caret = next.length) {
    setDraft(draft, next);
    requestAnimationFrame(() => area.current?.setSelectionRange(caret, caret));
  }

  function choose(option: Completion) {
    const applied = applyCompletion(text, completing.caret, option);
    write(applied.text, applied.caret);
    completing.close();
    area.current?.focus();
  }

  function submit() {
    const question = text.trim();
    if (!question || question.length > MAX_CHARACTERS) return;
    completing.close();
    recall.reset();
    setDraft(draft, '');
    onAsk({ question, ...(sourceId ? { sourceId } : {}), ...(range ? { range } : {}) });
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return;
    if (options.length > 0 && completing.onKey(event, choose)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && recall.onKey(event.key, text)) {
      event.preventDefault();
      completing.close();
    }
  }

  return (
    <div className="relative">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        className="rounded-md border border-line-strong bg-surface shadow-[0_1px_2px_oklch(0.2_0.02_258/0.05)] transition-colors focus-within:border-accent focus-within:outline-2 focus-within:outline-offset-0 focus-within:outline-accent/40"
      >
        <textarea
          ref={area}
          aria-label={draft === 'new' ? 'Question' : 'Follow-up question'}
          aria-autocomplete="list"
          aria-controls={options.length > 0 ? listId : undefined}
          aria-activedescendant={active === null ? undefined : `${listId}-${active}`}
          rows={draft === 'new' ? 3 : 1}
          value={text}
          placeholder={placeholder}
          spellCheck={false}
          enterKeyHint="send"
          className={`field-sizing-content block max-h-48 w-full resize-none bg-transparent px-4 outline-none ${draft === 'new' ? 'min-h-[88px] pt-3.5 text-md' : 'min-h-11 pt-2.5 text-base'}`}
          onChange={(event) => {
            setDraft(draft, event.target.value);
            completing.open(event.target.selectionStart);
            recall.reset();
          }}
          onKeyDown={onKeyDown}
          onBlur={completing.close}
        />
        <div className="flex items-center gap-1.5 px-2.5 pt-1 pb-2.5">
          <SourceChip />
          <TimeRangeChip />
          <span className="figures ml-auto text-xs text-red" aria-live="polite">
            {text.length > MAX_CHARACTERS && `${text.length.toLocaleString('en')} of 2,000 characters`}
          </span>
          <Button
            type="submit"
            look="primary"
            size="small"
            disabled={!text.trim() || text.length > MAX_CHARACTERS}
            icon={<ArrowUp size={15} aria-hidden />}
          >
            Ask
          </Button>
        </div>
      </form>
      <CompletionList id={listId} options={options} active={active} above={draft === 'follow-up'} onChoose={choose} />
    </div>
  );
}

/** Which completions show and which one the arrow keys have reached. */
function useCompletionState(text: string, sourceId: string | null) {
  const [caret, setCaret] = useState(0);
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState<number | null>(null);
  const options = useCompletions(text.slice(0, caret), isOpen, sourceId);
  const close = () => {
    setIsOpen(false);
    setActive(null);
  };
  return {
    options,
    caret,
    active: active !== null && active < options.length ? active : null,
    close,
    open: (at: number) => {
      setCaret(at);
      setIsOpen(true);
      setActive(null);
    },
    /** Takes the keys that belong to the list; true when it did. Enter asks unless an option has been reached. */
    onKey(event: KeyboardEvent, choose: (option: Completion) => void): boolean {
      const last = options.length - 1;
      if (event.key === 'ArrowDown') setActive(active === null || active >= last ? 0 : active + 1);
      else if (event.key === 'ArrowUp') setActive(active === null || active === 0 ? last : active - 1);
      else if (event.key === 'Escape') close();
      else if (event.key === 'Tab' && !event.shiftKey) choose(options[active ?? 0]!);
      else if (event.key === 'Enter' && !event.shiftKey && active !== null) choose(options[active]!);
      else return false;
      event.preventDefault();
      return true;
    },
  };
}

/** ↑ in an empty box brings back earlier questions, ↓ returns. */
function useRecall(write: (question: string) => void) {
  const [back, setBack] = useState(0);
  return {
    reset: () => setBack(0),
    onKey(key: 'ArrowUp' | 'ArrowDown', text: string): boolean {
      const { recent } = useAskPreferences.getState();
      const next = key === 'ArrowUp' ? back + 1 : back - 1;
      if ((back === 0 && text !== '') || next < 0 || next > recent.length) return false;
      setBack(next);
      write(next === 0 ? '' : recent[recent.length - next]!);
      return true;
    },
  };
}
