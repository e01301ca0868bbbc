import { useEffect, useState } from 'react';
import type { ConfigSource } from '../../../shared/experiments/source.ts';
import type { Trade } from '../../../shared/experiments/trade.ts';
import { call } from '../../desk.ts';
import { scopeOf } from '../subject/subject.ts';
import type { CompareQuestion } from './compare-run.ts';

interface SideTrades {
  readonly of: string;
  readonly a: ReadonlyMap<number, Trade>;
  readonly b: ReadonlyMap<number, Trade>;
}

/**
 * The trades of both sides by the time of their signal, fetched once somebody looks at a flip; null before they
 * have come. `key` says of what they are.
 */
export function useSideTrades(question: CompareQuestion, key: string, wanted: boolean): SideTrades | null {
  const [trades, setTrades] = useState<SideTrades | null>(null);
  const there = trades?.of === key;
  useEffect(() => {
    if (!wanted || there) return;
    let current = true;
    void Promise.all([tradesOf(question, question.a), tradesOf(question, question.b)]).then(([a, b]) => {
      if (current) setTrades({ of: key, a, b });
    });
    return () => {
      current = false;
    };
  }, [question, key, wanted, there]);
  return there ? trades : null;
}

/** None where they cannot be had: the flip is marked without its trades then. */
async function tradesOf({ subject }: CompareQuestion, source: ConfigSource) {
  const result = await call('experiments.backtest', { scope: scopeOf(subject), source });
  return new Map(result.ok ? result.value.trades.map((trade) => [trade.signal_time, trade]) : []);
}
