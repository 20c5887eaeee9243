"""A stored file as an answer. The view that owns it has asked for permission on what the file belongs to."""

from django.http import HttpResponse
from django.utils.cache import patch_cache_control

from rimlig.records.files import open_file
from rimlig.records.models import StoredFile


def file_answer(stored: StoredFile, name: str) -> HttpResponse:
    """Answer with the file to keep under the name. Raises NotTheSameBytes instead of giving other bytes.

    It is never shown as a page of ours and never guessed to be something else;
    a cache on the way keeps nothing, since the next who asks may not have it.
    """
    response = HttpResponse(open_file(stored), content_type=stored.media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["ETag"] = f'"{stored.sha256}"'
    patch_cache_control(response, private=True, no_store=True)
    return response
