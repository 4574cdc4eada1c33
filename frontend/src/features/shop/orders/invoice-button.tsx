// Downloads an invoice or a credit note as PDF, in the language of the page.
import { useState } from 'react';
import { useClient } from 'urql';
import { graphql, type FragmentOf, readFragment } from '../../../shared/graphql/graphql';
import { getLanguage } from '../../../shared/i18n/language';
import { useIsOnline } from '../../../shared/offline/online';
import { downloadFile } from '../../../shared/ui/download-file';
import { notify } from '../../../shared/ui/notices';
import { describeError } from '../../../shared/ui/state';
import { formatMoney } from '../catalogue/money';
import { useMessages } from './messages/use-messages';

export const InvoiceFields = graphql(`
  fragment InvoiceFields on Invoice {
    id
    number
  }
`);

export const CreditNoteFields = graphql(`
  fragment CreditNoteFields on CreditNote {
    id
    number
    isVoid
    amount {
      amount
      currency
    }
  }
`);

const INVOICE_FILE = graphql(`
  query InvoiceFile($id: ID!, $language: InvoiceLanguage!) {
    invoiceFile(id: $id, language: $language) {
      name
      content
    }
  }
`);
const FILE_LANGUAGES = { en: 'EN', vi: 'VI' } as const;

export function InvoiceButton({ invoice }: { invoice: FragmentOf<typeof InvoiceFields> }) {
  const messages = useMessages();
  const { id, number } = readFragment(InvoiceFields, invoice);
  return <DownloadButton id={id}>{messages.downloadInvoice({ number })}</DownloadButton>;
}

export function CreditNoteButton({ creditNote }: { creditNote: FragmentOf<typeof CreditNoteFields> }) {
  const messages = useMessages();
  const { id, number, amount, isVoid } = readFragment(CreditNoteFields, creditNote);
  const values = { number, amount: formatMoney(amount) };
  return (
    <DownloadButton id={id}>
      {isVoid ? messages.downloadVoidCreditNote(values) : messages.downloadCreditNote(values)}
    </DownloadButton>
  );
}

function DownloadButton({ id, children }: { id: string; children: string }) {
  const messages = useMessages();
  const client = useClient();
  const isOnline = useIsOnline();
  const [isLoading, setLoading] = useState(false);

  async function download(): Promise<void> {
    if (isLoading) return;
    setLoading(true);
    const variables = { id, language: FILE_LANGUAGES[getLanguage()] };
    const { data, error } = await client.query(INVOICE_FILE, variables, { requestPolicy: 'network-only' }).toPromise();
    setLoading(false);
    const file = data?.invoiceFile;
    if (file) downloadFile(decodeBase64(file.content), 'application/pdf', file.name);
    else notify(messages.noInvoiceFile({ why: error ? describeError(error) : '' }));
  }

  return (
    <button
      type="button"
      className="button"
      disabled={!isOnline}
      aria-disabled={isLoading || undefined}
      onClick={() => void download()}
    >
      {children}
    </button>
  );
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
