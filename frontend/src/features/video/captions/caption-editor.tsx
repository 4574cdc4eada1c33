// The owner's editor of a video's captions: its lines, from and to a file of WebVTT.
import { type Dispatch, type RefObject, type SyntheticEvent, useEffect, useReducer, useState } from 'react';
import { downloadFile } from '../../../shared/ui/download-file';
import { notify } from '../../../shared/ui/notices';
import { TextInput } from '../../../shared/ui/text-field';
import { type Cue, parseCues, parseCueTime, writeCues } from '../player/cues';
import { seekTo } from '../player/media-keys';
import { CaptionLine } from './caption-line';
import { changeLines, findNewStart, type LineChange, readLines } from './editor-lines';
import { type OwnCaptions, useCaptionChanges } from './captions-data';
import { useMessages } from './messages/use-messages';
import './captions.css';

const MAX_LANGUAGE = 40;
const TYPE = 'text/vtt';

interface Props {
  video: OwnCaptions;
  media: RefObject<HTMLVideoElement | null>;
}

export function CaptionEditor({ video, media }: Props) {
  const messages = useMessages();
  const [captions] = video.captions;
  const [lines, changeLine] = useReducer(changeLines, []);
  const [problem, setProblem] = useState<string | null>(null);
  // Which file the lines come from: a new signature is no new file.
  const [source, setSource] = useState(getAddress(captions?.url));
  const [language, setLanguage] = useState(captions?.language ?? document.documentElement.lang);
  const hasLoaded = useLoadedCues(captions?.url, changeLine, setProblem);
  const { isSaving, replaceCaptions } = useCaptionChanges();

  function goTo(time: string) {
    if (media.current) seekTo(media.current, parseCueTime(time) ?? 0);
  }

  /** Return the cues as they were typed, or null, after saying what is wrong with them. */
  function readCues(): readonly Cue[] | null {
    const read = readLines(lines);
    if ('wrongTime' in read) setProblem(messages.wrongLineTime({ number: read.wrongTime }));
    else if ('wrongOrder' in read) setProblem(messages.wrongLineOrder({ number: read.wrongOrder }));
    else return read;
    return null;
  }

  async function save(event: SyntheticEvent) {
    event.preventDefault();
    if (getAddress(captions?.url) !== source) {
      setProblem(messages.captionsChanged);
      return;
    }
    const read = readCues();
    if (!read) return;
    const cues = read.map(({ start, end, text }) => ({ startSeconds: start, endSeconds: end, text }));
    const input = { id: video.id, expectedVersion: video.version, cues, language };
    const change = await replaceCaptions(input);
    setProblem(change.problem);
    if (change.problem) return;
    setSource(getAddress(change.video?.captions[0]?.url));
    notify(messages.saved);
  }

  async function readFile(file: File | undefined) {
    const cues = file ? parseCues(await file.text()) : [];
    setProblem(cues.length > 0 ? null : messages.noCues);
    if (cues.length > 0) changeLine({ kind: 'replace', cues });
  }

  function download() {
    const cues = readCues();
    if (cues) downloadFile(writeCues(cues), TYPE, `${video.title}.vtt`);
  }

  return (
    <form className="edit-captions" onSubmit={(event) => void save(event)}>
      <label className="field">
        {messages.captionFile}
        <input type="file" accept={`.vtt,${TYPE}`} onChange={({ target }) => void readFile(target.files?.[0])} />
      </label>
      <label className="field">
        {messages.captionLanguage}
        <TextInput
          className="input"
          required
          maxCharacters={MAX_LANGUAGE}
          value={language}
          onChange={({ target }) => setLanguage(target.value)}
        />
      </label>
      <ol className="caption-lines" lang={language}>
        {lines.map((line, index) => (
          <CaptionLine key={line.key} line={line} number={index + 1} change={changeLine} goTo={goTo} />
        ))}
      </ol>
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      <div className="video-acts">
        <button
          type="button"
          className="button"
          onClick={() => changeLine({ kind: 'add', at: findNewStart(lines, media.current?.currentTime ?? 0) })}
        >
          {messages.addLine}
        </button>
        <button type="button" className="button" onClick={download}>
          {messages.downloadCaptions}
        </button>
        <button type="submit" className="button button-main" disabled={isSaving || !hasLoaded}>
          {messages.save}
        </button>
      </div>
    </form>
  );
}

function getAddress(url: string | undefined): string | undefined {
  return url?.split('?')[0];
}

/** Put the captions that there are into the lines, once; return whether that is done. */
function useLoadedCues(
  url: string | undefined,
  changeLine: Dispatch<LineChange>,
  setProblem: (problem: string) => void,
): boolean {
  const messages = useMessages();
  const [source] = useState(url);
  const [hasLoaded, setHasLoaded] = useState(!source);

  useEffect(() => {
    if (!source) return;
    const leaving = new AbortController();
    fetch(source, { signal: leaving.signal })
      .then((response) => (response.ok ? response.text() : Promise.reject(new Error(response.statusText))))
      .then((vtt) => {
        changeLine({ kind: 'replace', cues: parseCues(vtt) });
        setHasLoaded(true);
      })
      .catch(() => (leaving.signal.aborted ? undefined : setProblem(messages.captionsFailed)));
    return () => leaving.abort();
  }, [source, changeLine, setProblem, messages]);

  return hasLoaded;
}
