/** Metrics of answers to questions. */
import type { AnswersGrade } from '../grading/answers/gradeAnswers';
import type { Question } from '../scenarios/types';
import type { Metrics } from './metrics';

/**
 * UTP is the value itself: the questions are the hidden checks. DTA is the mean over those that ask for orders, paths and places; ICU over
 * those that ask for paths and places; CS the share of questions that were answered wholly right.
 */
export function answerMetrics(questions: readonly Question[], grade: AnswersGrade): Metrics {
  const value = (wanted: (question: Question) => boolean) => {
    const own = questions.flatMap((question, index) =>
      wanted(question) ? Number(grade.milestones[index]?.achieved ?? 0) : [],
    );
    return own.length === 0 ? undefined : own.reduce((sum, each) => sum + each, 0) / own.length;
  };
  const right = grade.milestones.filter(({ achieved }) => achieved === 1).length;
  return {
    DTA: value(({ answer }) => isPath(answer) || answer.form === 'sequence'),
    CS: questions.length === 0 ? undefined : right / questions.length,
    UTP: grade.value,
    ICU: value(({ answer }) => isPath(answer)),
  };
}

function isPath(answer: Question['answer']): boolean {
  return answer.form === 'place' || (answer.form === 'set' && answer.of === 'paths');
}
