import {
  Activity,
  Database,
  FlaskConical,
  Info,
  Keyboard,
  Monitor,
  Moon,
  Search,
  Sun,
  TriangleAlert,
} from 'lucide-react';
import type { InstrumentState } from '../../shared/instruments.ts';
import { ApiSign } from '../api/api-sign.tsx';
import { withKeys } from '../commands/keys.ts';
import { callOrToast } from '../desk.ts';
import { openDialog } from '../dialogs/dialog-store.ts';
import { none, percent, price } from '../format.ts';
import { LayoutButtons } from '../layout/layout-buttons.tsx';
import { useDesk } from '../store.ts';
import { chooseTheme, useTheme } from '../theme.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Segments } from '../ui/segments.tsx';
import { Select } from '../ui/select.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { showView, useView } from '../view.ts';
import { ReplayControls } from './replay-controls.tsx';
import './top-bar.css';

/** What is looked at, where the replay stands, and the ways to the rest of the window. */
export function TopBar() {
  return (
    <header className="top-bar">
      <Market />
      <ReplayControls />
      <div className="top-side">
        <Differences />
        <ConfigVersion />
        <ApiSign />
        <ViewSwitch />
        <span className="top-spare">
          <ThemeSwitch />
        </span>
        <LayoutButtons />
        <HelpButtons />
      </div>
    </header>
  );
}

function Market() {
  const asset = useDesk((desk) => desk.market.asset);
  const latest = useDesk((desk) => desk.market.latest_price);
  const source = useDesk(
    (desk) => desk.market.datasets.find((dataset) => dataset.id === desk.market.active)?.source,
  );
  return (
    <div className="market">
      <h1 className="market-name" data-testid="asset">
        {asset?.display ?? 'No data'}
      </h1>
      <OpenMarkets />
      {source === 'simulated' && (
        <Badge tone="warning">
          Simulated<span className="top-wide">market</span>
        </Badge>
      )}
      {source === 'imported' && <Badge>Imported data</Badge>}
      <span className="market-price number" data-testid="latest-price">
        <span className="hidden-text">Latest price </span>
        {latest === null || !asset ? none : price(latest, asset.decimals)}
      </span>
    </div>
  );
}

/** Where several datasets are open: which of them has the focus, and what is said of the others. */
function OpenMarkets() {
  const open = useDesk((desk) => desk.instruments);
  if (open.length < 2) return null;
  return (
    <Select
      label="Open market data"
      value={open.find(({ focus }) => focus)?.dataset ?? ''}
      options={open.map((each) => ({ value: each.dataset, text: inShort(each) }))}
      onChange={(dataset) => callOrToast('instruments.focus', { dataset })}
    />
  );
}

function inShort({ dataset, prediction, silent_because }: InstrumentState): string {
  if (silent_because !== null || !prediction) return dataset;
  const side = prediction.direction === 1 ? 'long' : 'short';
  return `${dataset}: ${side} ${percent(prediction.confidence)}`;
}

function ConfigVersion() {
  const version = useDesk((desk) => desk.config.version);
  const preview = useDesk((desk) => desk.config.preview);
  return (
    <span className="top-version">
      <span className="quiet">Config</span> <span data-testid="config-version">v{version}</span>
      {preview && (
        <span className="top-wide">
          <Badge tone="warning">preview</Badge>
        </span>
      )}
    </span>
  );
}

function Differences() {
  const number = useDesk((desk) => desk.models.differences.length);
  if (number === 0) return null;
  const text = `The loaded bundle was trained with ${number} ${number === 1 ? 'value that differs' : 'values that differ'} from the config; see Data and models.`;
  return (
    <Tooltip text={text}>
      <Button small look="quiet" data-tone="warning" aria-label={text} onClick={() => showView('data')}>
        <TriangleAlert /> {number} <span className="top-wide">differ</span>
      </Button>
    </Tooltip>
  );
}

function ViewSwitch() {
  const view = useView();
  return (
    <Segments
      label="View"
      value={view}
      options={[
        { value: 'desk', label: 'Desk', hint: withKeys('Desk', 'show-desk'), narrowIcon: <Activity /> },
        {
          value: 'data',
          label: 'Data and models',
          hint: withKeys('Data and models', 'show-data'),
          narrowIcon: <Database />,
        },
        {
          value: 'experiments',
          label: 'Experiments',
          hint: withKeys('Experiments', 'show-experiments'),
          narrowIcon: <FlaskConical />,
        },
      ]}
      onChange={showView}
    />
  );
}

function ThemeSwitch() {
  const { theme } = useTheme();
  return (
    <Segments
      label="Theme"
      value={theme}
      options={[
        { value: 'dark', label: 'Dark', icon: <Moon /> },
        { value: 'light', label: 'Light', icon: <Sun /> },
        { value: 'system', label: 'As the system', icon: <Monitor /> },
      ]}
      onChange={chooseTheme}
    />
  );
}

function HelpButtons() {
  return (
    <span className="top-dialogs">
      <IconButton
        label="All commands"
        hint={withKeys('All commands', 'show-palette')}
        onClick={() => openDialog('palette')}
      >
        <Search />
      </IconButton>
      <span className="top-spare">
        <IconButton
          label="Keyboard shortcuts"
          hint={withKeys('Keyboard shortcuts', 'show-shortcuts')}
          onClick={() => openDialog('shortcuts')}
        >
          <Keyboard />
        </IconButton>
        <IconButton label="About" onClick={() => openDialog('about')}>
          <Info />
        </IconButton>
      </span>
    </span>
  );
}
