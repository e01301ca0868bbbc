import type { ComponentType } from 'react';
import type { Job, Notice } from '../../shared/jobs.ts';
import type { Prediction } from '../../shared/prediction.ts';
import { AuditTrail } from '../audit/audit-trail.tsx';
import { VersionButton } from '../audit/version-button.tsx';
import { directionSign, directionWord, duration, none, percent, utcClock, utcMinute } from '../format.ts';
import { useDesk } from '../store.ts';
import { Badge } from '../ui/badge.tsx';
import type { LogColumn } from '../ui/log-table.tsx';
import { LogTable } from '../ui/log-table.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { useSlowed } from '../ui/use-slowed.ts';
import './activity.css';
import { type ActivityTab, activityTabs, showActivityTab, useActivityTab } from './activity-tab.ts';
import { Callbacks } from './callbacks.tsx';
import { TallActivity } from './tall-activity.tsx';

/** What happened, newest first. */
export function ActivityPanel() {
  const tab = useActivityTab();
  return (
    <section className="panel activity" aria-label="Activity">
      <Tabs
        label="Activity"
        shown={tab ?? 'callbacks'}
        onShow={showActivityTab}
        tools={<TallActivity />}
        tabs={activityTabs.map(({ id, label }) => {
          const Content = contents[id];
          return { id, label, mark: id === 'notices' && <NoticeCount />, content: <Content /> };
        })}
      />
    </section>
  );
}

const contents: Readonly<Record<ActivityTab, ComponentType>> = {
  callbacks: Callbacks,
  audit: AuditTrail,
  predictions: Predictions,
  notices: Notices,
  jobs: Jobs,
};

const predictionColumns: readonly LogColumn<Prediction>[] = [
  { title: 'Bar (UTC)', width: '148px', cell: (prediction) => utcMinute(prediction.bar_time) },
  {
    title: 'Direction',
    width: '70px',
    cell: (prediction) => (
      <span className={prediction.direction === 1 ? 'long' : 'short'}>
        {directionSign(prediction.direction)} {directionWord(prediction.direction)}
      </span>
    ),
  },
  { title: 'Confidence', width: '76px', numeric: true, cell: (prediction) => percent(prediction.confidence) },
  {
    title: 'Threshold',
    width: '70px',
    numeric: true,
    cell: (prediction) => percent(prediction.confidence_threshold),
  },
  {
    title: 'Decision',
    width: '66px',
    cell: (prediction) => (prediction.should_trade ? 'Trade' : 'No trade'),
  },
  { title: 'Agree', width: '48px', cell: (prediction) => `${prediction.agreement_count} of 3` },
  { title: 'Regime', width: '64px', cell: (prediction) => prediction.regime },
  {
    title: 'Config',
    width: '60px',
    cell: (prediction) => <VersionButton version={prediction.config_version} preview={prediction.preview} />,
  },
  {
    title: 'From',
    width: 'minmax(60px, 1fr)',
    cell: (prediction) => (prediction.cached ? 'cache' : 'computed'),
  },
];

function Predictions() {
  const entries = useSlowed((desk) => desk.predictions);
  return (
    <LogTable
      label="Predictions"
      entries={entries}
      columns={predictionColumns}
      empty={<p className="log-empty">Play or step the replay: each closed 1H bar adds a prediction.</p>}
    />
  );
}

const levels: Readonly<Record<Notice['level'], string>> = {
  info: 'Info',
  warning: '! Warning',
  error: '✕ Error',
};

const noticeColumns: readonly LogColumn<Notice>[] = [
  {
    title: 'Time (UTC)',
    width: '72px',
    cell: (notice) => <span className="number">{utcClock(notice.at)}</span>,
  },
  {
    title: 'Level',
    width: '72px',
    cell: (notice) => <span className={tone[notice.level]}>{levels[notice.level]}</span>,
  },
  {
    title: 'Message',
    width: '1fr',
    cut: true,
    cell: (notice) => (
      <span className="copyable" title={notice.message}>
        {notice.message}
      </span>
    ),
  },
];

const tone: Readonly<Record<Notice['level'], string>> = { info: 'quiet', warning: 'warning', error: 'short' };

function Notices() {
  const entries = useSlowed((desk) => desk.notices);
  return (
    <LogTable
      label="Notices"
      entries={entries}
      columns={noticeColumns}
      empty={<p className="log-empty">Nothing to report.</p>}
    />
  );
}

function NoticeCount() {
  const pressing = useDesk((desk) => desk.notices.filter((notice) => notice.level !== 'info').length);
  return pressing > 0 && <Badge tone="warning">{pressing}</Badge>;
}

const jobColumns: readonly LogColumn<Job>[] = [
  {
    title: 'Started (UTC)',
    width: '84px',
    cell: (job) => <span className="number">{utcClock(job.started_at)}</span>,
  },
  { title: 'Job', width: 'minmax(120px, 0.6fr)', cut: true, cell: (job) => job.label },
  { title: 'State', width: '76px', cell: (job) => job.state },
  { title: 'Done', width: '52px', numeric: true, cell: (job) => percent(job.progress, 0) },
  {
    title: 'Took',
    width: '72px',
    numeric: true,
    cell: (job) => (job.ended_at === null ? none : duration(job.ended_at - job.started_at)),
  },
  { title: 'Step', width: '1fr', cut: true, cell: (job) => <span title={job.message}>{job.message}</span> },
];

function Jobs() {
  const entries = useSlowed((desk) => desk.jobs);
  return (
    <LogTable
      label="Jobs"
      entries={entries}
      columns={jobColumns}
      empty={<p className="log-empty">Imports and trainings are listed here.</p>}
    />
  );
}
