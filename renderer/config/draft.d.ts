import type { Parameter, ParameterValue } from '../../shared/parameters.ts';
import type { Result } from '../../shared/result.ts';
/** Reads what was typed for a numeric parameter and checks it against the table's schema. */
export declare function parseDraft(parameter: Parameter, text: string): Result<ParameterValue>;
