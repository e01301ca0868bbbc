import type { PartFigures } from '../../shared/models.ts';
/**
 * What a test part's figures mean, in words. An edge is claimed only when the whole 95 % interval of
 * the accuracy lies above both a coin and always saying the commoner direction.
 */
export declare function verdict(test: PartFigures): {
  readonly edge: boolean;
  readonly text: string;
};
