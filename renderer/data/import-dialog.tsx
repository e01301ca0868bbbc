import { useState } from 'react';
import type { ImportOptions, ImportPreview } from '../../shared/imports.ts';
import { importOptionsSchema } from '../../shared/imports.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Select } from '../ui/select.tsx';
import { ImportPreviewView } from './import-preview-view.tsx';
import { answersOf, ImportQuestions } from './import-questions.tsx';
import type { ImportDraft } from './import-store.ts';
import { closeImport, inspectImport, runImport, useImportDraft } from './import-store.ts';

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
  const [symbol, setSymbol] = useState(preview.symbol);
  const answers = answersOf(preview.questions);
  const options = importOptionsSchema.safeParse({ symbol, time_zone: preview.time_zone, answers });
  const symbolError = options.success ? null : options.error.issues[0]?.message;
  const open = preview.questions.filter(({ answer }) => answer === null).length;
  const look = (changed: Partial<ImportOptions>) =>
    inspectImport(draft.path, { time_zone: preview.time_zone, answers, ...changed });
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
        onAnswer={(next) => look({ answers: next })}
      />
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
                onChange={(event) => setSymbol(event.target.value)}
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
            ? 'Change it and the times below follow.'
            : 'The file’s times say their zone themselves.'}
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
