import { useState } from 'react';
import type { ImportOptions, ImportPreview } from '../../shared/imports.ts';
import { importOptionsSchema } from '../../shared/imports.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Select } from '../ui/select.tsx';
import { ImportPreviewView } from './import-preview-view.tsx';
import { answersOf, ImportQuestions, Question } from './import-questions.tsx';
import type { ImportDraft } from './import-store.ts';
import { closeImport, inspectImport, runImport, useImportDraft } from './import-store.ts';
import { pipWords } from './instrument-words.ts';

/** The preview of a file before it is taken; nothing is shown while no file is looked at. */
export function ImportDialog() {
  const draft = useImportDraft();
  if (!draft) return null;
  if (draft.preview)
    return (
      <PreviewDialog key={`${draft.path} ${tickerOf(draft.preview)}`} draft={draft} preview={draft.preview} />
    );
  const name = visibleText(draft.path.split(/[\\/]/).at(-1) ?? '');
  return (
    <Dialog
      title={`Import ${name}`}
      onClose={closeImport}
      actions={<Button onClick={closeImport}>Close</Button>}
    >
      {draft.problem ? (
        <p className="import-problem copyable" role="alert">
          {draft.problem}
        </p>
      ) : (
        <p role="status">Reading the file…</p>
      )}
    </Dialog>
  );
}

function PreviewDialog({ draft, preview }: { draft: ImportDraft; preview: ImportPreview }) {
  const [typed, setTyped] = useState<string | null>(null);
  const [pip, setPip] = useState<PipAnswer | null>(null);
  const symbol = typed ?? preview.symbol;
  const answers = answersOf(preview.questions);
  const options = importOptionsSchema.safeParse({
    symbol,
    time_zone: preview.time_zone,
    answers,
    // The answer was about the symbol that was asked for.
    pip_size: pip?.symbol === symbol ? pip.size : undefined,
  });
  const symbolError = options.success ? null : options.error.issues[0]?.message;
  const open = preview.questions.filter(({ answer }) => answer === null).length;
  const named = typed !== null && options.success ? { symbol: options.data.symbol } : {};
  const look = (changed: Partial<ImportOptions>) =>
    inspectImport(draft.path, { time_zone: preview.time_zone, answers, ...named, ...changed });
  return (
    <Dialog
      wide
      title={`Import ${preview.file_name}`}
      onClose={closeImport}
      actions={
        <>
          <span className="quiet" role="status">
            {draft.busy
              ? 'Reading…'
              : open > 0
                ? `${open === 1 ? 'One question is' : `${open} questions are`} open.`
                : ''}
          </span>
          <Button onClick={closeImport}>Cancel</Button>
          <Button
            look="primary"
            disabled={draft.busy || !options.success || open > 0 || preview.accepted === 0}
            onClick={() => {
              if (options.success) runImport(draft.path, options.data);
            }}
          >
            Import
          </Button>
        </>
      }
    >
      {draft.problem && (
        <p className="import-problem copyable" role="alert">
          {draft.problem}
        </p>
      )}
      <ImportQuestions
        questions={preview.questions}
        busy={draft.busy}
        onAnswer={(next) =>
          // Another series has another symbol.
          look({ answers: next, ...(next.ticker !== answers.ticker && { symbol: undefined }) })
        }
      />
      {answers.ticker !== 'all' && (
        <PipQuestion
          preview={preview}
          answer={pip?.symbol === symbol ? pip.size : null}
          busy={draft.busy || symbol !== preview.symbol}
          onAnswer={(size) => setPip({ symbol, size })}
        />
      )}
      <div className="import-options">
        {answers.ticker === 'all' ? (
          <span className="quiet">Each series becomes a dataset under its own name.</span>
        ) : (
          <>
            <label htmlFor="import-symbol">Symbol</label>
            <span className="field" data-invalid={symbolError ? '' : undefined}>
              <input
                id="import-symbol"
                data-text=""
                spellCheck={false}
                value={symbol}
                onChange={(event) => setTyped(event.target.value)}
                onBlur={({ relatedTarget }) => {
                  // Looking again would disable the button under the pointer before its click.
                  if (relatedTarget instanceof HTMLButtonElement) return;
                  if (options.success && options.data.symbol !== preview.symbol) look({});
                }}
              />
            </span>
          </>
        )}
        <span>Time zone of the file</span>
        <Select
          label="Time zone"
          value={preview.time_zone}
          disabled={draft.busy || !usesZone(preview)}
          options={zones(preview.time_zone)}
          onChange={(zone) => look({ time_zone: zone })}
        />
        {preview.offered_zones
          .filter(({ zone }) => zone !== preview.time_zone)
          .map(({ zone, because }) => (
            <Button key={zone} look="quiet" disabled={draft.busy} onClick={() => look({ time_zone: zone })}>
              Use {zone}: {because}
            </Button>
          ))}
        <span className="quiet">
          {usesZone(preview)
            ? 'The times below follow your choice.'
            : 'The times in the file include their zone.'}
        </span>
      </div>
      {symbolError && (
        <p className="field-error" role="alert">
          {symbolError}
        </p>
      )}
      <ImportPreviewView preview={preview} />
    </Dialog>
  );
}

interface PipAnswer {
  readonly symbol: string;
  readonly size: number;
}

/** Asked where the prices make the guessed pip unlikely; it may be left open, and set later under Units. */
function PipQuestion({
  preview: { asset, likely_pip },
  answer,
  busy,
  onAnswer,
}: {
  preview: ImportPreview;
  answer: number | null;
  busy: boolean;
  onAnswer(size: number): void;
}) {
  if (asset.question === null) return null;
  const sizes = [
    [asset.pip_size, 'as the symbol says'],
    ...(likely_pip === null ? [] : [[likely_pip, 'as the prices make likely'] as const]),
  ] as const;
  return (
    <Question
      question={{
        text: asset.question,
        choices: sizes.map(([size, consequence]) => ({
          value: String(size),
          label: pipWords({ unit: asset.unit, pip_size: size }),
          consequence,
        })),
        answer: answer === null ? null : String(answer),
      }}
      busy={busy}
      onAnswer={(value) => onAnswer(Number(value))}
    />
  );
}

/** The series that is looked at: another one has another symbol. */
function tickerOf({ questions }: ImportPreview): string {
  return answersOf(questions).ticker ?? '';
}

function usesZone({ time_format: format }: ImportPreview): boolean {
  return format === 'local' || format === 'native';
}

function zones(chosen: string) {
  const known = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  return (known.includes(chosen) ? known : [chosen, ...known]).map((value) => ({ value, text: value }));
}
