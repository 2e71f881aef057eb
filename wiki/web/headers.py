"""Headers of every answer: what a browser may load, and that pages may not be framed, sniffed or leaked."""

from wsgiref.headers import Headers

from flask import Flask, Response, g, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' https: http: data:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def policy_with_images(origin: str) -> str:
    """The policy of a page whose pictures come from this site, and from one other where it is named."""
    sources = f"img-src 'self' data: {origin}".rstrip()
    return "; ".join(sources if part.startswith("img-src ") else part for part in POLICY.split("; "))


HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def add_headers(response: Response) -> Response:
    """Add what is missing; a view may have set its own, and a kept answer has them all."""
    if "answered_from_cache" in g:
        return response
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Cookie", "Accept-Language"))
    if request.method in ("GET", "HEAD") and response.status_code == 200 and not response.is_streamed:
        response.add_etag()
        response.make_conditional(request)
    return response


def add_to_file(headers: Headers, path: str, url: str) -> None:
    """Headers of a static file, which is sent without passing through the application."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = POLICY


def init_app(app: Flask) -> None:
    app.after_request(add_headers)
