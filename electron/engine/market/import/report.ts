/** Reports the share done (0…1) and the step of a running job. */
export type Report = (share: number, message: string) => void;
