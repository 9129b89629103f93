/** What an enforcement point is to do with a source. The gateway acts on `block` and `allow`. */
export type DecisionAction = 'block' | 'challenge' | 'slow' | 'allow';

/** What a decision is about. Addresses and ranges are in canonical form (RFC 5952 for IPv6). */
export type DecisionScope =
  | { readonly kind: 'address'; readonly value: string }
  | { readonly kind: 'range'; readonly value: string };

/** Block, challenge, slow or allow a source: always with a reason, an owner and an expiry. */
export interface Decision {
  readonly id: string;
  readonly scope: DecisionScope;
  readonly action: DecisionAction;
  /** Guarded service that it holds for; null: all of them. */
  readonly service: string | null;
  readonly reason: string;
  /** A person's account name, or `policy:NAME`. */
  readonly owner: string;
  readonly createdMs: number;
  readonly expiresMs: number;
  /** Attempt behind it, where a policy decided. */
  readonly attemptId: string | null;
  /** When a person took it back, before its expiry. */
  readonly revokedMs: number | null;
  readonly simulated: boolean;
}

/** An enforcement point says that it enforced something, on what, when. */
export interface Receipt {
  readonly id: string;
  readonly timeMs: number;
  /** Enforcement point, for example `gateway`. */
  readonly enforcer: string;
  readonly effect: 'blocked' | 'allowed';
  /** Decision that was enforced; null when the verdict on the request itself was. */
  readonly decisionId: string | null;
  /** Event of the request that was stopped. */
  readonly eventId: string;
  /** Reference number that the visitor saw. */
  readonly reference: string;
  readonly service: string | null;
}
