import { useId, useState } from 'react';
import { type AssetMetadata, type Dataset, priceUnits, tradingDays } from '../../shared/market.ts';
import { callOrToast } from '../desk.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Select } from '../ui/select.tsx';
import { dayNames, otherDayWords, spoken } from './instrument-words.ts';

interface InstrumentDialogProps {
  readonly dataset: Dataset;
  readonly asset: AssetMetadata;
  onClose(): void;
}

/** What the user can say about a dataset: what a pip is, how prices are shown, and when its day ends. */
export function InstrumentDialog({ dataset, asset, onClose }: InstrumentDialogProps) {
  const offered = otherDayWords(dataset, asset);
  const setDay = (trading_day: Dataset['trading_day']) =>
    callOrToast('market.set-trading-day', { dataset: dataset.id, trading_day });
  return (
    <Dialog title={`${asset.display}: units and trading day`} onClose={onClose}>
      <UnitForm asset={asset} />
      <section className="instrument-section">
        <h3>Trading day</h3>
        <div className="train-line">
          <span>Days end at</span>
          <Select
            label="Days end at"
            value={dataset.trading_day}
            options={tradingDays.map((value) => ({ value, text: dayNames[value] }))}
            onChange={setDay}
          />
        </div>
        {offered && (
          <div className="instrument-offer">
            <p>{offered}</p>
            <Button small look="primary" onClick={() => setDay(asset.usual_trading_day)}>
              Use days that end at {spoken(asset.usual_trading_day)}
            </Button>
          </div>
        )}
        <p className="quiet">
          4H and Daily bars are cut from it. Models trained in another day ask before they answer.
        </p>
      </section>
    </Dialog>
  );
}

/** What is typed is taken with Set; what the desk would say by itself stands beside it. */
function UnitForm({ asset }: { asset: AssetMetadata }) {
  const [pip, setPip] = useState(plain(asset.pip_size));
  const [decimals, setDecimals] = useState(String(asset.decimals));
  const [unit, setUnit] = useState(asset.unit);
  const problem = useId();
  const pipSize = Number(pip);
  const places = Number(decimals);
  const bad =
    pip.trim() === '' || !(pipSize > 0 && pipSize <= 1e6)
      ? 'The size of a pip is a price distance above 0.'
      : decimals.trim() === '' || !(Number.isInteger(places) && places >= 0 && places <= 10)
        ? 'Decimals are a whole number from 0 to 10.'
        : null;
  const isSet = Object.values(asset.settings).some((value) => value !== null);

  async function set() {
    if (bad) return;
    await callOrToast('market.set-asset', {
      symbol: asset.symbol,
      pip_size: pipSize,
      decimals: places,
      unit,
    });
  }

  async function forget() {
    const input = { symbol: asset.symbol, pip_size: null, decimals: null, unit: null };
    const back = await callOrToast('market.set-asset', input);
    if (!back) return;
    setPip(plain(back.pip_size));
    setDecimals(String(back.decimals));
    setUnit(back.unit);
  }

  return (
    <section className="instrument-section">
      <h3>Units</h3>
      {asset.question && <p className="import-warning">{asset.question}</p>}
      <div className="train-line">
        <span>One of the</span>
        <Select
          label="Unit"
          value={unit}
          options={priceUnits.map((value) => ({ value, text: value }))}
          onChange={(chosen) => setUnit(chosen)}
        />
        <span>is</span>
        <Figure
          label="Price distance of one unit"
          text={pip}
          bad={bad !== null}
          problem={problem}
          onType={setPip}
        />
        <span>in price; prices have</span>
        <Figure
          label="Decimals of prices"
          text={decimals}
          bad={bad !== null}
          problem={problem}
          onType={setDecimals}
        />
        <span>decimals.</span>
      </div>
      <p id={problem} className="import-problem" hidden={bad === null}>
        {bad}
      </p>
      <div className="train-line">
        <Button look="primary" small disabled={bad !== null} onClick={set}>
          {asset.question ? 'Confirm' : 'Set'}
        </Button>
        <Button small disabled={!isSet} onClick={forget}>
          Back to the guess
        </Button>
        <span className="quiet">
          {isSet ? 'Set by you. ' : ''}From name and prices: {plain(asset.guess.pip_size)} {asset.guess.unit},{' '}
          {asset.guess.decimals} decimals.
        </span>
      </div>
    </section>
  );
}

interface FigureProps {
  readonly label: string;
  readonly text: string;
  readonly bad: boolean;
  /** Id of the element that says what is wrong. */
  readonly problem: string;
  onType(text: string): void;
}

function Figure({ label, text, bad, problem, onType }: FigureProps) {
  return (
    <span className="field instrument-field" data-invalid={bad || undefined}>
      <input
        aria-label={label}
        aria-describedby={problem}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        onChange={(event) => onType(event.target.value)}
      />
    </span>
  );
}

function plain(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 10, useGrouping: false });
}
