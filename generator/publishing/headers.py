"""What the web server says with every file: the type of its content, and what browsers may do."""

from pathlib import PurePosixPath

from generator.publishing.manifest import MANIFEST
from generator.publishing.signing import SIGNATURE
from generator.rendering.hashed import is_immutable

# Nothing in the page and nothing from elsewhere runs, is shown, framed or asked for.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# All types of which a website of ours has files. Without its type a file is offered as a download.
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".zip": "application/zip",
    ".gz": "application/gzip",
}


def content_type(uri: str) -> str:
    """The `Content-Type` of a published file."""
    if uri in (MANIFEST, SIGNATURE):
        return _TYPES[".txt"]
    return _TYPES.get(PurePosixPath(uri).suffix, "application/octet-stream")


# Names under which other servers, rightly, send the same.
_SAME = {
    "application/javascript": "text/javascript",
    "application/x-javascript": "text/javascript",
    "text/xml": "application/xml",
    "application/atom+xml": "application/xml",
    "application/opensearchdescription+xml": "application/xml",
    "application/x-gzip": "application/gzip",
}


def is_type_of(uri: str, said: str) -> bool:
    """Whether a server's `Content-Type` fits a file; what no browser runs or shows may be any."""
    expected, told = (_bare(value) for value in (content_type(uri), said))
    harmless = {"application/octet-stream", "text/plain", ""}
    if expected in {"text/html", "text/css", "text/javascript", "image/svg+xml"}:
        return told == expected
    return told == expected or told in harmless


def _bare(value: str) -> str:
    bare = value.partition(";")[0].strip().lower()
    return _SAME.get(bare, bare)


def cache_control(uri: str) -> str:
    """A year for names made of their content, which never hold anything else."""
    return "public, max-age=31536000, immutable" if is_immutable(uri) else "no-cache"
