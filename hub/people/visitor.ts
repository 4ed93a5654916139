/** The browser at the other end of a deed, as far as signing in is concerned. */
export type Visitor = {
  address: string;
  userAgent: string;
  /** Its Cookie header. */
  cookies: string;
};

/** A cookie for the visitor to keep; the page adds what all of them have in common. */
export type CookieChange = {
  name: string;
  value: string;
  /** Null until the browser is closed; 0 takes it away. */
  maxAgeSeconds: number | null;
};
