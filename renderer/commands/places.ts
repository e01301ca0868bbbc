import { replaySpeeds } from '../../shared/market.ts';
import { allParameters } from '../../shared/parameters.ts';
import { activityTabs, showActivityTab } from '../activity/activity-tab.ts';
import { focusParameter } from '../config/focus-parameter.ts';
import { callOrToast } from '../desk.ts';
import { experimentTabNames, showTab } from '../experiments/experiments-store.ts';
import { count } from '../format.ts';
import { showPanel } from '../layout/layout-store.ts';
import { askApply } from '../profiles/profiles-store.ts';
import type { DeskMirror } from '../store.ts';
import { chooseTheme, themes } from '../theme.ts';
import { showView } from '../view.ts';
import type { Command } from './command.ts';

/** Commands that come one for each of something: parameters, tabs, datasets, bundles, profiles and the like. */
export function commandsOfPlaces(desk: DeskMirror): Command[] {
  return [
    ...allParameters().map(({ category, key, parameter }) => ({
      id: `parameter:${category}.${key}`,
      title: parameter.label,
      group: 'Parameter',
      words: [category, key.replaceAll('_', ' '), parameter.env],
      run: () => focusParameter(`${category}.${key}`),
    })),
    ...experimentTabNames.map(({ id, label }) => ({
      id: `experiment:${id}`,
      title: label,
      group: 'Experiments',
      run() {
        showView('experiments');
        showTab(id);
      },
    })),
    ...activityTabs.map(({ id, label }) => ({
      id: `activity:${id}`,
      title: label,
      group: 'Activity',
      run() {
        showView('desk');
        showPanel('activity');
        showActivityTab(id);
      },
    })),
    ...desk.market.datasets.map(({ id, symbol, source }) => ({
      id: `dataset:${id}`,
      title: `Open ${symbol} (${id})`,
      group: 'Dataset',
      words: [source, symbol.replaceAll(/\W/g, '')],
      whyNot: ({ market }: DeskMirror) => (market.active === id ? 'It is open.' : null),
      run: () => void callOrToast('market.activate', { dataset: id }),
    })),
    ...desk.models.bundles.map(({ id }) => ({
      id: `bundle:${id}`,
      title: `Load bundle ${id}`,
      group: 'Models',
      whyNot: ({ models }: DeskMirror) => (models.active === id ? 'It is loaded.' : null),
      run: () => void callOrToast('models.activate', { bundle: id }),
    })),
    ...desk.profiles.map(({ name }) => ({
      id: `profile:${name}`,
      title: `Apply profile ${name}…`,
      group: 'Profile',
      run: () => void askApply(name),
    })),
    ...replaySpeeds.map((speed) => ({
      id: `speed:${speed}`,
      title: `Speed ×${count(speed)}`,
      group: 'Replay',
      run: () => void callOrToast('replay.speed', { speed }),
    })),
    ...themes.map((theme) => ({
      id: `theme:${theme}`,
      title: `Theme: ${theme === 'system' ? 'as the system' : theme}`,
      group: 'View',
      run: () => chooseTheme(theme),
    })),
  ];
}
