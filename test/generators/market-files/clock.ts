/** The clock of the generated files: none has right bars after it. */
export const clock = Date.UTC(2030, 0, 1);
