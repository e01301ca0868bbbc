import { timeframes } from '../../shared/market.ts';
import { timeframeNames } from '../format.ts';
import type { SettingDrafts } from './training-drafts.ts';
import { isValidSetting, settingLabels, settings } from './training-drafts.ts';

interface TrainSettingsProps {
  readonly drafts: SettingDrafts;
  onChange(drafts: SettingDrafts): void;
}

/** What each of the three models is trained with, one column per timeframe. */
export function TrainSettings({ drafts, onChange }: TrainSettingsProps) {
  return (
    <table className="train-settings" aria-label="Training settings">
      <thead>
        <tr>
          <th scope="col">Setting</th>
          {timeframes.map((timeframe) => (
            <th key={timeframe} scope="col" className="number">
              {timeframeNames[timeframe]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {settings.map((setting) => (
          <tr key={setting}>
            <th scope="row">{settingLabels[setting]}</th>
            {timeframes.map((timeframe) => (
              <td key={timeframe}>
                <span
                  className="field"
                  data-invalid={isValidSetting(setting, drafts[timeframe][setting]) ? undefined : ''}
                >
                  <input
                    aria-label={`${settingLabels[setting]}, ${timeframeNames[timeframe]}`}
                    inputMode="decimal"
                    value={drafts[timeframe][setting]}
                    onChange={(event) =>
                      onChange({
                        ...drafts,
                        [timeframe]: { ...drafts[timeframe], [setting]: event.target.value },
                      })
                    }
                  />
                </span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
