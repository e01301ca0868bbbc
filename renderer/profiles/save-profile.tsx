import { useId, useState } from 'react';
import { longestName, normalName } from '../../shared/names.ts';
import { categories, parameterOf } from '../../shared/parameters.ts';
import { allPaths } from '../config/differences.ts';
import { call, inWords } from '../desk.ts';
import { useDesk } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { showToast } from '../ui/toast-store.ts';
import { pathsOfCategory, toggled } from './profile-scope.ts';

/** Saves the values in force, all or some of them, under a name. */
export function SaveProfile() {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(allPaths));
  const [problem, setProblem] = useState<string | null>(null);
  const profiles = useDesk((desk) => desk.profiles);
  const nameId = useId();
  const replaces = profiles.some((profile) => profile.name === normalName(name));
  const whole = chosen.size === allPaths.length;

  async function save() {
    const paths = allPaths.filter((path) => chosen.has(path));
    const asked = name.trim();
    const result = await call('profiles.save', whole ? { name: asked } : { name: asked, paths });
    setProblem(result.ok ? null : inWords(result.problem));
    if (!result.ok) return;
    setName('');
    showToast('info', `The profile “${result.value.name}” was saved.`);
  }

  return (
    <form
      className="profile-save"
      aria-label="Save a profile"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h3>Save the values in force</h3>
      <div className="profile-save-line">
        <label htmlFor={nameId}>Name</label>
        <span className="field">
          <input
            id={nameId}
            data-text=""
            maxLength={longestName}
            spellCheck={false}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </span>
        <Button type="submit" disabled={name.trim() === '' || chosen.size === 0}>
          {replaces ? 'Replace profile' : 'Save profile'}
        </Button>
      </div>
      <details>
        <summary>{whole ? 'All values' : `${chosen.size} of ${allPaths.length} values`}</summary>
        <div className="profile-scope">
          {categories.toReversed().map((category) => {
            const own = pathsOfCategory(category);
            return (
              <fieldset key={category}>
                <legend>
                  <Choice
                    label={category}
                    checked={own.every((path) => chosen.has(path))}
                    onChange={(on) => setChosen(toggled(chosen, own, on))}
                  />
                </legend>
                {own.map((path) => (
                  <Choice
                    key={path}
                    label={parameterOf(category, path.split('.')[1] ?? '')?.label ?? path}
                    checked={chosen.has(path)}
                    onChange={(on) => setChosen(toggled(chosen, [path], on))}
                  />
                ))}
              </fieldset>
            );
          })}
        </div>
      </details>
      {problem && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly checked: boolean;
  onChange(on: boolean): void;
}

function Choice({ label, checked, onChange }: ChoiceProps) {
  return (
    <label className="profile-choice">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
