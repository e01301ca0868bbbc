import type { ImportAnswers, ImportQuestion, ImportQuestionId } from '../../../../shared/imports.ts';
import { failure } from '../../../../shared/result.ts';

/** The questions that a file raises, with the answers given. */
export interface Questions {
  /**
   * Adds a question and returns the value to read the file by: the answer, or the first choice while there is none, so
   * that a preview can be shown. An answer that is not among the choices is ignored.
   */
  ask(id: ImportQuestionId, text: string, choices: ImportQuestion['choices']): string;
  asked(): readonly ImportQuestion[];
}

export function createQuestions(answers: ImportAnswers): Questions {
  const asked = new Map<ImportQuestionId, ImportQuestion>();
  return {
    ask(id, text, choices) {
      const given = answers[id];
      const answer = choices.find(({ value }) => value === given)?.value ?? null;
      asked.set(id, { id, text, choices, answer });
      return answer ?? choices[0].value;
    },
    asked: () => [...asked.values()],
  };
}

/** The failure that asks for the missing answers; null where all questions are answered. */
export function openProblem(fileName: string, questions: readonly ImportQuestion[]) {
  const open = questions.filter(({ answer }) => answer === null);
  if (open.length === 0) return null;
  const inWords = open.map(({ id, text, choices }) => {
    const shown = choices.slice(0, 12).map(({ value, consequence }) => `${id}=${value} (${consequence})`);
    return `${text} Answer with ${shown.join(' or ')}${choices.length > 12 ? ` or one of ${choices.length - 12} more` : ''}.`;
  });
  return failure(
    'conflict',
    `${fileName}: ${inWords.join(' ')} Answers go into options.answers, or into the query of an upload.`,
    open.map(({ id, text }) => ({ path: `options.answers.${id}`, message: text })),
  );
}
