// The measures of an article's texts, each as a line from the oldest evaluation to the newest.
import { useLanguage } from '../../../shared/i18n/language';
import type { Evaluations } from './feedback-data';
import { type MeasureSeries, collectSeries, drawLine } from './measure-series';
import { useMessages } from './messages/use-messages';

const WIDTH = 120;
const HEIGHT = 32;

export function Measures({ evaluations }: { evaluations: Evaluations | null }) {
  const messages = useMessages();
  const series = collectSeries((evaluations?.edges ?? []).flatMap(({ node }) => (node ? [node] : [])));
  if (series.length === 0) return null;
  return (
    <details className="feedback-more">
      <summary>{messages.measures}</summary>
      <p className="feedback-note">{messages.measuresNote}</p>
      <dl className="measures">
        {series.map((each) => (
          <Measure key={each.name} series={each} />
        ))}
      </dl>
    </details>
  );
}

function Measure({ series: { name, values } }: { series: MeasureSeries }) {
  const messages = useMessages();
  const { locale } = useLanguage();
  const labels = values.map((value) => value.toLocaleString(locale, { maximumFractionDigits: 1 }));
  return (
    <div className="measure">
      <dt>{messages[name]}</dt>
      <dd>
        {values.length > 1 ? (
          <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label={labels.join(' → ')}>
            <polyline points={drawLine(values, WIDTH, HEIGHT)} />
          </svg>
        ) : null}
        <strong>{labels.at(-1)}</strong>
      </dd>
    </div>
  );
}
