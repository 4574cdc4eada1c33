// A field below an event that always fails.
import { util } from '@aws-appsync/utils';

export function request() {
  return { payload: {} };
}

export function response() {
  util.error('The probe breaks this.', 'Broken');
}
