// What the build writes into the code.

/** A short hash of the contract the site was built for. */
declare const __CONTRACT__: string;
