import { type NextRequest, NextResponse } from "next/server";

/** Only addresses with something encoded in them: no other request pays for this. */
export const config = { matcher: "/(.*%.*)" };

/** An address whose encoding is broken stands for nothing. Next itself would answer it with 500. */
export function proxy(request: NextRequest): NextResponse {
  try {
    decodeURIComponent(request.nextUrl.pathname);
    return NextResponse.next();
  } catch {
    const detail = { code: "NOT_FOUND", message: "The address is not encoded correctly" };
    return NextResponse.json(
      { detail },
      { status: 404, headers: { "X-Request-Id": crypto.randomUUID(), "Cache-Control": "no-store" } },
    );
  }
}
