// The last twelve weeks of study as a calendar, with one sentence for those who do not see it.
import { useState } from 'react';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { useLanguage } from '../../../shared/i18n/language';
import { useMessages } from './messages/use-messages';
import { makeCalendar } from './study-calendar';

const DAYS = 84;

export const StudyDaysFields = graphql(`
  fragment StudyDaysFields on Learner {
    timeZone
    days(last: 84) {
      day
      reviews
    }
  }
`);

export function StudyDays({ learner }: { learner: FragmentOf<typeof StudyDaysFields> }) {
  const messages = useMessages();
  const { locale } = useLanguage();
  const { days, timeZone } = readFragment(StudyDaysFields, learner);
  const [now] = useState(() => new Date());
  const calendar = makeCalendar(days ?? [], now, timeZone, DAYS);
  const studyDayCount = calendar.filter(({ reviews }) => reviews > 0).length;
  const describe = (day: string, reviews: number) =>
    messages.dayReviews({ day: new Date(day).toLocaleDateString(locale, { timeZone: 'UTC' }), reviews });
  return (
    <div className="study-days" role="img" aria-label={messages.studied({ days: studyDayCount, count: DAYS })}>
      {calendar.map(({ day, reviews, level }) => (
        <span key={day} className={`study-day study-day-${level}`} title={describe(day, reviews)} />
      ))}
    </div>
  );
}
