import type { ImportPreview, TimeFormat } from '../../shared/imports.ts';
import { bytes, count, decimal, interval, none, utcMinute } from '../format.ts';
import { pipWords } from './instrument-words.ts';

const timeFormats: Readonly<Record<TimeFormat, string>> = {
  epoch: 'counts since 1970',
  offset: 'times with an offset',
  local: 'local times',
  native: 'times stored as such',
};

const roles = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;
/** Said only where the file has them. */
const rareRoles = ['spread', 'ticker'] as const;
const delimiters: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  ' ': 'space',
};

/** Everything that was understood of the file, in words. */
export function ImportPreviewView({ preview }: { preview: ImportPreview }) {
  return (
    <div className="import-preview">
      {preview.warnings.map((warning) => (
        <p className="import-warning" key={warning}>
          ! {warning}
        </p>
      ))}
      <Understood preview={preview} />
      <h3>First bars as understood (UTC)</h3>
      <Sample preview={preview} />
      {preview.refused_rows.length > 0 && (
        <>
          <h3>Rows left out</h3>
          <RefusedRows preview={preview} />
        </>
      )}
    </div>
  );
}

function Understood({ preview }: { preview: ImportPreview }) {
  const { columns, from, to } = preview;
  return (
    <dl className="understood">
      <dt>File</dt>
      <dd>
        {preview.layout}, {bytes(preview.size_bytes)}
        {preview.format === 'csv' && preview.delimiter !== null && (
          <>
            , separated by {delimiters[preview.delimiter] ?? `“${preview.delimiter}”`},{' '}
            {preview.has_header ? 'with a header line' : 'without a header line'}
          </>
        )}
      </dd>
      <dt>Columns</dt>
      <dd>
        {[...roles, ...rareRoles.filter((role) => columns[role] !== null)]
          .map((role) => `${role}: ${columns[role] ?? 'none'}`)
          .join(' · ')}
        {preview.ignored_columns.length > 0 && (
          <span className="quiet"> · not used: {preview.ignored_columns.join(', ')}</span>
        )}
      </dd>
      <dt>Times</dt>
      <dd>
        {timeFormats[preview.time_format]} ({preview.time_pattern}), zone {preview.time_zone}
      </dd>
      <dt>Span</dt>
      <dd>
        {from === null || to === null ? none : `${utcMinute(from)} to ${utcMinute(to)}`}
        {preview.interval_ms !== null && `, a bar every ${interval(preview.interval_ms)}`}
        {preview.phase_ms > 0 && `, opening ${interval(preview.phase_ms)} past`}
        {`, ${count(preview.gaps)} ${preview.gaps === 1 ? 'gap' : 'gaps'} other than weekends`}
      </dd>
      <dt>Units</dt>
      <dd data-testid="import-units">
        {pipWords(preview.asset)}, prices with {preview.asset.decimals} decimals
      </dd>
      <dt>Rows</dt>
      <dd data-testid="import-counts">
        {count(preview.rows)} in the file: {count(preview.accepted)} accepted, {count(preview.duplicates)}{' '}
        duplicate, {count(preview.unordered)} out of order, {count(preview.refused)} refused
      </dd>
    </dl>
  );
}

function Sample({ preview }: { preview: ImportPreview }) {
  return (
    <table aria-label="First bars as understood">
      <thead>
        <tr>
          {roles.map((role) => (
            <th key={role} scope="col" className={role === 'time' ? undefined : 'number'}>
              {role}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {preview.sample.map(([time, ...values]) => (
          <tr key={time}>
            <td>{utcMinute(time)}</td>
            {values.map((value, column) => (
              <td key={roles[column + 1]} className="number">
                {column === 4 ? decimal(value) : shownPrice(value)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Without the noise of binary fractions: 1.1213300000000002 was 1.12133 before it was computed with. */
function shownPrice(value: number): string {
  return String(Number(value.toPrecision(12)));
}

function RefusedRows({ preview }: { preview: ImportPreview }) {
  const hidden = preview.refused + preview.duplicates - preview.refused_rows.length;
  return (
    <div className="refused-rows">
      <table aria-label="Rows left out">
        <thead>
          <tr>
            <th scope="col" className="number">
              Line
            </th>
            <th scope="col">Reason</th>
            <th scope="col">Row</th>
          </tr>
        </thead>
        <tbody className="copyable">
          {preview.refused_rows.map((row) => (
            <tr key={row.line}>
              <td className="number">{count(row.line)}</td>
              <td>{row.reason}</td>
              <td className="refused-example">{row.example}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {hidden > 0 && <p className="quiet">… and {count(hidden)} more.</p>}
    </div>
  );
}
