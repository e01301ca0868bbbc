import { useId } from 'react';
import type { ImportAnswers, ImportPreview, ImportQuestion } from '../../shared/imports.ts';
import { Select } from '../ui/select.tsx';

/** What the file leaves open; the preview under it follows each answer. */
export function ImportQuestions({
  questions,
  busy,
  onAnswer,
}: {
  questions: ImportPreview['questions'];
  busy: boolean;
  onAnswer: (answers: ImportAnswers) => void;
}) {
  return questions.map((question) => (
    <Question
      key={question.id}
      question={question}
      busy={busy}
      onAnswer={(value) => onAnswer({ ...answersOf(questions), [question.id]: value })}
    />
  ));
}

/** The answers given so far. */
export function answersOf(questions: ImportPreview['questions']): ImportAnswers {
  return Object.fromEntries(questions.flatMap(({ id, answer }) => (answer === null ? [] : [[id, answer]])));
}

const mostShown = 6;

/** A question with its choices; `answer` is null while it is open. */
export function Question({
  question,
  busy,
  onAnswer,
}: {
  question: Pick<ImportQuestion, 'text' | 'choices' | 'answer'>;
  busy: boolean;
  onAnswer: (value: string) => void;
}) {
  const name = useId();
  const { choices, answer, text } = question;
  return (
    <fieldset className="import-question" data-open={answer === null ? '' : undefined} disabled={busy}>
      <legend>{text}</legend>
      {choices.length > mostShown ? (
        <Select
          label={text}
          value={answer ?? ''}
          options={[
            ...(answer === null ? [{ value: '', text: 'Choose…' }] : []),
            ...choices.map(({ value, label, consequence }) => ({ value, text: `${label}: ${consequence}` })),
          ]}
          onChange={(value) => value !== '' && onAnswer(value)}
        />
      ) : (
        choices.map(({ value, label, consequence }) => (
          <label key={value} className="import-choice">
            <input type="radio" name={name} checked={answer === value} onChange={() => onAnswer(value)} />
            <span>{label}</span>
            <span className="quiet">{consequence}</span>
          </label>
        ))
      )}
    </fieldset>
  );
}
