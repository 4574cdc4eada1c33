// Constants that the build defines.

/** A short hash of the contract that the site was built for. */
declare const __CONTRACT__: string;
