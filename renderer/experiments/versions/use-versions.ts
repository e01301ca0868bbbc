import { useEffect, useState } from 'react';
import { call } from '../../desk.ts';
import { useSlowed } from '../../ui/use-slowed.ts';

const offered = 100;

/** The newest versions of the configuration before the one in force, newest first. */
export function useVersions(): readonly number[] {
  const now = useSlowed((desk) => desk.config.version);
  const [versions, setVersions] = useState<readonly number[]>([]);
  useEffect(() => {
    let current = true;
    void call('audit.page', { filter: { outcome: 'accepted' }, limit: offered }).then((result) => {
      if (!current || !result.ok) return;
      const known = new Set(result.value.entries.map(({ version }) => version));
      known.delete(now);
      setVersions([...known].sort((a, b) => b - a));
    });
    return () => {
      current = false;
    };
  }, [now]);
  return versions;
}
