// How a view is recorded.
import { graphql } from '../../../shared/graphql/graphql';

export const RECORD_VIEW = graphql(`
  mutation RecordView($input: RecordViewInput!) {
    recordView(input: $input) {
      subjectId
      views
    }
  }
`);
