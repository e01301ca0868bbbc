import type { z } from 'zod';
import { apiRequestSchema, apiStateSchema } from '../../../shared/api.ts';
import {
  auditEntrySchema,
  auditFilterSchema,
  auditPageSchema,
  configDifferenceSchema,
  dryRunSchema,
  profileSchema,
  versionValuesSchema,
} from '../../../shared/audit.ts';
import { cacheStatsSchema } from '../../../shared/caches.ts';
import { float64Column } from '../../../shared/columns.ts';
import {
  callbackMetricsSchema,
  callbackRunSchema,
  changeSchema,
  configStateSchema,
  provenanceSchema,
  receiptSchema,
  trialSchema,
} from '../../../shared/config.ts';
import { aboutSchema, chartDataSchema, deskLogsSchema, deskStateSchema } from '../../../shared/desk.ts';
import { backtestSchema, pointSchema } from '../../../shared/experiments/backtest.ts';
import { comparisonSchema, flipSchema } from '../../../shared/experiments/comparison.ts';
import { experimentFileSchema, reproductionSchema } from '../../../shared/experiments/experiment-file.ts';
import {
  curveSchema,
  figuresSchema,
  intervalSchema,
  intervalsSchema,
} from '../../../shared/experiments/figures.ts';
import { overfitSchema } from '../../../shared/experiments/overfit.ts';
import { periodSchema, scopeSchema } from '../../../shared/experiments/scope.ts';
import { shadowSchema, shadowStateSchema } from '../../../shared/experiments/shadows.ts';
import { configSourceSchema, triedSchema } from '../../../shared/experiments/source.ts';
import { tradeSchema } from '../../../shared/experiments/trade.ts';
import { triangleSchema } from '../../../shared/experiments/triangle.ts';
import { versionResultSchema } from '../../../shared/experiments/version-results.ts';
import { walkForwardSchema } from '../../../shared/experiments/walk-forward.ts';
import { whySchema } from '../../../shared/experiments/why.ts';
import { importOptionsSchema, importPreviewSchema } from '../../../shared/imports.ts';
import { jobSchema, noticeSchema } from '../../../shared/jobs.ts';
import {
  assetMetadataSchema,
  barsSchema,
  datasetSchema,
  marketStateSchema,
  replayStateSchema,
} from '../../../shared/market.ts';
import {
  bundleDifferenceSchema,
  bundleSummarySchema,
  confidenceBucketSchema,
  modelFiguresSchema,
  modelStateSchema,
  partFiguresSchema,
  trainingSettingsSchema,
} from '../../../shared/models.ts';
import { tradingConfigSchema } from '../../../shared/parameters.ts';
import { componentSchema, predictionSchema, whatIfSchema } from '../../../shared/prediction.ts';

/** What is answered under a name of its own, so that the document says it once. */
export const namedAnswers: Readonly<Record<string, z.ZodType>> = {
  About: aboutSchema,
  ApiRequest: apiRequestSchema,
  ApiState: apiStateSchema,
  Asset: assetMetadataSchema,
  AuditEntry: auditEntrySchema,
  AuditPage: auditPageSchema,
  Backtest: backtestSchema,
  Bars: barsSchema,
  BundleDifference: bundleDifferenceSchema,
  BundleSummary: bundleSummarySchema,
  CacheStats: cacheStatsSchema,
  CallbackMetrics: callbackMetricsSchema,
  CallbackRun: callbackRunSchema,
  Change: changeSchema,
  ChartData: chartDataSchema,
  Column: float64Column,
  Comparison: comparisonSchema,
  Component: componentSchema,
  ConfidenceBucket: confidenceBucketSchema,
  ConfigDifference: configDifferenceSchema,
  ConfigState: configStateSchema,
  Curve: curveSchema,
  Dataset: datasetSchema,
  DeskLogs: deskLogsSchema,
  DeskState: deskStateSchema,
  DryRun: dryRunSchema,
  ExperimentFile: experimentFileSchema,
  Figures: figuresSchema,
  Flip: flipSchema,
  ImportPreview: importPreviewSchema,
  Interval: intervalSchema,
  Intervals: intervalsSchema,
  Job: jobSchema,
  MarketState: marketStateSchema,
  ModelFigures: modelFiguresSchema,
  ModelState: modelStateSchema,
  Notice: noticeSchema,
  Overfit: overfitSchema,
  PartFigures: partFiguresSchema,
  Period: periodSchema,
  Point: pointSchema,
  Prediction: predictionSchema,
  Profile: profileSchema,
  Provenance: provenanceSchema,
  Receipt: receiptSchema,
  ReplayState: replayStateSchema,
  Reproduction: reproductionSchema,
  Shadow: shadowSchema,
  ShadowState: shadowStateSchema,
  Trade: tradeSchema,
  TradingConfig: tradingConfigSchema,
  Trial: trialSchema,
  Triangle: triangleSchema,
  Tried: triedSchema,
  VersionResult: versionResultSchema,
  VersionValues: versionValuesSchema,
  WalkForward: walkForwardSchema,
  WhatIf: whatIfSchema,
  Why: whySchema,
};

/** What is asked under a name of its own: here what has a default may be left out. */
export const namedAsks: Readonly<Record<string, z.ZodType>> = {
  AuditFilter: auditFilterSchema,
  ConfigSource: configSourceSchema,
  ExperimentFileAsk: experimentFileSchema,
  ImportOptions: importOptionsSchema,
  Scope: scopeSchema,
  TrainingSettings: trainingSettingsSchema,
};
