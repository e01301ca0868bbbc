import { createLaboratoryBench } from '../engine/laboratory/laboratory-bench.ts';
import { laboratoryRequestSchema } from '../engine/laboratory/laboratory-protocol.ts';
import { serve } from '../engine/threads/worker-serve.ts';

// Material and outcomes are kept between experiments; results are transferred, not copied.
serve(laboratoryRequestSchema, createLaboratoryBench().perform, (result) => {
  const moved = new Set<ArrayBuffer>();
  if (result.ok) collectMemory(result.value, moved);
  return [...moved];
});

/** The buffers of all columns in an answer; lists of rows have none. */
function collectMemory(value: unknown, into: Set<ArrayBuffer>): void {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) into.add(value.buffer);
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const each of Object.values(value)) collectMemory(each, into);
  }
}
