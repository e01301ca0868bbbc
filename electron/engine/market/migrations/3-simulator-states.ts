import type { DuckDBConnection } from '@duckdb/node-api';

const keptMs = 3 * 52 * 7 * 86_400_000;
const weekMs = 7 * 86_400_000;
/** A Sunday 22:00 UTC, when the simulated market opens for a week. */
const anyOpening = 3 * 86_400_000 + 22 * 3_600_000;

/**
 * Where the simulator of a series stood at some of its bars: it goes on from there, and makes older bars again. So
 * only three years of simulated bars are kept, from the opening of a week on, where there are more.
 */
export async function simulatorStates(connection: DuckDBConnection): Promise<void> {
  await connection.run(
    'CREATE TABLE simulator_states (dataset VARCHAR NOT NULL, time DOUBLE NOT NULL, state VARCHAR NOT NULL)',
  );
  const simulated = await connection.runAndReadAll(
    `SELECT dataset, min(time)::DOUBLE, max(time)::DOUBLE FROM bars
     WHERE dataset IN (SELECT key FROM datasets WHERE source = 'simulated') GROUP BY dataset`,
  );
  for (const [key, first, last] of simulated.getRows()) {
    if (Number(last) - Number(first) <= keptMs) continue;
    const kept = Number(last) - keptMs;
    const opening = kept - ((((kept - anyOpening) % weekMs) + weekMs) % weekMs);
    await connection.run(`DELETE FROM bars WHERE dataset = ${Number(key)} AND time < ${opening}`);
  }
}
