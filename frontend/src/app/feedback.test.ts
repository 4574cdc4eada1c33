// @vitest-environment jsdom
// Feedback from the check to the last finding: readUnderlined in the text, listed, taken, dismissed, added, failed.
import { act, createElement, createRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, onTestFinished, vi } from 'vitest';
import { CACHE_RULES } from './cache-rules';
import './languages/english-for-tests';
import { GUEST } from '../shared/auth/identity';
import { SessionProvider } from '../shared/session-context';
import { FeedbackPanel } from '../features/learning/writing/feedback-panel';
import { replaceWords } from '../features/learning/writing/places';
import { Underlines } from '../features/learning/writing/underlines';
import { useFeedback } from '../features/learning/writing/use-feedback';

vi.mock('../shared/graphql/offline-cache', () => ({
  openOfflineStorage: () => ({ clear: () => Promise.resolve() }),
  createOfflineExchange:
    () =>
    ({ forward }: { forward: unknown }) =>
      forward,
}));

const TEXT = '😀 The dogs is here, a beautifull boat.';
const CONFIG = {
  region: 'us-east-1',
  graphqlUrl: 'http://api.example/graphql',
  apiKey: 'key',
  userPoolId: 'pool',
  userPoolClientId: 'client',
  demoAccounts: [],
};
const ERRORS = { __typename: 'Payload', errors: [] };

interface Learner {
  dictionary: string[];
  state: 'DONE' | 'FAILED';
}

/** What the API answers, by the name of the operation. */
function answer(operation: string, variables: { input?: { dictionary?: string[] } }, learner: Learner): object {
  const failure =
    learner.state === 'FAILED'
      ? { __typename: 'EvaluationFailure', step: 'READ', reason: 'INTERNAL', message: 'It broke off.', retryable: true }
      : null;
  const step = { __typename: 'EvaluationStep', name: 'READ', status: learner.state, percent: null };
  const evaluation = { __typename: 'Evaluation', id: 'evaluation_1', state: learner.state, steps: [step], failure };
  const finding = (kind: string, quote: string, ...suggestions: string[]) => {
    const start = Array.from(TEXT.slice(0, TEXT.indexOf(quote))).length;
    const place = { start, end: start + quote.length, quote, message: 'Look.', suggestions };
    return { __typename: 'Finding', kind, rule: kind, ...place };
  };
  const learning = () => ({
    __typename: 'Learner',
    version: 1,
    dictionary: learner.dictionary,
    allowsGemini: false,
    writingQuota: { __typename: 'WritingQuota', limit: 50, remaining: 3, resetsAt: '2026-11-30T00:00:00Z' },
  });
  if (operation === 'UpdateWriter') learner.dictionary = variables.input?.dictionary ?? [];
  const answers: Record<string, () => object> = {
    Evaluations: () => ({
      evaluations: { __typename: 'EvaluationConnection', eventsCursor: 'here', edges: [] },
      viewer: { __typename: 'Viewer', user: { __typename: 'User', id: 'user_1' }, learning: learning() },
    }),
    EvaluateWriting: () => ({ evaluateWriting: { ...ERRORS, evaluation } }),
    RetryEvaluation: () => ({
      retryEvaluation: {
        ...ERRORS,
        evaluation: { ...evaluation, state: 'DONE', steps: [{ ...step, status: 'DONE' }], failure: null },
      },
    }),
    Evaluation: () => ({
      evaluation: {
        ...evaluation,
        estimate: null,
        findings: [finding('GRAMMAR', 'is', 'are'), finding('SPELLING', 'beautifull', 'beautiful')],
      },
    }),
    UpdateWriter: () => ({ updateLearner: { ...ERRORS, learner: learning() } }),
  };
  return answers[operation]?.() ?? {};
}

const field = createRef<HTMLTextAreaElement>();

function Composer() {
  const [text, setText] = useState(TEXT);
  const feedback = useFeedback('post_1', text);
  const { findings, currentId, setCurrent } = feedback;
  return createElement(
    'div',
    null,
    createElement(Underlines, { className: '', field, text, findings: findings ?? [], currentId, onCaret: setCurrent }),
    createElement('textarea', { ref: field, value: text, onChange: ({ target }) => setText(target.value) }),
    createElement(FeedbackPanel, {
      feedback,
      text,
      show: ({ id }) => setCurrent(id),
      take: (finding, suggestion) => setText(replaceWords(text, finding, suggestion)),
    }),
  );
}

async function open(state: Learner['state'] = 'DONE') {
  const learner: Learner = { dictionary: [], state };
  localStorage.clear();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('ResizeObserver', class { observe() {} disconnect() {} }); // prettier-ignore
  vi.stubGlobal('fetch', (_: unknown, { body }: { body: string }) => {
    const { operationName, variables } = JSON.parse(body) as { operationName: string; variables: object };
    return Promise.resolve(Response.json({ data: answer(operationName, variables, learner) }));
  });
  Element.prototype.scrollIntoView = () => undefined;
  const page = document.body.appendChild(document.createElement('main'));
  const root = createRoot(page);
  onTestFinished(() => {
    act(() => root.unmount());
    page.remove();
    vi.unstubAllGlobals();
  });
  await act(() => {
    root.render(
      createElement(SessionProvider, {
        config: CONFIG,
        initial: GUEST,
        cacheRules: CACHE_RULES,
        children: createElement(Composer),
      }),
    );
    return Promise.resolve();
  });
  const press = async (name: string) => {
    const button = Array.from(page.querySelectorAll('button')).find((each) => each.textContent === name);
    if (!button) throw new Error(`There is no button “${name}” in: ${page.textContent}`);
    await act(() => {
      button.click();
      return Promise.resolve();
    });
  };
  const readUnderlined = () => Array.from(page.querySelectorAll('[data-finding]'), (each) => each.textContent);
  const says = (text: string) => vi.waitFor(() => expect(page.textContent).toContain(text));
  const settle = (text: string) => act(async () => says(text));
  return { page, press, readUnderlined, settle, learner };
}

it('findings are underlined and listed, and each is handled by one press', async () => {
  const { page, press, readUnderlined, settle } = await open();
  await settle('3 checks left today');
  await press('Check writing');
  await settle('2 suggestions');
  expect(readUnderlined()).toEqual(['is', 'beautifull']);

  await press('Use “are”');
  expect(page.querySelector('textarea')?.value).toBe('😀 The dogs are here, a beautifull boat.');
  expect(readUnderlined()).toEqual(['beautifull']);

  await press('Dismiss');
  await settle('All suggestions handled');
  expect(readUnderlined()).toEqual([]);
});

it('what was dismissed is not found again, and a word of the dictionary neither', async () => {
  const { press, readUnderlined, settle, learner } = await open();
  await settle('3 checks left today');
  await press('Check writing');
  await settle('2 suggestions');
  await press('Add to dictionary');
  await settle('1 suggestion');
  expect(learner.dictionary).toEqual(['beautifull']);
  await press('Dismiss');
  await settle('All suggestions handled');

  await press('Check again');
  await settle('1 suggestion');
  expect(readUnderlined()).toEqual(['beautifull']);
});

it('a failure is said, and can be tried again', async () => {
  const { press, settle, learner } = await open('FAILED');
  await settle('3 checks left today');
  await press('Check writing');
  await settle('It broke off.');

  learner.state = 'DONE';
  await press('Try again');
  await settle('2 suggestions');
});
