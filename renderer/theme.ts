import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export const themes = ['dark', 'light', 'system'] as const;
/** `system` follows the operating system's preference. */
export type Theme = (typeof themes)[number];

const storageKey = 'ensemble-desk.theme';

/** `shown` is what is painted now. */
export const themeStore = createStore<{ readonly theme: Theme; readonly shown: 'dark' | 'light' }>(() => ({
  theme: 'dark',
  shown: 'dark',
}));

export function useTheme() {
  return useStore(themeStore);
}

/** Restores the remembered theme and follows the system where that is chosen. Returns its undo. */
export function startTheme(): () => void {
  const system = window.matchMedia('(prefers-color-scheme: light)');
  const follow = () => apply(themeStore.getState().theme, system.matches);
  system.addEventListener('change', follow);
  apply(themes.find((theme) => theme === localStorage.getItem(storageKey)) ?? 'dark', system.matches);
  return () => system.removeEventListener('change', follow);
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(storageKey, theme);
  apply(theme, window.matchMedia('(prefers-color-scheme: light)').matches);
}

/** Colours that were looked up under the theme that is shown: a lookup makes the page settle its styles first. */
const known = new Map<string, string>();

/** The colour a token has now, as canvas code understands it. */
export function tokenColour(token: `--${string}`): string {
  const colour = known.get(token) ?? lookUp(token);
  known.set(token, colour);
  return colour;
}

function lookUp(token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

function apply(theme: Theme, systemIsLight: boolean) {
  const shown = theme === 'system' ? (systemIsLight ? 'light' : 'dark') : theme;
  document.documentElement.dataset.theme = shown;
  known.clear();
  themeStore.setState({ theme, shown });
}
