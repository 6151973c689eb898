/** A start that cannot go on; the message is for the user. */
export class StartError extends Error {}
