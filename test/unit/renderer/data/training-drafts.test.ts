import { describe, expect, it } from 'vitest';
import type { SettingDrafts } from '../../../../renderer/data/training-drafts.ts';
import {
  defaultDrafts,
  isValidSetting,
  parseTraining,
  settingLabels,
  settings,
} from '../../../../renderer/data/training-drafts.ts';
import { defaultTrainingSettings } from '../../../../shared/models.ts';

describe('reading the training form', () => {
  it('takes the defaults as they are', () => {
    expect(parseTraining('EURUSD', '7', defaultDrafts())).toEqual({
      ok: true,
      value: { dataset: 'EURUSD', seed: 7, settings: defaultTrainingSettings },
    });
  });

  it('names every wrong field and what would be right', () => {
    const drafts = withDraft(withDraft(defaultDrafts(), 'max_depth', '99'), 'learning_rate', '0');
    const result = parseTraining('EURUSD', '1', drafts);
    expect(result).toMatchObject({
      ok: false,
      problem: {
        message:
          'Depth (1H) must be a whole number from 1 to 12. Learning rate (1H) must be a number above 0, at most 1.',
      },
    });
  });

  it.each(['', '-1', '1.5', 'x', '3000000000'])('refuses the seed “%s”', (seed) => {
    const result = parseTraining('EURUSD', seed, defaultDrafts());
    expect(result).toMatchObject({ ok: false, problem: { message: expect.stringContaining('seed') } });
  });

  it('asks for a dataset where there is none', () => {
    const result = parseTraining(undefined, '1', defaultDrafts());
    expect(result).toMatchObject({ ok: false, problem: { message: 'Choose a dataset.' } });
  });

  it('has a label for every setting and refuses an empty field of each', () => {
    for (const setting of settings) {
      expect(settingLabels[setting]).toBeTruthy();
      expect(isValidSetting(setting, ' ')).toBe(false);
    }
  });
});

function withDraft(
  drafts: SettingDrafts,
  setting: 'max_depth' | 'learning_rate',
  text: string,
): SettingDrafts {
  return { ...drafts, '1H': { ...drafts['1H'], [setting]: text } };
}
