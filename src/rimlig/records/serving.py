"""A stored file as an answer. The view that owns it has asked for permission on what the file belongs to."""

from django.http import FileResponse, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

from rimlig.records.files import checked_copy
from rimlig.records.models import StoredFile


def picture_answer(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """Answer with a picture that we have drawn, to be shown within a page. Raises NotTheSameBytes as `file_answer` does.

    The browser may keep it, and asks each time whether it still may be shown.
    """
    tag = f'"{stored.sha256}"'
    response: HttpResponseBase
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponseNotModified()
    else:
        response = FileResponse(checked_copy(stored), content_type=stored.media_type)
        response["Content-Disposition"] = "inline"
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def file_answer(stored: StoredFile, name: str) -> FileResponse:
    """Answer with the file to keep under the name. Raises NotTheSameBytes instead of giving other bytes.

    It is never shown as a page of ours and never guessed to be something else;
    a cache on the way keeps nothing, since the next who asks may not have it.
    """
    response = FileResponse(checked_copy(stored), content_type=stored.media_type)
    response["Content-Length"] = stored.size
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["ETag"] = f'"{stored.sha256}"'
    patch_cache_control(response, private=True, no_store=True)
    return response
