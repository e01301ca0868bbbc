import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { namesIn, plainName } from '../layout/columns.ts';
import { splitLine } from '../layout/grid.ts';
import type { TextLayout } from '../layout/layout.ts';
import { fault } from '../stages.ts';

/**
 * The number of a later line that names the columns in another order than the header, as where two exports were joined;
 * null where there is none. A repeated header is left out like any other bad line.
 */
export async function otherHeader(connection: DuckDBConnection, layout: TextLayout): Promise<number | null> {
  const reader = await connection.runAndReadAll(
    `SELECT n::DOUBLE, left(line, 4000) FROM rows JOIN lines ON lines.rowid = n - 1
     WHERE fault IN (${fault.time}, ${fault.fields}) AND NOT regexp_matches(left(line, 4000), '[0-9]{4}')
     ORDER BY n LIMIT 1000`,
  );
  const known = layout.names?.map(plainName).join();
  const lines = z.array(z.tuple([z.number(), z.string()])).parse(reader.getRows());
  const other = lines.find(([, line]) => {
    const names = splitLine(line, layout.delimiter, layout.quote);
    return namesIn(names) >= 4 && names.map(plainName).join() !== known;
  });
  return other?.[0] ?? null;
}
